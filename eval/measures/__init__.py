"""One answer measured: its words, its citations, the search behind it, and what its confidence is worth."""
