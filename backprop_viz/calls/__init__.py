"""Functions of expressions: those of the rows, larger ones made of them, and NumPy's."""
