"""Question sets over a person's own documents: proposed by rules, or made from answers called not right."""
