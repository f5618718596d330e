"""Lint: what is wrong with a programme that can be read."""
