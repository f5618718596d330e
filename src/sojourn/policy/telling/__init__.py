"""Telling: programmes and answers in words, in three languages, and as JSON."""
