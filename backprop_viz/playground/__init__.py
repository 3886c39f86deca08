"""A page on which any formula is typed: what it asks of Python."""
