"""The walk in a browser: the operations, the screen and a graph, as JavaScript and JSON."""
