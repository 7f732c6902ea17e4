"""Question sets over a person's own documents: typed, or made of answers called right or not."""
