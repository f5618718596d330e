"""What people type, made into the text a case is written in: figures, days, letters of ordinary width."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from .words import Language

_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_GROUPED = {
    # How thousands are grouped: commas in English and Chinese, points in Vietnamese; spaces everywhere.
    Language.EN: re.compile(r"^-?\d{1,3}(,\d{3})+(\.\d+)?$"),
    Language.ZH: re.compile(r"^-?\d{1,3}(,\d{3})+(\.\d+)?$"),
    Language.VI: re.compile(r"^-?\d{1,3}(\.\d{3})+(,\d+)?$"),
}
_FIGURE = re.compile(r"-?\d+(\.\d+)?")
_CHINESE_MYRIADS = re.compile(r"^(-?\d+)(?:\.(\d+))?万元?$")
_DAY = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?$")
_YEAR = re.compile(r"^(\d{4})\s*年?$")


def typed_text(text: str, longest: int = 200) -> str:
    """Text of ordinary width (a full-width figure is a figure) without spaces around it, cut where it is longer than
    any answer.
    """
    return unicodedata.normalize("NFKC", text[:longest]).strip()


def typed_number(text: str, language: Language) -> str:
    """A figure as people write it in a language, as digits with a point: `600,000`, `600 000`, `60万`, `600.000`.

    Text that is no figure is left as it is, so that the case can name it.
    """
    bare = _SPACES.sub("", text)
    if language is Language.ZH and (myriads := _CHINESE_MYRIADS.match(bare)):
        decimals = myriads[2] or ""
        return f"{myriads[1]}{decimals[:4]:0<4}" + (f".{decimals[4:]}" if decimals[4:] else "")
    if _GROUPED[language].match(bare):
        bare = bare.replace(".", "").replace(",", ".") if language is Language.VI else bare.replace(",", "")
    elif language is Language.VI and re.fullmatch(r"-?\d+,\d+", bare):
        bare = bare.replace(",", ".")
    return bare if _FIGURE.fullmatch(bare) else text


def typed_day(text: str) -> str:
    """A day written year first, as it stands in a case.

    `2019-6-3`, `2019/6/3` and `2019年6月3日` become `2019-06-03`; a month or year alone `2019-06` or `2019`.

    Text that is no such day is left as it is, so that the case can name it.
    """
    if year := _YEAR.match(text):
        return year[1]
    found = _DAY.match(text)
    if found is None:
        return text
    try:
        written = date(int(found[1]), int(found[2]), int(found[3] or 1)).isoformat()
    except ValueError:
        return text
    return written if found[3] else written[:7]
