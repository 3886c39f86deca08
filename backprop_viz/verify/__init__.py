"""The gradients held against other witnesses."""
