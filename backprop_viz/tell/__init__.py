"""A walk told step by step, in mathematics and in words."""
