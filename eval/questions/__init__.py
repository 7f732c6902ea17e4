"""Question sets: how a line is written, how a file is read, and the sets that ship with the project."""
