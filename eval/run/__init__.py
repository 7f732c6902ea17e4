"""A run: every question asked and scored.

options.py   options that several commands have
exits.py     how a command ends
runner.py    ask every question of a set
resume.py    answers kept, so that a run goes on after it was ended
parts.py     a run's questions, documents and index, one part or many
progress.py  a bar, or lines
"""
