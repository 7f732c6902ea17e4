"""Question sets over a person's own documents: typed, or made of answers called right or not.

new.py       python -m eval new
review.py    python -m eval review
places.py    words that are typed → the places that they mean
growing.py   a questions file that grows by a line at a time
terminal.py  what is shown, and what is typed
"""
