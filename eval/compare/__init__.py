"""Two runs over the same questions: what changed, how surely, and whether the new one may take the old one's place.

run_file.py    an earlier run's report, read back
paired.py      two runs, paired by question
comparison.py  what changed, and how it is shown
gate.py        whether the new run is surely worse
"""
