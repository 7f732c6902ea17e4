"""Results of a run → what a person reads, and what a comparison does.

summary.py   measures of all questions, of each kind and split
outcomes.py  right, wrong and silent, in three lines
report.py    what was asked of what, and how it went
tables.py    its tables
page.py      the report as one HTML file
files.py     the report as JSON, Markdown and a page
"""
