"""Results → figures, tables, and the files of a report."""
