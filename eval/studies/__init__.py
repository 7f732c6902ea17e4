"""Measurements of one thing each: an error budget, planted conflicts, rewritten follow-up questions."""
