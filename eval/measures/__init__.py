"""What is measured of one answer, and of the confidence of many. A measure that is undefined is None, never 0."""
