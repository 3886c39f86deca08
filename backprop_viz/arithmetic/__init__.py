"""What the formulas of operations may name, and how the shapes of arrays go together."""
