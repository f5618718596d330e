"""Forms: what may stand where in a programme file, and checking a document against them.

A form is declared once (see `shapes`); the reader's checks, the JSON Schema and the reference are all made from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from operator import is_

from ..problems import Problems, nearest
from ..types import known_units, unit_named
from .document import RawMapping, RawNode, RawScalar, RawSequence


class Lexeme(StrEnum):
    """What a piece of text is."""

    TEXT = "text"
    NAME = "name"
    DOTTED = "dotted"
    EXPRESSION = "expression"
    VALUE = "value"
    DAY = "day"
    DATE = "date"
    WHOLE = "whole"
    YES_NO = "yes_no"
    YES = "yes"
    UNIT = "unit"
    SOURCE = "source"
    CASE = "case"
    ADDRESS = "address"


NAME = re.compile(r"^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$")
DOTTED = re.compile(r"^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*$")
SOURCE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_\-]*(?:\.[A-Za-z0-9_\-]+)*$")
CASE = re.compile(r"^[A-Za-z][A-Za-z0-9_\-]*$")
FULL_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
DAY = re.compile(r"^\d{4}(?:-\d{2}(?:-\d{2})?)?$")
MOST_TEXT = 2_000
MOST_EXPRESSION = 500


def is_date(text: str) -> bool:
    """Whether the text is a day of the calendar, `2019-05-15`."""
    try:
        return bool(FULL_DATE.match(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def is_day(text: str) -> bool:
    """Whether the text is a day, month or year of the calendar."""
    return bool(DAY.match(text)) and is_date((text + "-01-01")[:10])


_HOLDS: dict[Lexeme, Callable[[str], object]] = {
    Lexeme.TEXT: lambda text: len(text) <= MOST_TEXT,
    Lexeme.EXPRESSION: lambda text: len(text) <= MOST_EXPRESSION,
    Lexeme.VALUE: lambda text: len(text) <= MOST_EXPRESSION,
    Lexeme.NAME: NAME.match,
    Lexeme.DOTTED: DOTTED.match,
    Lexeme.DAY: lambda text: is_day(text) or bool(NAME.match(text)),
    Lexeme.DATE: is_date,
    Lexeme.WHOLE: lambda text: text.isascii() and text.isdigit() and len(text) <= 9,
    Lexeme.YES_NO: lambda text: text in ("yes", "no", "true", "false"),
    Lexeme.YES: lambda text: text in ("yes", "true"),
    Lexeme.UNIT: lambda text: unit_named(text) is not None,
    Lexeme.SOURCE: SOURCE.match,
    Lexeme.CASE: CASE.match,
    Lexeme.ADDRESS: lambda text: text.startswith(("https://", "http://")) and len(text) <= MOST_TEXT,
}


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of text of one kind; `choices` are the only ones allowed, where there are some."""

    lexeme: Lexeme = Lexeme.TEXT
    choices: tuple[str, ...] = ()
    holds: Callable[[str], object] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        choices = frozenset(self.choices)
        object.__setattr__(self, "holds", choices.__contains__ if choices else _HOLDS[self.lexeme])


@dataclass(frozen=True, slots=True)
class Many:
    """A list; `alone`: a single item may stand without brackets. `least` is the fewest items."""

    item: Form
    alone: bool = False
    least: int = 1


@dataclass(frozen=True, slots=True)
class Named:
    """A mapping from names that the writer chooses to things of one form."""

    name: Lexeme
    item: Form


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a shape: its form, what it says (one sentence), and whether it must be there."""

    name: str
    form: Form
    says: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A mapping with declared keys.

    Of each group in `one_of` exactly one key must be given, of each in `at_most_one` at most one. `rest` is the form of
    further keys that only the reader can check (the keys of a parameter's rows).
    """

    name: str
    says: str
    keys: tuple[Key, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    at_most_one: tuple[tuple[str, ...], ...] = ()
    rest: Form | None = None
    by_name: dict[str, Key] = field(init=False, compare=False, repr=False)
    required: frozenset[str] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {key.name: key for key in self.keys})
        object.__setattr__(self, "required", frozenset(key.name for key in self.keys if key.required))


@dataclass(frozen=True, slots=True)
class Either:
    """One of several forms, told apart by being text, a list or a mapping."""

    forms: tuple[Form, ...]
    chosen: dict[type[RawNode], Form] = field(default_factory=dict, init=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Ref:
    """The shape of that name, declared elsewhere: for shapes that hold themselves."""

    name: str
    find: Callable[[], Shape]


@dataclass(frozen=True, slots=True)
class Anything:
    """Whatever is written; checked when it is used."""


Form = Word | Many | Named | Shape | Either | Ref | Anything


def check(form: Form, node: RawNode, problems: Problems, at: str) -> RawNode | None:
    """The node without the parts that do not fit the form, each of which is noted; None where nothing is left.

    `at` names the key or thing looked at, for the sentences.
    """
    kind = type(form)
    if kind is Word:
        if _fits(form, node):
            return node
        _refuse_word(form, node, problems, at)  # type: ignore[arg-type]
        return None
    if kind is Shape:
        return _check_shape(form, node, problems, at)  # type: ignore[arg-type]
    if kind is Many:
        return _check_many(form, node, problems, at)  # type: ignore[arg-type]
    if kind is Either:
        return _check_either(form, node, problems, at)  # type: ignore[arg-type]
    if kind is Named:
        return _check_named(form, node, problems, at)  # type: ignore[arg-type]
    if kind is Ref:
        return _check_shape(form.find(), node, problems, at)  # type: ignore[union-attr]
    return node


_WRONG_KIND = {
    "form_not_text": "'{at}' must be a single piece of text or a single value here, not a list or mapping.",
    "form_not_list": "'{at}' must be a list here: [one, another], or one item a line with '- ' before it.",
    "form_not_mapping": "'{at}' must have keys of its own here, written 'key: value'.",
    "form_is_text": "'{at}' cannot be a plain text here; it takes a list or keys of its own.",
}


def _wrong_kind(node: RawNode, problems: Problems, at: str, code: str) -> None:
    problems.add(node.where, code, _WRONG_KIND[code], at=at)


def _fits(form: Form, node: RawNode) -> bool:
    """Whether nothing about a node needs a closer look, as with nearly all texts; False where it has parts."""
    kind = type(form)
    if kind is Word:
        return isinstance(node, RawScalar) and _holds(form, node[0])  # type: ignore[arg-type]
    if kind is Either:
        chosen = form.chosen.get(type(node))  # type: ignore[union-attr]
        return chosen is not None and _fits(chosen, node)
    return kind is Anything


def _holds(form: Word, text: str) -> bool:
    return bool(form.holds(text) and text and not text.isspace())


def _refuse_word(form: Word, node: RawNode, problems: Problems, at: str) -> None:
    if not isinstance(node, RawScalar):
        _wrong_kind(node, problems, at, "form_not_text")
        return
    text = node.text
    if not text.strip():
        problems.add(node.where, "form_empty", "'{at}' says nothing; write its value or take the key out.", at=at)
    elif form.choices:
        _not_a_choice(form, node, problems, at)
    else:
        code, sentence = _WRONG[form.lexeme]
        slots: dict[str, object] = {"at": at, "given": _short(text)}
        if form.lexeme is Lexeme.UNIT:
            slots["units"] = ", ".join(known_units())
        problems.add(node.where, code, sentence, **slots)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _not_a_choice(form: Word, node: RawScalar, problems: Problems, at: str) -> None:
    near = nearest(node.text, form.choices)
    allowed = ", ".join(form.choices)
    if near:
        problems.add(
            node.where,
            "form_choice_near",
            "'{given}' cannot stand under '{at}'; did you mean '{near}'? Allowed are: {allowed}.",
            given=_short(node.text),
            at=at,
            near=near,
            allowed=allowed,
        )
    else:
        problems.add(
            node.where,
            "form_choice",
            "'{given}' cannot stand under '{at}'; allowed are: {allowed}.",
            given=_short(node.text),
            at=at,
            allowed=allowed,
        )


_WRONG: dict[Lexeme, tuple[str, str]] = {
    Lexeme.TEXT: ("form_too_long", "The text under '{at}' is too long ('{given}'); one sentence is enough."),
    Lexeme.EXPRESSION: (
        "form_expression_long",
        "The expression under '{at}' is too long ('{given}'); make a rule of a part of it and name that.",
    ),
    Lexeme.VALUE: ("form_too_long", "The text under '{at}' is too long ('{given}'); one sentence is enough."),
    Lexeme.NAME: (
        "form_name",
        "'{given}' under '{at}' is not a name; names are lower-case words joined by '_', such as permit_term.",
    ),
    Lexeme.DOTTED: (
        "form_dotted",
        "'{given}' under '{at}' is not a name; write a role, a dot and lower-case words joined by '_', such as "
        "applicant.age.",
    ),
    Lexeme.DAY: (
        "form_day",
        "'{given}' under '{at}' is no day; write 2019-05-15, 2019-05 or 2019, or the name of a boundary.",
    ),
    Lexeme.DATE: ("form_date", "'{given}' under '{at}' is no day of the calendar; write it as 2019-05-15."),
    Lexeme.WHOLE: ("form_whole", "'{given}' under '{at}' is not a whole number; write figures only, such as 40."),
    Lexeme.YES_NO: ("form_yes_no", "'{given}' under '{at}' is neither yes nor no; write one of the two."),
    Lexeme.YES: ("form_yes", "'{given}' under '{at}' cannot be; write yes, or take the key out."),
    Lexeme.UNIT: ("form_unit", "'{given}' under '{at}' is no unit; there are {units} and quotients such as CNY/month."),
    Lexeme.SOURCE: (
        "form_source",
        "'{given}' under '{at}' is no source id; ids are words joined by dots, such as gx.permit.paper.",
    ),
    Lexeme.CASE: ("form_case", "'{given}' is no key for a case; write letters and figures, such as G01."),
    Lexeme.ADDRESS: (
        "form_address",
        "'{given}' under '{at}' is no web address; it must begin with https:// or http://.",
    ),
}


def _check_shape(shape: Shape, node: RawNode, problems: Problems, at: str) -> RawNode | None:
    if not isinstance(node, RawMapping):
        _wrong_kind(node, problems, at, "form_not_mapping")
        return None
    declared = shape.by_name
    values = node.values
    kept: dict[str, RawNode] | None = None
    for name, value in values.items():
        key = declared.get(name)
        if key is not None:
            if _fits(key.form, value):
                continue
            good = check(key.form, value, problems, name)
        elif shape.rest is not None:
            good = check(shape.rest, value, problems, name)
        else:
            _unknown_key(shape, name, node, problems, at)
            good = None
        if good is not value:
            if kept is None:
                kept = dict(values)
            if good is None:
                del kept[name]
            else:
                kept[name] = good
    if not shape.required <= values.keys():
        for key in shape.keys:
            if not key.required or key.name in values:
                continue
            problems.add(
                node.where,
                "form_key_missing",
                "'{at}' lacks the key '{key}': {says}",
                at=at,
                key=key.name,
                says=key.says,
            )
    for group in shape.one_of:
        _check_group(group, node, problems, at, needed=True)
    for group in shape.at_most_one:
        _check_group(group, node, problems, at, needed=False)
    return node if kept is None else node._replace(values=kept)


def _check_group(group: tuple[str, ...], node: RawMapping, problems: Problems, at: str, *, needed: bool) -> None:
    if sum(map(node.values.__contains__, group)) == 1:
        return
    given = [name for name in group if name in node.values]
    if len(given) > 1:
        problems.add(
            node.where_of(given[1]),
            "form_one_only",
            "'{first}' and '{second}' cannot stand together under '{at}'; keep one of them.",
            first=given[0],
            second=given[1],
            at=at,
        )
    elif not given and needed:
        problems.add(
            node.where,
            "form_one_missing",
            "'{at}' needs one of these keys: {keys}.",
            at=at,
            keys=", ".join(group),
        )


def _unknown_key(shape: Shape, name: str, node: RawMapping, problems: Problems, at: str) -> None:
    names = [key.name for key in shape.keys]
    near = nearest(name, names)
    value = node.values[name]
    if not near and isinstance(value, RawScalar) and value.empty and not NAME.match(name):
        problems.add(
            node.where_of(name),
            "form_comma",
            "'{key}' stands here as a key; a text that holds a comma must be put in quotation marks within {{ }}.",
            key=_short(name),
        )
        return
    if near:
        problems.add(
            node.where_of(name),
            "form_key_near",
            "'{at}' has no key '{key}'; did you mean '{near}'?",
            at=at,
            key=name,
            near=near,
        )
    else:
        problems.add(
            node.where_of(name),
            "form_key_unknown",
            "'{at}' has no key '{key}'; it may have: {keys}.",
            at=at,
            key=name,
            keys=", ".join(names),
        )


def _check_many(form: Many, node: RawNode, problems: Problems, at: str) -> RawNode | None:
    if not isinstance(node, RawSequence):
        if not form.alone:
            _wrong_kind(node, problems, at, "form_not_list")
            return None
        item = check(form.item, node, problems, at)
        return None if item is None else RawSequence((item,), node.file, node.line, node.column)
    if len(node.items) < form.least:
        problems.add(
            node.where, "form_list_empty", "The list under '{at}' is empty; fill it or take the key out.", at=at
        )
        return None
    items = node.items
    of = form.item
    kept = [item if _fits(of, item) else check(of, item, problems, at) for item in items]
    if all(map(is_, kept, items)):
        return node
    return node._replace(items=tuple(item for item in kept if item is not None))


def _check_named(form: Named, node: RawNode, problems: Problems, at: str) -> RawNode | None:
    if not isinstance(node, RawMapping):
        _wrong_kind(node, problems, at, "form_not_mapping")
        return None
    holds, of = _HOLDS[form.name], form.item
    kept: dict[str, RawNode] = {}
    same = True
    for name, value in node.values.items():
        if not holds(name):
            code, sentence = _WRONG[form.name]
            problems.add(node.where_of(name), code, sentence, at=at, given=_short(name))
            same = False
            continue
        good = value if _fits(of, value) else check(of, value, problems, name)
        same = same and good is value
        if good is not None:
            kept[name] = good
    return node if same else node._replace(values=kept)


def _check_either(form: Either, node: RawNode, problems: Problems, at: str) -> RawNode | None:
    kind = type(node)
    chosen = form.chosen.get(kind)
    if chosen is not None:
        return check(chosen, node, problems, at)
    for choice in form.forms:
        if accepts(choice, node):
            form.chosen[kind] = choice
            return check(choice, node, problems, at)
    wanted = {kind for choice in form.forms for kind in _kinds(choice)}
    if wanted == {"list", "mapping"}:
        _wrong_kind(node, problems, at, "form_is_text")
    elif isinstance(node, RawMapping):
        _wrong_kind(
            node, problems, at, "form_not_list" if "list" in wanted and "text" not in wanted else "form_not_text"
        )
    elif isinstance(node, RawSequence):
        _wrong_kind(node, problems, at, "form_not_mapping" if wanted == {"mapping"} else "form_not_text")
    else:
        _wrong_kind(node, problems, at, "form_not_mapping" if "mapping" in wanted else "form_not_list")
    return None


def accepts(form: Form, node: RawNode) -> bool:
    """Whether the node is at least of the right kind (text, list or mapping) for the form."""
    kinds = _kinds(form)
    if isinstance(node, RawScalar):
        return "text" in kinds
    return ("list" if isinstance(node, RawSequence) else "mapping") in kinds


def _kinds(form: Form) -> tuple[str, ...]:
    if isinstance(form, Word):
        return ("text",)
    if isinstance(form, Many):
        return ("list", *_kinds(form.item)) if form.alone else ("list",)
    if isinstance(form, (Named, Shape, Ref)):
        return ("mapping",)
    if isinstance(form, Either):
        return tuple(kind for choice in form.forms for kind in _kinds(choice))
    return ("text", "list", "mapping")
