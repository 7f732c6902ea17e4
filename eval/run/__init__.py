"""A run: every question asked and scored, several parts of it, and what goes on after it was ended."""
