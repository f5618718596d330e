"""sources.yaml, assumptions.yaml and catalogue.yaml: the bibliography, what it leaves open, and what of it is used."""

from __future__ import annotations

from ..forms import Anything, Key, Lexeme, Many, Named, Shape, Word
from .words import LABEL, NAME, NOTE, OPTIONS, SOURCE, TEXT, VALUE, YES_NO

WORK_KINDS = ("law", "regulation", "notice", "plan", "interview", "press", "statistics", "study", "web")
CONFIDENCES = ("high", "medium-high", "medium", "low-medium", "low", "unverified")

SEEN = Shape(
    "seen",
    "The time in which what it tells of practice was seen or told.",
    (
        Key("from", Word(Lexeme.DAY), "The first day, month or year.", required=True),
        Key("to", Word(Lexeme.DAY), "The last day, month or year.", required=True),
        Key("at", TEXT, "The part of the work that this goes for, as the locators of its sources begin."),
    ),
)

WORK = Shape(
    "work",
    "A book, law, notice or page that sources are found in.",
    (
        Key("kind", Word(choices=WORK_KINDS), "What sort of work it is.", required=True),
        Key("title", TEXT, "Its title in its own language.", required=True),
        Key("author", TEXT, "Who wrote or issued it."),
        Key("date", Word(Lexeme.TEXT), "When it was written or issued: a day, month, year or years."),
        Key("language", NAME, "Its language: zh, vi, en."),
        Key("english", TEXT, "Its title in English."),
        Key("described", YES_NO, "Whether the title is a description of ours, to be translated, and not its own."),
        Key("address", Many(Word(Lexeme.ADDRESS), alone=True), "Where it can be read."),
        Key("seen", Many(SEEN, alone=True), "When what it tells of practice was seen or told, perhaps part by part."),
        NOTE,
    ),
)

SOURCE_ENTRY = Shape(
    "source",
    "What a work says where, and how sure it is.",
    (
        Key("work", NAME, "The work, by its key under `works`.", required=True),
        Key("at", TEXT, "Where in it: article, chapter, page."),
        Key("confidence", Word(choices=CONFIDENCES), "How sure it is.", required=True),
        Key("seen", SEEN, "When this was seen or told, where it was not when the rest of the work was."),
        NOTE,
    ),
)

SOURCES_FILE = Shape(
    "sources",
    "sources.yaml: the bibliography, and what each work says where.",
    (
        Key("works", Named(Lexeme.NAME, WORK), "The bibliography."),
        Key("entries", Named(Lexeme.SOURCE, SOURCE_ENTRY), "What each work says where, by source id."),
    ),
)

ASSUMED = Shape(
    "assumption",
    "Something the sources leave open, how it is settled here, and how else it could be.",
    (
        LABEL,
        Key("because", TEXT, "Why it had to be settled.", required=True),
        Key("value", VALUE, "How it is settled here.", required=True),
        Key("alternatives", Many(VALUE, alone=True), "How else it could be.", required=True),
        Key("options", OPTIONS, "The options, where it is a choice."),
        SOURCE,
        NOTE,
    ),
)
ASSUMPTIONS_FILE = Named(Lexeme.NAME, ASSUMED)

CATALOGUE = Shape(
    "catalogue",
    "catalogue.yaml: which findings of the literature the programme covers, and where the others belong.",
    (
        Key(
            "ids",
            Named(Lexeme.SOURCE, Anything()),
            "The findings by source id: their kind, and where they belong otherwise.",
        ),
        Key("cases_left", Anything(), "Cases that belong elsewhere."),
    ),
    rest=Anything(),
)
