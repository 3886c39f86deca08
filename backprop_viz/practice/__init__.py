"""Doing a walk oneself: exercises, what is to be done in them, and how it is judged."""
