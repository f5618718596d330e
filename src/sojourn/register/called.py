"""What tables are called where Django's own pages show them, in the language that is active then."""

from __future__ import annotations

from django.utils.functional import lazy
from django.utils.translation import get_language

from sojourn.policy import Language

from .refusal import WORDS


def _word(code: str) -> str:
    tag = (get_language() or "en").split("-")[0]
    return WORDS.say(Language(tag) if tag in {*Language} else Language.EN, code)


#: The name by its code, once it is known who reads it.
called = lazy(_word, str)
