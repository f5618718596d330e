"""A file of ten thousand crossings, or fewer, of which 37 lines are bad, each in another way."""

from __future__ import annotations

from functools import cache

from sojourn.policy import Language
from sojourn.register import WORDS
from tests.register.city import City
from tests.register.test_crossing_files import BAD, as_csv, good

LINES = 10_000


def a_file(city: City, lines: int = LINES) -> tuple[bytes, list[tuple[int, str, str]]]:
    """The file, and of each bad line its number, the field it is about and why. It stands in June 2019."""
    apart = lines // 37
    rows = list(good([city.person() for _ in range(50)], lines - 37))
    first = rows[0]
    for place in range(37):
        rows.insert(apart * place, {**first, **BAD[place % len(BAD)][0]})
    wrong = [(apart * place + 2, *BAD[place % len(BAD)][1:]) for place in range(37)]
    return as_csv(rows).getvalue(), wrong


@cache
def opening(language: Language, code: str) -> str:
    """How the reason for a bad line begins in a language, up to what was found."""
    return WORDS.template(language, f"line.{code}").forms["many"].partition("{")[0]
