"""`sojourn register`: setting up a register and looking after it, from the terminal."""

from .group import register

__all__ = ["register"]
