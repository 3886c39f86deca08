"""Models of PyTorch, read by running them once; PyTorch is imported only where there is one."""
