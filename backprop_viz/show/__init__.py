"""The walk on a screen: widgets that show it and let it be moved."""
