"""What can be said about a ledger: whole sentences with named slots, the same in English, Chinese and Vietnamese."""

from pathlib import Path
from typing import Final

from sojourn.policy import Catalogue

__all__ = ["WORDS"]

WORDS: Final = Catalogue(Path(__file__).parent)
