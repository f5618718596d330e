"""Worked cases and coverage: a programme's own tests, and whether they notice when something is altered."""
