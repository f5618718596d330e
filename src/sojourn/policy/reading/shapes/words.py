"""The texts, days and keys that the shapes of every file are made of."""

from __future__ import annotations

from dataclasses import replace

from ...model import Law
from ...model import Word as PracticeWord
from ..forms import Either, Key, Lexeme, Many, Named, Shape, Word

TEXT = Word(Lexeme.TEXT)
NAME = Word(Lexeme.NAME)
DOTTED = Word(Lexeme.DOTTED)
EXPRESSION = Word(Lexeme.EXPRESSION)
VALUE = Word(Lexeme.VALUE)
DATE = Word(Lexeme.DATE)
WHOLE = Word(Lexeme.WHOLE)
YES_NO = Word(Lexeme.YES_NO)
YES = Word(Lexeme.YES)
UNIT = Word(Lexeme.UNIT)
SOURCES = Many(Word(Lexeme.SOURCE), alone=True)
NAMES = Many(NAME, alone=True)
OPTIONS = Named(Lexeme.NAME, TEXT)
LAW = Word(choices=tuple(law.value for law in Law))
SCALE = Word(choices=tuple(word.value for word in PracticeWord))

LABEL = Key("label", TEXT, "A short English name or sentence.", required=True)
MAYBE_LABEL = Key("label", TEXT, "What it is called in the reasons; without it, it is told in words.")
NOTE = Key("note", TEXT, "One English sentence of remark.")
SOURCE = Key("source", SOURCES, "The ids of the sources that say so.")
ASSUMPTION = Key("assumption", NAME, "The assumption it rests on where no source says it.")
KEY = Key("key", NAME, "Its name.", required=True)
GIVEN_KEY = Key("key", NAME, "The name it is spoken of by; without it, the rule or fact it consists of, or its number.")
LAW_OF = Key("law_of", LAW, "Which day's law it goes by.")
ORDERED = Key("ordered", YES_NO, "Whether the options stand in order, from lowest to highest.")

#: The two ends of a day that is not known.
SPAN_ENDS = (
    Key("after", Word(Lexeme.DAY), "The old still held through this day, month or year."),
    Key("by", Word(Lexeme.DAY), "The new held from the first day of this day, month or year."),
)
SPAN = Shape(
    "span",
    "Some day after one day or month and not later than the first day of another.",
    tuple(replace(key, required=True) for key in SPAN_ENDS),
)
DAY = Either((Word(Lexeme.DAY), SPAN))
FROM = Key("from", DAY, "The day from which it holds; left out: since before anything described here.")

#: When a part of a route holds, where that is not as long as the route.
WHILE = (
    Key("from", DAY, "The day from which it holds; left out: as long as the route exists."),
    Key("to", DAY, "The first day on which it no longer holds; left out: it has not ended."),
)
