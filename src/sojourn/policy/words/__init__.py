"""The words Sojourn speaks: whole-sentence templates with named slots, the same in English, Chinese and Vietnamese."""

from .catalogue import Language, WordsError, codes, knows, say, slots_of

__all__ = ["Language", "WordsError", "codes", "knows", "say", "slots_of"]
