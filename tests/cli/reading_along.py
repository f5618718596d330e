"""Reading along: is what was said in the right language, and free of names that only a file knows?"""

from __future__ import annotations

import re

from sojourn.policy import Language, Programme

LANGUAGES = tuple(Language)

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_VIETNAMESE = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
_WORDS = re.compile(r"[a-z][a-z0-9]*(?:[._][a-z0-9]+)+")
_ESCAPES = re.compile(r"\x1b\[")


def in_language(text: str, language: Language) -> bool:
    """Whether a text is in a language, as far as its letters tell."""
    chinese, vietnamese = bool(_CHINESE.search(text)), bool(_VIETNAMESE.search(text))
    if language is Language.ZH:
        return chinese
    return vietnamese if language is Language.VI else not chinese and not vietnamese


def raw_keys(text: str, programme: Programme) -> set[str]:
    """Names of a programme that stand in a text as only a file would write them (`applicant.age`, `hay_permit`)."""
    known = {
        *programme.facts,
        *programme.rules,
        *programme.routes,
        *programme.conduct,
        *programme.parameters,
        *programme.assumptions,
        *programme.boundaries,
        *programme.places,
        *programme.sources,
    }
    for fact in programme.facts.values():
        known |= {*fact.type.options, *fact.fields, *(f"{fact.name}.{field}" for field in fact.fields)}
    without_addresses = re.sub(r"https?://\S+", "", text)
    return {word for word in _WORDS.findall(without_addresses) if word in known}


def coloured(text: str) -> bool:
    """Whether a text holds what only a terminal understands."""
    return bool(_ESCAPES.search(text))
