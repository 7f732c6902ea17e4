"""Question sets: how a line is written, checked against the documents, and the sets that ship.

schema.py    one line of a set, validated
dataset.py   a set, its gold quotes found in the documents
shipped.py   the sets that ship with the project, by name
"""
