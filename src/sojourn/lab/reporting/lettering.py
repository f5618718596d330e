"""How wide a text is when it is drawn, and where it is broken into lines: SVG breaks none by itself.

Letters are taken as wide as in DejaVu Sans and Verdana, the widest faces that a page is likely to be shown in; in a
narrower one the lines end earlier, and nothing is cut off.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

#: The size of the letters of a panel; that of what stands along its axes.
SIZE: Final = 12.0
SMALL: Final = 11.0
#: How much wider letters are when they are bold.
_BOLD: Final = 1.15
#: By how much lines may grow while it is sought at what width they come out about equally long.
_STEP: Final = 6.0

_THIN: Final = frozenset("iljI.,:;'|! ")
_SLIM: Final = frozenset("ftr()[]-/")
_BROAD: Final = frozenset("mwMW%@")


def wide(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """How wide a text in letters of a size is, in the units of the panel."""
    return sum(map(_width, text)) * size * (_BOLD if bold else 1.0)


def broken(text: str, most: float, size: float = SIZE, *, bold: bool = False) -> list[str]:
    """A text in as few lines as are no wider than `most`, about equally long.

    It is broken at spaces and between Chinese letters, and within a word only where that is wider than a line.
    """

    def measure(each: str) -> float:
        return wide(each, size, bold=bold)

    def filled(room: float) -> list[str]:
        lines, line = [], ""
        for piece in pieces:
            while measure((line + piece).rstrip()) > room:
                if not line:
                    cut = max(1, next(at for at in range(len(piece), -1, -1) if measure(piece[:at]) <= room))
                    line, piece = piece[:cut], piece[cut:]
                lines.append(line.rstrip())
                line = ""
            line += piece
        return [*lines, line.rstrip()] if line.strip() or not lines else lines

    pieces = list(_pieces(text.strip()))
    lines = filled(most)
    room = max(measure(text) / len(lines), *(measure(piece) for piece in pieces), 0.0)
    while len(lines) > 1 and room < most:
        evened = filled(room)
        if len(evened) == len(lines):
            return evened
        room += _STEP
    return lines


@cache
def _width(letter: str) -> float:
    """How wide a letter is, where 1 is the size of the letters; marks over and under a letter take no room."""
    letter = unicodedata.normalize("NFD", letter)[0]
    if unicodedata.combining(letter):
        return 0.0
    if letter in _THIN:
        return 0.32
    if letter in _SLIM:
        return 0.41
    if letter in _BROAD or unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter.isalnum():
        return 0.79 if letter.isupper() else 0.64
    # What is half as wide in one face (arrows, dashes, quotes) is as wide as a Chinese letter in another.
    return 1.0 if unicodedata.east_asian_width(letter) == "A" else 0.84


def _pieces(text: str) -> Iterator[str]:
    """What a text may be broken between, each with the spaces after it."""
    start = 0
    for at in range(1, len(text)):
        if _parts(text[at - 1], text[at]):
            yield text[start:at]
            start = at
    yield text[start:]


def _parts(before: str, after: str) -> bool:
    """Whether a line may end between two letters; none begins with a mark that closes, or ends with one that opens."""
    if before.isspace() or after.isspace():
        return not after.isspace()
    opens, closes = unicodedata.category(before) in ("Ps", "Pi"), unicodedata.category(after) in ("Pe", "Pf", "Po")
    return any(unicodedata.east_asian_width(each) in "WF" for each in (before, after)) and not opens and not closes
