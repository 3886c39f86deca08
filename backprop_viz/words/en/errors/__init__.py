"""What errors say. Values, names and lists of them fill the slots; they need no translation."""
