"""Attempts of a class, judged anew."""
