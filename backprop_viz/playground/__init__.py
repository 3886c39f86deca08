"""A page on which any formula is typed: its address, and what it asks of Python."""
