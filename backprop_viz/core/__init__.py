"""From operations to expressions, a graph and its walk."""
