"""Words of the operators' pages that Django asks for before it knows who reads them."""

from __future__ import annotations

from django.utils.functional import lazy
from django.utils.translation import get_language

from sojourn.policy import Language

from ..languages import TAGS
from ..saying import say


def language_now() -> Language:
    """The language of the page: the one that its site has made active."""
    tags = {tag.lower(): language for language, tag in TAGS.items()}
    return tags.get(get_language() or "", Language.EN)


def _word(code: str) -> str:
    return str(say(language_now(), code))


#: A sentence by its code, in the language of whoever reads it.
word = lazy(_word, str)
