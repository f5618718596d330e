"""Answers as they were written, told back in words."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from sojourn.policy import Kind, Teller, Type

from .saying import say


def written(teller: Teller, type: Type, text: str, of: str = "") -> str:
    """An answer of a type in words (`of`: the fact); one that cannot be read as such is given back."""
    if type.kind is Kind.YES_NO and text in ("yes", "no"):
        return say(teller.language, f"ask.{text}")
    if type.kind is Kind.NUMBER and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return teller.exact(Fraction(text) * type.unit.scale, type, of=of)
    try:
        if type.kind is Kind.DATE:
            return teller.exact(date.fromisoformat(text), type)
        if type.kind in (Kind.CHOICE, Kind.PLACE):
            return teller.exact(text, type)
    except (KeyError, ValueError):
        return text
    return text
