"""Checking: a case against a programme, with reasons, blame, what matters, and what to ask next."""
