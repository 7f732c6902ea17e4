"""A run: every question of a set is asked, now or in the interrupted run that this one resumes."""
