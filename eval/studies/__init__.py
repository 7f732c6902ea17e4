"""Questions of their own about the software, a command each: budgets, conflicts, LLMs, planted instructions."""
