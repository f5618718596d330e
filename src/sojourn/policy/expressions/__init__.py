"""Expressions: a small typed subset of Python, read into the tree."""
