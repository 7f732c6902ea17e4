"""Side by side: the same questions to Quoted and to stock retrieval pipelines.

command.py    python -m eval peers
pipelines.py  the pipelines by name; start reading here
quoted.py · llama_index.py · txtai.py · haystack.py   one file a pipeline
datatypes.py  what a pipeline is given, and what it gives
corpus.py     the documents that all of them are given
model.py      the embedding model that all of them share
place.py      words that a pipeline gives → the span that they are
measure.py    how a pipeline did
table.py      all of them in one table
"""
