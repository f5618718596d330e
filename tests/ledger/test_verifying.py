"""Every law that a ledger can break, broken once: it is found, named, and its row is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from sojourn.ledger import TABLES, LedgerError, LedgerProblem, open_ledger
from sojourn.ledger.columns import Agrees, Disjoint, Needs
from sojourn.ledger.words import WORDS
from sojourn.policy import Language

from .small_ledgers import Rows, at, on, rewrite, two_workers, write

Change = Callable[[list[dict[str, Any]]], None]


@dataclass(frozen=True)
class Broken:
    """One change of a sound table, and the mistake it makes: its code, column and row."""

    code: str
    table: str
    column: str
    row: int
    change: Change


def put(row: int, **values: Any) -> Change:
    """Other values in a row, counted from 1."""
    return lambda rows: rows[row - 1].update(values)


def add(**values: Any) -> Change:
    """One more row."""
    return lambda rows: rows.append(values)


BROKEN = (
    # single rows
    Broken("empty", "permits", "number", 2, put(2, number=None)),
    Broken("empty", "persons", "seen_by", 1, put(1, seen_by=None)),
    Broken("id_blank", "jobs", "site_id", 1, put(1, site_id="")),
    Broken("id_twice", "crossings", "id", 2, put(4, id="c2")),
    Broken("key_form", "violations", "conduct", 1, put(1, conduct="stayed too long")),
    Broken("not_an_option", "crossings", "direction", 3, put(3, direction="inwards")),
    Broken("below_least", "charges", "amount", 1, put(1, amount=-1)),
    Broken("below_least", "stays", "limit_days", 1, put(1, limit_days=-1)),
    Broken("personal_column", "documents", "number", 2, put(2, number="C1234567")),
    Broken("personal_column", "decisions", "reason_text", 2, put(2, reason_text="Hoa said so")),
    Broken("personal_table", "person_details", "", 1, add(id="x", person_id="p1")),
    Broken("not_in_order", "stays", "left_on", 1, put(1, left_on=on(1, 31))),
    Broken("not_in_order", "tickets", "served_at", 1, put(1, called_at=None, served_at=at(3, 4))),
    Broken("not_in_order", "jobs", "ends_on", 2, put(2, ends_on=on(1, 1))),
    Broken("one_without_other", "jobs", "ends_on", 1, put(1, ended="quit")),
    Broken("one_without_other", "permits", "ended", 1, put(1, ended_on=None)),
    Broken("subject_not_named", "violations", "employer_id", 1, put(1, subject="employer")),
    Broken("permit_without_job", "permits", "job_id", 1, put(1, job_id=None)),
    Broken("left_on_no_day", "stays", "left_on", 1, put(1, left_on=None)),
    # rows and what they refer to
    Broken("dangling", "stays", "crossing_in_id", 2, put(2, crossing_in_id="c9")),
    Broken("dangling", "permits", "renewal_of_id", 2, put(2, renewal_of_id="m9")),
    Broken("dangling", "check_ins", "site_id", 1, put(1, site_id="nowhere")),
    Broken("seen_by_fewer", "stays", "crossing_in_id", 3, put(3, seen_by="officials")),
    Broken(
        "seen_by_fewer",
        "violations",
        "stay_id",
        2,
        add(id="v2", conduct="x", subject="person", person_id="p2", day=on(2, 1), stay_id="h3", seen_by="parties"),
    ),
    Broken("job_at_other_site", "jobs", "site_id", 2, put(2, site_id="s1")),
    Broken("application_for_other_job", "applications", "job_id", 1, put(1, employer_id="e2")),
    Broken("decision_on_other_person", "decisions", "application_id", 1, put(1, person_id="p2")),
    Broken("permit_for_other_job", "permits", "job_id", 1, put(1, employer_id="e2")),
    Broken("permit_on_other_application", "permits", "application_id", 1, put(1, application_id="x3")),
    Broken(
        "permit_renews_other",
        "permits",
        "renewal_of_id",
        3,
        add(id="m3", number="3", person_id="p2", kind="k", begins_on=on(1, 1), renewal_of_id="m1"),
    ),
    Broken("claim_on_other_insurance", "claims", "insurance_id", 1, put(1, person_id="p2")),
    Broken("charge_for_other_permit", "charges", "permit_id", 1, put(1, person_id="p2")),
    Broken("settlement_of_other_permit", "settlements", "permit_id", 1, put(1, person_id="p2", stay_id=None)),
    Broken("settlement_of_other_stay", "settlements", "stay_id", 1, put(1, person_id="p2", permit_id=None)),
    Broken("crossing_on_other_document", "crossings", "document_id", 2, put(2, document_id="d2")),
    Broken("crossing_on_other_permit", "crossings", "permit_id", 5, put(5, permit_id="m1")),
    Broken("stay_without_crossing", "stays", "crossing_in_id", 1, put(1, crossing_in_id="c2")),
    Broken("stay_without_crossing", "stays", "crossing_in_id", 3, put(3, crossing_in_id="c3")),
    Broken("stay_though_turned_back", "stays", "crossing_in_id", 3, put(3, crossing_in_id="c5")),
    Broken("stay_ends_at_other_crossing", "stays", "crossing_out_id", 1, put(1, crossing_out_id="c3")),
    Broken("stay_on_other_document", "stays", "document_id", 1, put(1, document_id="d2")),
    Broken("stay_on_other_permit", "stays", "permit_id", 3, put(3, permit_id="m1")),
    Broken("absence_from_other_permit", "absences", "permit_id", 1, put(1, person_id="p2", job_id=None)),
    Broken("absence_from_other_job", "absences", "job_id", 1, put(1, person_id="p2", permit_id=None)),
    Broken("inspection_of_other_site", "inspections", "site_id", 1, put(1, employer_id="e2")),
    Broken("violation_in_other_stay", "violations", "stay_id", 1, put(1, person_id="p2", permit_id=None)),
    Broken("violation_with_other_permit", "violations", "permit_id", 1, put(1, person_id="p2", stay_id=None)),
    # rows beside one another
    Broken("two_places_at_once", "stays", "entered_on", 2, put(2, entered_on=on(3, 2))),
    Broken("permits_overlap", "permits", "begins_on", 2, put(2, begins_on=on(3, 2))),
    Broken("ratings_overlap", "ratings", "begins_on", 2, put(2, begins_on=on(3, 31))),
    Broken("qualifications_overlap", "qualifications", "begins_on", 2, put(1, ends_on=None)),
    Broken("absences_overlap", "absences", "left_on", 2, put(1, returned_on=None)),
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("sound") / "ledger", two_workers())


def verified(sound: Path, folder: Path, rows: Rows, table: str) -> tuple[LedgerProblem, ...]:
    """What is wrong with the two workers' ledger when one table has these rows."""
    shutil.copytree(sound, folder)
    return open_ledger(rewrite(folder, table, rows.get(table, []))).verify()


@pytest.mark.parametrize("broken", BROKEN, ids=lambda one: f"{one.code}-{one.table}-{one.column}-{one.row}")
def test_what_is_broken_is_found_and_named(broken: Broken, sound: Path, tmp_path: Path) -> None:
    """Given a sound ledger with one thing wrong, then that is found, once, with its file, table, column and row."""
    rows = two_workers()
    broken.change(rows.setdefault(broken.table, []))
    found = verified(sound, tmp_path / "ledger", rows, broken.table)
    places = [(one.code, one.file, one.table, one.column, one.row, one.rows) for one in found]
    assert places == [(broken.code, f"{broken.table}.parquet", broken.table, broken.column, broken.row, 1)]
    for language in Language:
        told = found[0].text(language)
        assert f"{broken.table}.parquet" in told
        assert str(broken.row) in told


def test_every_law_of_the_tables_is_broken_above() -> None:
    """Given the laws and what can be wrong with rows, then there is an example of each."""
    tried = {one.code for one in BROKEN}
    laws = [law for table in TABLES.values() for law in table.laws]
    assert {law.code for law in laws if isinstance(law, Agrees | Disjoint | Needs)} <= tried
    codes = WORDS.codes(Language.EN)
    assert set(codes[codes.index("empty") :]) == tried


def test_rows_are_counted_and_the_first_is_told(sound: Path, tmp_path: Path) -> None:
    """Given three crossings with the same mistake, then it is told once, with the first row and the number of rows."""
    rows = two_workers()
    for row in rows["crossings"][1:4]:
        row["document_id"] = "d9"
    (found,) = verified(sound, tmp_path / "ledger", rows, "crossings")
    assert (found.code, found.row, found.rows) == ("dangling", 2, 3)
    assert str(found) == (
        "crossings.parquet, column 'document_id', row 2 (first of 3): 'document_id' refers to 'd9', and no row of "
        "'documents' has that id."
    )


def both(*changes: Change) -> Change:
    """One change after the other."""

    def changed(rows: list[dict[str, Any]]) -> None:
        for change in changes:
            change(rows)

    return changed


TOUCHING = {
    "in again on the day of leaving": ("stays", put(2, entered_on=on(3, 3))),
    "on the day after": ("permits", put(2, begins_on=on(3, 3))),
    "on the day the other is replaced": ("permits", both(put(1, ended="replaced"), put(2, begins_on=on(3, 2)))),
    "given back on its first day": (
        "permits",
        both(put(1, ended="surrendered", ended_on=on(2, 3)), put(2, begins_on=on(2, 3))),
    ),
    "of another kind": ("permits", put(2, begins_on=on(2, 5), kind="residence_permit")),
    "without end": ("permits", put(2, ends_on=None)),
    "after a pause": ("ratings", put(2, begins_on=on(6, 1))),
}


@pytest.mark.parametrize("about", TOUCHING)
def test_what_only_touches_does_not_overlap(about: str, sound: Path, tmp_path: Path) -> None:
    """Given rows that follow on one another, or are not alike, then nothing is wrong."""
    table, change = TOUCHING[about]
    rows = two_workers()
    change(rows[table])
    assert verified(sound, tmp_path / "ledger", rows, table) == ()


def test_an_overlap_is_found_behind_a_short_row(tmp_path: Path) -> None:
    """Given a long stay with a short one inside it, and a third inside the long one only, then both are found."""
    rows = two_workers()
    rows["stays"] = [
        {"id": id, "person_id": "p1", "crossing_in_id": "c1", "entered_on": on(*first), "left_on": on(*last)}
        for id, first, last in (("a", (5, 10), (5, 11)), ("b", (5, 1), (5, 30)), ("c", (5, 20), (5, 21)))
    ]
    for row in (*rows["violations"], *rows["settlements"]):
        row["stay_id"] = None
    write(tmp_path / "ledger", {**rows, "stays": []})
    found = open_ledger(rewrite(tmp_path / "ledger", "stays", rows["stays"])).verify()
    assert [(one.code, one.row) for one in found] == [("two_places_at_once", 2)]
    assert dict(found[0].slots) == {"id": "b", "other": "a"}


def test_references_are_looked_up_slice_by_slice(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given slices of one row, then a sound ledger is sound, and what is broken is found as before."""
    monkeypatch.setattr("sojourn.ledger.verifying.ROWS_OF_A_SLICE", 1)
    monkeypatch.setattr("sojourn.ledger.reading.ROWS_AT_A_TIME", 1)
    assert open_ledger(sound).verify() == ()
    codes = ("dangling", "seen_by_fewer", "stay_without_crossing", "permit_for_other_job")
    for number, broken in enumerate(one for one in BROKEN if one.code in codes):
        rows = two_workers()
        broken.change(rows.setdefault(broken.table, []))
        found = verified(sound, tmp_path / str(number), rows, broken.table)
        assert [(one.code, one.row) for one in found] == [(broken.code, broken.row)]


def mistakes(folder: Path) -> tuple[LedgerProblem, ...]:
    """What is wrong, whether it is found on opening or afterwards."""
    try:
        return open_ledger(folder).verify()
    except LedgerError as error:
        return error.problems


@pytest.mark.parametrize("name", ["permits.parquet", "crossings.parquet", "persons.parquet"])
def test_a_changed_byte_is_found(name: str, tmp_path: Path) -> None:
    """Given one byte changed anywhere in a file, then the ledger is refused or verification names the file."""
    folder = write(tmp_path / "ledger", two_workers())
    path = folder / name
    whole = path.read_bytes()
    for place in range(5, len(whole), len(whole) // 12):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        found = mistakes(folder)
        assert found
        assert {one.file for one in found} == {name}
    path.write_bytes(whole)
    assert open_ledger(folder).verify() == ()


def test_progress_is_told(tmp_path: Path) -> None:
    """Given somebody who waits, then each table is named as its turn comes."""
    told: list[str] = []
    open_ledger(write(tmp_path / "ledger", two_workers())).verify(told.append)
    assert set(told) == set(two_workers())


def test_a_word_that_no_row_uses_does_no_harm(tmp_path: Path) -> None:
    """Given a word in a dictionary that no row uses, then it does no harm."""
    folder = write(tmp_path / "ledger", two_workers())
    table = open_ledger(folder).table("crossings")
    place = table.schema.get_field_index("direction")
    words = pa.DictionaryArray.from_arrays(
        table.column("direction").combine_chunks().indices, ["in", "out", "sideways"]
    )
    table = table.set_column(place, table.schema.field("direction"), words)
    assert open_ledger(rewrite(folder, "crossings", table)).verify() == ()
