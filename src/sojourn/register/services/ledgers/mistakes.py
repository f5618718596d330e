"""What in a sound ledger does not fit into the register: each mistake, with table and row, before anything is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from stdnum.cn import uscc

from sojourn.ledger import ChargeKind as LedgerCharge
from sojourn.ledger import Subject
from sojourn.policy import Catalogue, Language

from ... import programme
from ...vocabulary import DecisionKind, DocumentKind
from .matching import CHARGE_IN, DECISION_IN, Row

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


#: What the register needs of a row though a ledger may leave it empty.
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "documents": ("begins_on", "ends_on"),
    "jobs": ("site_id",),
    "applications": ("employer_id",),
    "permits": ("employer_id", "site_id", "area_id", "application_id", "ends_on", "issued_on"),
    "crossings": ("document_id", "post"),
    "absences": ("permit_id",),
    "check_ins": ("site_id",),
    "violations": ("found_on",),
    "complaints": ("person_id", "received_by_id"),
    "person_details": ("name", "birth_date"),
    "employers": ("place_id", "sector", "registered_on"),
    "agencies": ("place_id", "registered_on"),
    "offices": ("place_id", "kind"),
    "persons": ("nationality",),
    "insurance": ("employer_id",),
}

#: Columns whose words stand in the programme, and in which part of it.
NAMED: Final[Mapping[tuple[str, str], str]] = {
    ("employers", "sector"): "sector",
    ("sites", "sector"): "sector",
    ("offices", "authority"): "authority",
    ("decisions", "authority"): "authority",
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
    "permits": (("application_id",), ("number",)),
    "check_ins": (("person_id", "site_id", "at"),),
    "tickets": (("office_id", "day", "number"),),
    "person_details": (("person_id",),),
    "stays": (("crossing_in_id",), ("crossing_out_id",)),
    "appeals": (("decision_id",), ("outcome_decision_id",)),
    "ratings": (("decision_id",),),
    "qualifications": (("decision_id",),),
    "decisions": (("supersedes_id",),),
    "settlements": (("decision_id",), ("suspension_id", "permit_id"), ("suspension_id", "application_id")),
    "findings": (("content_hash",),),
    "charges": (("receipt",),),
}

_ADVERSE: Final = frozenset(kind for kind in DecisionKind if kind.adverse)


def mistakes_in(rows: Mapping[str, list[Row]]) -> tuple[Mistake, ...]:
    """Everything in these tables that the register cannot hold, or the programme does not know."""
    return tuple(_collected(rows))


def _collected(rows: Mapping[str, list[Row]]) -> Iterator[Mistake]:
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
    yield from _where(rows, "charges", "charge_kind", lambda row: LedgerCharge(str(row["kind"])) not in CHARGE_IN)
    yield from _where(rows, "charges", "charge_payer", lambda row: row["payer"] == "office")
    yield from _where(rows, "violations", "violation_office", lambda row: row["subject"] == Subject.OFFICE)
    yield from _where(rows, "crossings", "turned_back", lambda row: row["verdict"] == "turned_back")
    yield from _decisions(rows)
    yield from _posts(rows)
    yield from _others(rows)


def _decisions(rows: Mapping[str, list[Row]]) -> Iterator[Mistake]:
    def kind(row: Row) -> DecisionKind | None:
        return DECISION_IN.get((str(row["kind"]), str(row["outcome"])))

    def endless(row: Row) -> bool:
        return kind(row) in _ADVERSE and row["ends_on"] is None

    def backwards(row: Row) -> bool:
        decided = row["begins_on"] or row["decided_at"].date()
        return row["ends_on"] is not None and row["ends_on"] < decided

    yield from _where(rows, "decisions", "decision_kind", lambda row: kind(row) is None)
    yield from _where(rows, "decisions", "decision_endless", endless)
    yield from _where(rows, "decisions", "decision_backwards", backwards)


def _posts(rows: Mapping[str, list[Row]]) -> Iterator[Mistake]:
    offices = {str(row["id"]) for row in rows.get("offices", [])}
    wrong = lambda row: row["post"] is not None and row["post"] not in offices  # noqa: E731
    yield from _where(rows, "crossings", "post_unknown", wrong, value="post")
    by_authority = {row["authority"] for row in rows.get("offices", [])}
    for table in ("decisions", "inspections"):
        nowhere = lambda row: row["office_id"] is None and row["authority"] not in by_authority  # noqa: E731
        yield from _where(rows, table, "office_unknown", nowhere, value="authority")


def _others(rows: Mapping[str, list[Row]]) -> Iterator[Mistake]:
    """What hangs on another row."""
    sites = Counter(row["employer_id"] for row in rows.get("sites", []))
    job_site = {row["id"]: row["site_id"] for row in rows.get("jobs", [])}
    nowhere = lambda row: (  # noqa: E731
        row["site_id"] is None and job_site.get(row["job_id"]) is None and sites[row["employer_id"]] != 1
    )
    yield from _where(rows, "applications", "site_needed", nowhere)
    for table, whose in (("ratings", "agency_id"), ("qualifications", "employer_id")):
        last: dict[object, Row] = {}
        for row in rows.get(table, []):
            if row[whose] not in last or row["begins_on"] > last[row[whose]]["begins_on"]:
                last[row[whose]] = row
        ended = {row["id"] for row in last.values() if row["ends_on"] is not None}
        yield from _where(rows, table, "nothing_after", partial(_is_among, ended))
    insured = {row["person_id"] for row in rows.get("permits", [])} | {row["person_id"] for row in rows.get("jobs", [])}
    by_insurance = lambda row: row["insurance_id"] is None and row["person_id"] not in insured  # noqa: E731
    yield from _where(rows, "claims", "claim_employer", by_insurance)


def _is_empty(column: str, row: Row) -> bool:
    return row[column] is None


def _is_unknown(column: str, words: frozenset[str], row: Row) -> bool:
    return row[column] is not None and row[column] not in words


def _is_no_code(column: str, row: Row) -> bool:
    return row[column] is not None and not uscc.is_valid(row[column])


def _is_among(ids: set[str], row: Row) -> bool:
    return row["id"] in ids


def _where(
    rows: Mapping[str, list[Row]], table: str, code: str, wrong: Callable[[Row], object], **slots: str
) -> Iterator[Mistake]:
    """The first row that is wrong, and how many are; a slot `value` names the column whose value is told."""
    found = [number for number, row in enumerate(rows.get(table, []), 1) if wrong(row)]
    if found:
        first = rows[table][found[0] - 1]
        told = {name: str(first[column]) if name == "value" else column for name, column in slots.items()}
        yield Mistake(code, table, found[0], len(found), tuple(told.items()))


def _twice(rows: list[Row], table: str, columns: tuple[str, ...]) -> Iterator[Mistake]:
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
