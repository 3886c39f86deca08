"""The gradient as straight-line code where all shapes are known."""
