"""How names and numbers are spelled."""
