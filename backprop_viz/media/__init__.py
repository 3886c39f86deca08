"""A walk in every medium: animations, handouts, slides and documents, one small module for each."""
