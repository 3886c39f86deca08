"""Gradient descent as a path."""
