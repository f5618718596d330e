"""calendar.yaml: which days are working days."""

from __future__ import annotations

from ..forms import Key, Lexeme, Many, Shape, Word
from .words import SOURCE

CALENDAR_YEAR = Shape(
    "calendar_year",
    "The public holidays of a year as they were announced.",
    (
        Key("year", Word(Lexeme.WHOLE), "The year.", required=True),
        Key("off", Many(Word(Lexeme.DATE), least=0), "Days off that would be working days.", required=True),
        Key("working", Many(Word(Lexeme.DATE), least=0), "Weekend days that are worked instead.", required=True),
    ),
)
CALENDAR = Shape(
    "calendar",
    "calendar.yaml: which days are working days, for time limits counted in them.",
    (SOURCE, Key("years", Many(CALENDAR_YEAR), "Year by year.", required=True)),
)
