"""The form of a scenario's file, key by key: what its reader checks and the documentation is made from."""

from __future__ import annotations

from typing import Final

from sojourn.policy import Anything, Key, Lexeme, Many, Named, Shape, Word

LANGUAGES: Final = ("en", "zh", "vi")
_TEXT: Final = Word(Lexeme.TEXT)
SPOKEN: Final = Shape(
    "text",
    "A text in English, Chinese and Vietnamese.",
    tuple(
        Key(language, _TEXT, f"The text in {name}.", required=True)
        for language, name in (("en", "English"), ("zh", "Chinese"), ("vi", "Vietnamese"))
    ),
)
MODEL: Final = Shape(
    "parameter",
    "How a parameter of the model is otherwise.",
    (
        Key("times", _TEXT, "So many times as great: 0.5 halves it."),
        Key("set", _TEXT, "This much, whatever it was."),
    ),
    one_of=(("times", "set"),),
)
_ACTING: Final = Word(choices=("fixed", "reacts"))
AUTHORITIES: Final = Shape(
    "authorities",
    "Whether the authorities keep to what they do, or answer to what they see.",
    (
        Key("centre", _ACTING, "The centre: term, sectors and further cities, by the leakage that it observes."),
        Key("local", _ACTING, "The local office: inspection, grades, app and liability of firms, by the same."),
    ),
)
SCENARIO: Final = Shape(
    "scenario",
    "A scenario: what if a programme, or what people meet, were otherwise.",
    (
        Key("key", Word(Lexeme.NAME), "Its name; left out: that of its file."),
        Key("label", SPOKEN, "What it is called, in three languages.", required=True),
        Key("question", SPOKEN, "What it asks, in three languages.", required=True),
        Key("source", Many(Word(Lexeme.SOURCE), alone=True), "The ids of the programme's sources that it rests on."),
        Key("assumed", SPOKEN, "What of it no source says, and why it is taken so."),
        Key("from", Word(Lexeme.DATE), "The day from which all of it holds; left out: always."),
        Key("layer", Word(choices=("paper", "practice")), "Whether rules hold as written or as handled (the default)."),
        Key("programme", Anything(), "Entries in the programme's own language, in place of those of that name."),
        Key("assume", Named(Lexeme.NAME, _TEXT), "Assumptions of the programme settled otherwise."),
        Key("settle", Named(Lexeme.NAME, Word(Lexeme.DATE)), "Days of change that the sources leave open."),
        Key("model", Named(Lexeme.NAME, MODEL), "Parameters of the model."),
        Key("authorities", AUTHORITIES, "Whether the centre and the local office are fixed or react."),
    ),
)
