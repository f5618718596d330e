"""Whole histories of people, as a ledger: the engine's rows put together into jobs, permits, crossings and stays."""

from .writing import write_ledger

__all__ = ["write_ledger"]
