"""Circuits of numbers: one entry of an array opened, and the derivative as a graph of its own."""
