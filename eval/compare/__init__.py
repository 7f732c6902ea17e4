"""Two runs over the same questions, paired by question, and the gate."""
