"""Results of a run → figures, tables, Markdown, JSON and a page."""
