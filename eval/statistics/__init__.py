"""Figures and how sure they are. Knows nothing of questions and answers.

bootstrap.py     figures with their intervals
significance.py  McNemar, permutation test, Holm
"""
