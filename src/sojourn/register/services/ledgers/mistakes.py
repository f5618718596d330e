"""What in a sound ledger does not fit into the register: each mistake, with table and row, before anything is done."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from stdnum.cn import uscc

from sojourn.ledger import TABLES, ColumnKind
from sojourn.policy import Catalogue, Language

from ... import programme
from ...vocabulary import DecisionKind, DocumentKind
from .matching import DECISION_IN, Line

WORDS: Final = Catalogue(Path(__file__).parent / "words")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: `row` counts from 1 in the order of the file; `rows` is how many have the same."""

    code: str
    table: str
    row: int
    rows: int
    slots: tuple[tuple[str, str], ...] = ()

    def text(self, language: Language) -> str:
        """The sentence, with where it is."""
        sentence = WORDS.say(language, self.code, **dict(self.slots))
        where = "where.among" if self.rows > 1 else "where.here"
        slots = {"table": self.table, "row": str(self.row), "sentence": sentence}
        if self.rows > 1:
            slots["rows"] = str(self.rows)
        return WORDS.say(language, where, **slots)


class LedgerUnfit(Exception):
    """A ledger that the register cannot hold: every mistake found. Nothing was done."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(self.told(Language.EN))

    def told(self, language: Language) -> str:
        """Every sentence, one a line."""
        return "\n".join(mistake.text(language) for mistake in self.mistakes)


#: What nobody can make up: who somebody is.
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {"person_details": ("name", "birth_date")}

#: How long a personal text may be; of others, the register keeps what it has room for, and the ledger's word beside.
LONGEST: Final[Mapping[tuple[str, str], int]] = {
    ("person_details", "name"): 120,
    ("person_details", "address"): 200,
    ("person_details", "phone"): 40,
    ("documents", "number"): 20,
}

#: The days that a register keeps.
FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)

#: Acts whose end nobody can make up.
NEED_AN_END: Final = frozenset({DecisionKind.BAN, DecisionKind.DETENTION})

#: Columns whose words stand in the programme, and in which part of it.
NAMED: Final[Mapping[tuple[str, str], str]] = {
    ("employers", "sector"): "sector",
    ("sites", "sector"): "sector",
    ("offices", "authority"): "authority",
    ("decisions", "authority"): "authority",
    ("inspections", "authority"): "authority",
    ("ratings", "grade"): "grade",
    ("persons", "nationality"): "nationality",
    ("persons", "home_province"): "province",
    ("applications", "route"): "route",
    ("permits", "kind"): "route",
    ("violations", "conduct"): "conduct",
    ("documents", "kind"): "document",
    ("crossings", "document_kind"): "document",
    ("stays", "document_kind"): "document",
    ("places", "id"): "place",
}

#: What can only stand once.
ONCE: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "employers": (("credit_code",),),
    "agencies": (("credit_code",),),
    "documents": (("kind", "number"),),
    "person_details": (("person_id",),),
    "findings": (("content_hash",),),
}


def impossible(table: str, rows: Any) -> Iterator[Mistake]:
    """Days and texts of an Arrow table that no register can hold."""
    for column in TABLES[table].columns:
        values = rows.column(column.name)
        match column.kind:
            case ColumnKind.DAY:
                wrong = pc.or_(pc.less(values, FIRST_DAY), pc.greater(values, LAST_DAY))
                yield from _first(table, "day_impossible", values, wrong)
            case ColumnKind.INSTANT:
                days = values.cast(pa.date32())
                wrong = pc.or_(pc.less_equal(days, FIRST_DAY), pc.greater_equal(days, LAST_DAY))
                yield from _first(table, "day_impossible", values, wrong)
            case ColumnKind.WHOLE if column.unit == "year":
                yield from _first(table, "year_impossible", values, pc.greater(values, LAST_DAY.year))
            case ColumnKind.TEXT | ColumnKind.ID | ColumnKind.REFERENCE:
                yield from _first(table, "text_nul", values, pc.match_substring(values, "\0"), column=column.name)
                longest = LONGEST.get((table, column.name))
                if longest is not None:
                    wrong = pc.greater(pc.utf8_length(values), longest)
                    slots = {"column": column.name, "longest": str(longest)}
                    yield from _first(table, "text_too_long", values, wrong, **slots)


def _first(table: str, code: str, values: Any, wrong: Any, **slots: str) -> Iterator[Mistake]:
    rows = pc.sum(wrong).as_py()
    if rows:
        row = pc.index(wrong, value=True).as_py()
        told = slots or {"value": str(values[row])}
        yield Mistake(code, table, row + 1, rows, tuple(told.items()))


def mistakes_in(rows: Mapping[str, list[Line]]) -> tuple[Mistake, ...]:
    """Everything in these tables that the register cannot hold, or the programme does not know."""
    return tuple(_collected(rows))


def _collected(rows: Mapping[str, list[Line]]) -> Iterator[Mistake]:
    for table, columns in NEEDED.items():
        for column in columns:
            yield from _where(rows, table, "column_needed", partial(_is_empty, column), column=column)
    known = _known()
    for (table, column), what in NAMED.items():
        words = known[what]
        wrong = partial(_is_unknown, column, words)
        yield from _where(rows, table, f"{what}_unknown", wrong, value=column)
    for table in ("employers", "agencies"):
        wrong = partial(_is_no_code, "credit_code")
        yield from _where(rows, table, "credit_code", wrong, value="credit_code")
    for table, groups in ONCE.items():
        for columns in groups:
            yield from _twice(rows.get(table, []), table, columns)
    yield from _where(rows, "persons", "weight", lambda row: row["weight"] != 1, value="weight")
    yield from _where(rows, "findings", "facts_unreadable", lambda row: not _is_facts(row["facts"]))
    yield from _where(rows, "decisions", "decision_endless", _is_endless)


def _is_endless(row: Line) -> bool:
    kind = DECISION_IN.get((str(row["kind"]), str(row["outcome"])))
    return kind in NEED_AN_END and row["ends_on"] is None


def _is_facts(text: object) -> bool:
    """Whether a text is an object of JSON, of values that a database keeps."""
    if not text:
        return True
    try:
        return "\\u0000" not in str(text) and isinstance(json.loads(str(text), parse_constant=_no_number), dict)
    except ValueError:
        return False


def _no_number(text: str) -> float:
    raise ValueError(text)


def _is_empty(column: str, row: Line) -> bool:
    return row[column] is None


def _is_unknown(column: str, words: frozenset[str], row: Line) -> bool:
    return row[column] is not None and row[column] not in words


def _is_no_code(column: str, row: Line) -> bool:
    return row[column] is not None and not uscc.is_valid(row[column])


def _where(
    rows: Mapping[str, list[Line]], table: str, code: str, wrong: Callable[[Line], object], **slots: str
) -> Iterator[Mistake]:
    """The first row that is wrong, and how many are; a slot `value` names the column whose value is told."""
    found = [number for number, row in enumerate(rows.get(table, []), 1) if wrong(row)]
    if found:
        first = rows[table][found[0] - 1]
        told = {name: str(first[column]) if name == "value" else column for name, column in slots.items()}
        yield Mistake(code, table, found[0], len(found), tuple(told.items()))


def _twice(rows: list[Line], table: str, columns: tuple[str, ...]) -> Iterator[Mistake]:
    seen: set[tuple[object, ...]] = set()
    found: list[tuple[int, tuple[object, ...]]] = []
    for number, row in enumerate(rows, 1):
        values = tuple(row[column] for column in columns)
        if None in values:
            continue
        if values in seen:
            found.append((number, values))
        seen.add(values)
    if found:
        number, values = found[0]
        slots = (("columns", ", ".join(columns)), ("values", ", ".join(map(str, values))))
        yield Mistake("twice", table, number, len(found), slots)


def _known() -> dict[str, frozenset[str]]:
    loaded, bound = programme.programme(), programme.bound()
    return {
        "place": frozenset(loaded.places),
        "sector": frozenset(programme.options(bound.sector)),
        "grade": frozenset(programme.options(bound.grade)),
        "province": frozenset(programme.options(bound.province)),
        "nationality": frozenset(programme.options(bound.nationality)),
        "authority": frozenset(loaded.authorities),
        "route": frozenset(loaded.routes),
        "conduct": frozenset(loaded.conduct),
        "document": frozenset(kind.value for kind in DocumentKind),
    }
