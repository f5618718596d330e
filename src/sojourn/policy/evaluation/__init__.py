"""Evaluation: the tree made into closures over partial values."""
