"""How sure a figure is, and how sure a difference: the clustered bootstrap and paired tests."""
