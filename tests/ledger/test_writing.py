"""Writing: all of a ledger or nothing, and no row that does not fit."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from sojourn.ledger import TABLES, LedgerError, LedgerWriter, Origin, OriginKind, Period, open_ledger

from .many_crossings import write_many
from .small_ledgers import BY_HAND, EDITION, PERIOD, columns_of, two_workers, write

ONE = {"id": ["p1"], "weight": [1.0], "seen_by": ["officials"]}


def writer(folder: Path, **other: Any) -> LedgerWriter:
    return LedgerWriter(folder, **{"edition": EDITION, "period": PERIOD, "origin": BY_HAND} | other)


def codes(error: pytest.ExceptionInfo[LedgerError]) -> list[tuple[str, str, str]]:
    return [(one.code, one.table, one.column) for one in error.value.problems]


def test_an_interrupted_write_leaves_nothing(tmp_path: Path) -> None:
    """Given an error after some rows of two tables, then there is no ledger and nothing beside it."""

    def interrupted() -> None:
        with writer(tmp_path / "ledger") as writing:
            writing.write("persons", ONE)
            writing.write("places", {"id": ["x"], "kind": ["city"], "name": ["X"], "seen_by": ["officials"]})
            assert list(tmp_path.iterdir())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_until_the_end_there_is_no_ledger(tmp_path: Path) -> None:
    """Given a process that is killed while it writes, then what it leaves is not taken for a ledger."""
    with writer(tmp_path / "ledger") as writing:
        writing.write("persons", ONE)
        (left,) = tmp_path.iterdir()
        for folder in (tmp_path / "ledger", left):
            with pytest.raises(LedgerError) as error:
                open_ledger(folder)
            assert codes(error) == [("not_a_ledger", "", "")]
    assert [path.name for path in tmp_path.iterdir()] == ["ledger"]


def test_a_row_that_was_refused_is_not_forgotten(tmp_path: Path) -> None:
    """Given a refused batch whose error is caught, then no ledger without its rows is kept."""

    def forgetful() -> None:
        with writer(tmp_path / "ledger") as writing:
            writing.write("persons", ONE)
            with pytest.raises(LedgerError):
                writing.write("persons", ONE | {"sex": ["unknown"], "id": ["p2"]})

    with pytest.raises(LedgerError) as error:
        forgetful()
    assert codes(error) == [("not_an_option", "persons", "sex")]
    assert list(tmp_path.iterdir()) == []


def test_a_failing_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a disk that fails at the end, then it is said, and nothing is left."""

    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(LedgerError) as error, writer(tmp_path / "ledger") as writing:
        writing.write("persons", ONE)
    assert codes(error) == [("folder_not_written", "", "")]
    assert "No space left on device" in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    """Given a folder with a file, a file, or a link, then nothing is written; an empty folder is taken."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full/notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    for name in ("full", "file", "link"):
        with pytest.raises(LedgerError) as error, writer(tmp_path / name):
            pass
        assert codes(error) == [("folder_taken", "", "")]
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["notes.txt"]
    write(tmp_path / "empty", two_workers())
    write(tmp_path / "not/yet/there", two_workers())
    assert open_ledger(tmp_path / "empty").verify() == ()


def test_a_folder_filled_meanwhile_is_left_alone(tmp_path: Path) -> None:
    """Given two who write to one place, then the second is told, and the first one's ledger stands."""

    def second() -> None:
        with writer(tmp_path / "ledger") as writing:
            writing.write("persons", ONE)
            write(tmp_path / "ledger", two_workers())

    with pytest.raises(LedgerError) as error:
        second()
    assert codes(error) == [("folder_taken", "", "")]
    assert open_ledger(tmp_path / "ledger").rows("persons") == 2
    assert [path.name for path in tmp_path.iterdir()] == ["ledger"]


WRONG = {
    "unknown": ({"colour": ["red"]}, "column_unknown", "colour"),
    "misspelt": ({"nationalty": ["vietnam"]}, "column_unknown_near", "nationalty"),
    "no such day": ({"birth_year": ["last year"]}, "values_do_not_fit", "birth_year"),
    "too large": ({"birth_year": [2**40]}, "values_do_not_fit", "birth_year"),
    "too early": ({"birth_year": [19]}, "below_least", "birth_year"),
    "none": ({"weight": [None]}, "empty", "weight"),
    "sentence": ({"home_province": ["Lạng Sơn, near the border"]}, "key_form", "home_province"),
    "two of one": ({"sex": ["female", "male"]}, "columns_of_unequal_length", ""),
}


@pytest.mark.parametrize("about", WRONG)
def test_values_that_do_not_fit_are_told(about: str, tmp_path: Path) -> None:
    """Given values by column that do not fit, then the column and what is wrong are told."""
    values, code, column = WRONG[about]
    with pytest.raises(LedgerError) as error, writer(tmp_path / "ledger") as writing:
        writing.write("persons", ONE | values)
    assert codes(error) == [(code, "persons", column)]


def test_arrow_that_does_not_fit_is_told(tmp_path: Path) -> None:
    """Given batches with a column missing, twice, or of a type that would lose something, then that is told."""
    good = TABLES["crossings"].batch(columns_of("crossings", two_workers()["crossings"]))
    finer = good.column("at").cast(pa.timestamp("us", tz="UTC"))
    place = good.schema.get_field_index("at")
    lossy = pa.array([value.as_py().replace(microsecond=1) for value in finer], finer.type)
    cases: Mapping[str, tuple[Any, str, str]] = {
        "missing": (good.drop_columns(["direction"]), "column_missing", "direction"),
        "twice": (good.append_column("id", good.column("id")), "column_twice", "id"),
        "lossy": (good.set_column(place, "at", lossy), "column_type", "at"),
    }
    for name, (batch, code, column) in cases.items():
        with pytest.raises(LedgerError) as error, writer(tmp_path / name) as writing:
            writing.write("crossings", batch)
        assert codes(error) == [(code, "crossings", column)]
    with writer(tmp_path / "finer") as writing:
        writing.write("crossings", good.set_column(place, "at", finer))
    assert open_ledger(tmp_path / "finer").table("crossings").column("at").to_pylist() == good.column("at").to_pylist()


def test_rows_may_come_as_batch_table_or_reader(tmp_path: Path) -> None:
    """Given the same rows in each form, then the same is written; optional columns may be left out."""
    batch = TABLES["persons"].batch(ONE)
    table = pa.Table.from_batches([batch])
    for name, rows in {"a": batch, "b": table, "c": table.to_reader(), "d": ONE}.items():
        with writer(tmp_path / name) as writing:
            writing.write("persons", rows)
        assert open_ledger(tmp_path / name).table("persons").to_pylist()[0]["id"] == "p1"
    with pytest.raises(TypeError, match="list"), writer(tmp_path / "e") as writing:
        writing.write("persons", [{"id": "p1"}])
    with pytest.raises(RuntimeError):
        writing.write("persons", ONE)


def test_a_table_that_there_is_none_of(tmp_path: Path) -> None:
    """Given a misspelt table, then what may have been meant is said."""
    with pytest.raises(LedgerError) as error, writer(tmp_path / "ledger") as writing:
        writing.write("person", ONE)
    assert str(error.value) == "There is no table 'person' in this version of ledgers; did you mean 'persons'?"


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"edition": replace(EDITION, programme="No Programme")}, "programme_key"),
        ({"edition": replace(EDITION, fingerprint="2019")}, "programme_fingerprint"),
        ({"period": Period(date(2019, 1, 1), date(2018, 1, 1))}, "period_order"),
        ({"origin": Origin(OriginKind.LAB)}, "seed_missing"),
        ({"origin": Origin(OriginKind.REGISTER, 7)}, "seed_given"),
    ],
)
def test_a_description_that_is_wrong(other: dict[str, Any], code: str, tmp_path: Path) -> None:
    """Given a wrong description, then it is told before anything is written."""
    with pytest.raises(LedgerError) as error, writer(tmp_path / "ledger", **other):
        pass
    assert [one.code for one in error.value.problems] == [code]
    assert list(tmp_path.iterdir()) == []


def test_a_full_transfer_may_name_people(tmp_path: Path) -> None:
    """Given persons who are not pseudonymised, then details and personal columns are kept."""
    rows = two_workers()
    rows["person_details"] = [{"id": "x1", "person_id": "p1", "name": "Nguyễn Thị Hoa", "birth_date": date(1990, 5, 1)}]
    rows["complaints"][0]["text"] = "Two months unpaid."
    ledger = open_ledger(write(tmp_path / "ledger", rows, pseudonymised=False))
    assert ledger.verify() == ()
    assert ledger.table("person_details").column("name").to_pylist() == ["Nguyễn Thị Hoa"]
    assert ledger.table("complaints").column("text").to_pylist() == ["Two months unpaid."]


def test_many_rows_wait_in_memory_only_for_their_row_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given far more rows than a row group holds, then Arrow never holds more than a few groups, and all is sound."""
    monkeypatch.setattr("sojourn.ledger.writing.ROWS_OF_A_GROUP", 2_000)
    most = 0

    def watched(self: Any) -> None:
        nonlocal most
        most = max(most, pa.total_allocated_bytes() - before)
        put(self)

    from sojourn.ledger.writing import _TableWriter

    put = _TableWriter._put
    monkeypatch.setattr(_TableWriter, "_put", watched)
    before = pa.total_allocated_bytes()
    write_many(tmp_path / "few", 20_000, 1_000)
    few, most = most, 0
    write_many(tmp_path / "many", 100_000, 1_000)
    assert few < most * 1.2 < few * 2
    ledger = open_ledger(tmp_path / "many")
    assert (ledger.rows("crossings"), ledger.rows("stays"), ledger.rows("persons")) == (100_000, 50_000, 5_000)
    assert ledger.verify() == ()
