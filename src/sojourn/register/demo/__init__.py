"""A small border city that never was: a ledger made from a seed, and what a demonstration makes up beside it.

The ledger could as well come from a lab run. Only what a pseudonymised ledger does not say (names, numbers of papers,
what was said) is made up when it is taken in.
"""
