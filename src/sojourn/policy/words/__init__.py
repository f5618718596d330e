"""The words Sojourn speaks: whole-sentence templates with named slots, the same in English, Chinese and Vietnamese."""

from pathlib import Path

from .catalogue import Catalogue, Language, WordsError

__all__ = ["WORDS", "Catalogue", "Language", "WordsError", "knows", "say"]

#: The sentences of this room.
WORDS = Catalogue(Path(__file__).parent)

say = WORDS.say
knows = WORDS.knows
