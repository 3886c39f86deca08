"""What is given to a program or a walk: numbers, what is none, ranges."""
