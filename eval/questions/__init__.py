"""Question sets: how a line is written, checked against the documents, and the sets that ship."""
