"""Two runs over the same questions: what changed, how surely, and whether the new one may take the old one's place."""
