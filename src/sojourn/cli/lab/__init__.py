"""`sojourn lab`: what people would do if the rules were different, from the terminal."""

from .group import lab

__all__ = ["lab"]
