"""Figures with their intervals, and how surely two runs differ. Knows nothing of questions and answers."""
