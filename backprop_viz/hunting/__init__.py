"""A walk with one wrong rule in it, and the hunt for it."""
