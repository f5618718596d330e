"""What people type into a box, made into the text a case is written in: figures, days, digits of any width."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from sojourn.policy import Language

_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_GROUPED = {
    # How thousands are grouped: commas in English and Chinese, points in Vietnamese; spaces everywhere.
    Language.EN: re.compile(r"^-?\d{1,3}(,\d{3})+(\.\d+)?$"),
    Language.ZH: re.compile(r"^-?\d{1,3}(,\d{3})+(\.\d+)?$"),
    Language.VI: re.compile(r"^-?\d{1,3}(\.\d{3})+(,\d+)?$"),
}
_CHINESE_MYRIADS = re.compile(r"^(-?\d+(?:\.\d+)?)万元?$")


def plain_text(text: str | None, longest: int) -> str:
    """Text of ordinary width without spaces around it, cut where it is longer than any answer."""
    return unicodedata.normalize("NFKC", (text or "")[:longest]).strip()


def number_text(text: str, language: Language) -> str:
    """A figure as people write it in a language, as plain digits with a point: `600,000`, `600 000`, `60万`, `600.000`.

    Text that is no figure is left as it is, so that the case can name it.
    """
    bare = _SPACES.sub("", text)
    if language is Language.ZH and (myriads := _CHINESE_MYRIADS.match(bare)):
        figure, _, decimals = myriads[1].partition(".")
        return f"{figure}{decimals[:4]:0<4}" + (f".{decimals[4:]}" if decimals[4:] else "")
    if _GROUPED[language].match(bare):
        bare = bare.replace(".", "").replace(",", ".") if language is Language.VI else bare.replace(",", "")
    elif language is Language.VI and re.fullmatch(r"-?\d+,\d+", bare):
        bare = bare.replace(",", ".")
    return bare if re.fullmatch(r"-?\d+(\.\d+)?", bare) else text


def date_text(year: str, month: str, day: str) -> str:
    """A day from its three parts, as `2019-06-03`; empty where all are; as typed where they make no day."""
    if not (year or month or day):
        return ""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return "-".join((year or "?", month or "?", day or "?"))


def date_parts(text: str) -> tuple[str, str, str]:
    """The year, month and day of a day as `date_text` wrote it, for showing them again."""
    parts = [*text.split("-", 2), "", "", ""]
    year, month, day = ("" if part == "?" else part.lstrip("0") or part for part in parts[:3])
    return year, month, day
