"""What somebody has done at an exercise: kept as plain data, written and read."""
