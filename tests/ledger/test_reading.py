"""Opening: what is no ledger, or not this version's, is refused with everything that is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from sojourn.ledger import SCHEMA_VERSION, TABLES, Column, ColumnKind, LedgerError, SeenBy, Table, open_ledger

from .small_ledgers import rewrite, two_workers, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "ledger", two_workers())


def refused(folder: Path) -> list[tuple[str, str, str]]:
    """What opening says is wrong: code, file and column, or key."""
    with pytest.raises(LedgerError) as error:
        open_ledger(folder)
    return [(one.code, one.file, one.column or dict(one.slots).get("key", "")) for one in error.value.problems]


def redescribe(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "ledger.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    change(described)
    path.write_text(json.dumps(described), encoding="utf-8")


@pytest.mark.parametrize("version", [SCHEMA_VERSION + 1, 99])
def test_a_newer_version_is_refused(version: int, folder: Path) -> None:
    """Given a version that is not known yet, then nothing else of it is looked at."""
    redescribe(folder, lambda it: it.update(schema_version=version, files="something new"))
    assert refused(folder) == [("version_newer", "ledger.json", "")]


@pytest.mark.parametrize(
    ("version", "code"),
    [
        (0, "version_unknown"),
        (-1, "version_unknown"),
        ("1", "version_missing"),
        (None, "version_missing"),
        (True, "version_missing"),
    ],
)
def test_no_version_or_none_there_ever_was(version: object, code: str, folder: Path) -> None:
    """Given no version, or one that never was, then it is refused."""
    redescribe(folder, lambda it: it.update(schema_version=version))
    assert refused(folder) == [(code, "ledger.json", "")]


DESCRIBED = {
    "pseudonymised": lambda it: it.update(pseudonymised="yes"),
    "programme.key": lambda it: it["programme"].pop("key"),
    "period.to": lambda it: it["period"].update(to="2018-02-30"),
    "origin.kind": lambda it: it["origin"].update(kind="dream"),
    "origin.seed": lambda it: it["origin"].update(seed=1.5),
    "files.permits.file": lambda it: it["files"]["permits"].update(file="../permits.parquet"),
    "files.permits.rows": lambda it: it["files"]["permits"].update(rows=-1),
    "files.permits.sha256": lambda it: it["files"]["permits"].update(sha256="?"),
}


@pytest.mark.parametrize("key", DESCRIBED)
def test_a_description_of_the_wrong_form(key: str, folder: Path) -> None:
    """Given a value in ledger.json that cannot be, then its key is told."""
    redescribe(folder, DESCRIBED[key])
    assert ("description_value", "ledger.json", key) in refused(folder)


def test_a_key_that_is_not_known(folder: Path) -> None:
    """Given a key that ledger.json does not have, then it is told."""
    redescribe(folder, lambda it: it["origin"].update(sead=3))
    assert refused(folder) == [("description_key", "ledger.json", "origin.sead")]


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "\ud800"])
def test_a_description_that_is_no_json(text: str, folder: Path) -> None:
    """Given something that is not JSON, or deeper than any, then it is refused."""
    (folder / "ledger.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    assert refused(folder) == [("description_broken", "ledger.json", "")]


def test_a_description_too_big_to_be_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a file larger than any description, then it is not read."""
    monkeypatch.setattr("sojourn.ledger.reading.MOST_BYTES", 100)
    assert refused(folder) == [("description_too_big", "ledger.json", "")]


def test_no_ledger(tmp_path: Path) -> None:
    """Given an empty folder, a file, or nothing, then it is no ledger."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for folder in (tmp_path, tmp_path / "file", tmp_path / "nothing"):
        assert refused(folder) == [("not_a_ledger", "", "")]


def test_files_that_are_missing_broken_or_not_listed(folder: Path) -> None:
    """Given files that are not as listed, then each is told, all at once."""
    (folder / "permits.parquet").unlink()
    (folder / "stays.parquet").write_bytes(b"no parquet")
    (folder / "persons (copy).parquet").write_bytes((folder / "persons.parquet").read_bytes())
    redescribe(folder, lambda it: it["files"]["jobs"].update(rows=3))
    redescribe(folder, lambda it: it["files"].update(jbs=it["files"]["jobs"] | {"file": "jbs.parquet"}))
    assert sorted(refused(folder)) == [
        ("file_missing", "permits.parquet", ""),
        ("file_not_listed", "persons (copy).parquet", ""),
        ("file_not_read", "stays.parquet", ""),
        ("rows_differ", "jobs.parquet", ""),
        ("table_unknown_near", "ledger.json", ""),
    ]


def test_columns_that_are_unknown_missing_or_of_another_type(folder: Path) -> None:
    """Given columns that are not the table's, then each is told with its file."""
    table = open_ledger(folder).table("persons")
    table = table.append_column("name", pa.array(["Hoa", "Lan"])).rename_columns(
        {"sex": "sexe"} | {name: name for name in (*table.schema.names, "name") if name != "sex"}
    )
    table = table.drop_columns(["seen_by"])
    place = table.schema.get_field_index("weight")
    table = table.set_column(place, "weight", pa.array(["1", "1"]))
    assert sorted(refused(rewrite(folder, "persons", table))) == [
        ("column_missing", "persons.parquet", "seen_by"),
        ("column_type", "persons.parquet", "weight"),
        ("column_unknown", "persons.parquet", "name"),
        ("column_unknown_near", "persons.parquet", "sexe"),
    ]


def test_an_optional_column_that_is_missing_is_empty(folder: Path) -> None:
    """Given a file without an optional column, then it is read as empty."""
    table = open_ledger(folder).table("persons").drop_columns(["language"])
    ledger = open_ledger(rewrite(folder, "persons", table))
    assert ledger.table("persons").column("language").to_pylist() == [None, None]
    assert ledger.verify() == ()


def test_an_older_version_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a version with a column and a table more, then a ledger of this one is read, and they are empty in it."""
    persons = TABLES["persons"]
    wider = replace_own(persons, (*persons.own, Column("height", ColumnKind.WHOLE, "Height.", optional=True, since=2)))
    added = Table("events", "New.", (Column("day", ColumnKind.DAY, "Which day."),), since=2)
    newer = {**TABLES, "persons": wider, "events": added}
    for module in ("reading", "verifying", "writing"):
        monkeypatch.setattr(f"sojourn.ledger.{module}.TABLES", newer)
    monkeypatch.setattr("sojourn.ledger.description.SCHEMA_VERSION", 2)
    ledger = open_ledger(folder)
    assert ledger.description.schema_version == 1
    assert ledger.table("persons").column("height").to_pylist() == [None, None]
    assert (ledger.rows("events"), ledger.table("events").num_rows) == (0, 0)
    assert ledger.verify() == ()


def replace_own(table: Table, own: tuple[Column, ...]) -> Table:
    return Table(table.name, table.text, own, table.laws, table.personal, table.id_text, table.since)


def test_what_is_added_later_may_be_missing() -> None:
    """Given the tables, then a column that came after its table is optional, so that older ledgers can be read."""
    for table in TABLES.values():
        assert table.since <= SCHEMA_VERSION
        for column in table.columns:
            assert column.since <= SCHEMA_VERSION
            assert column.optional or column.since == 1


def test_reading_no_more_than_is_asked_for(folder: Path) -> None:
    """Given columns, a condition or a circle, then those come and no others."""
    ledger = open_ledger(folder)
    assert ledger.table("jobs", ["id", "ended"]).to_pylist() == [
        {"id": "j1", "ended": None},
        {"id": "j2", "ended": "quit"},
    ]
    assert ledger.table("jobs", ["id"], where=pc.field("ends_on").is_valid()).to_pylist() == [{"id": "j2"}]
    officials = ledger.table("jobs", ["id"], where=pc.field("begins_on").is_valid(), seen_by=SeenBy.OFFICIALS)
    assert officials.to_pylist() == [{"id": "j1"}]
    assert ledger.table("person_details").schema == TABLES["person_details"].schema
    assert ledger.dataset("permits").count_rows() == ledger.rows("permits") == 2


def test_a_table_or_column_that_there_is_none_of(folder: Path) -> None:
    """Given a misspelt table or column, then what may have been meant is said."""
    ledger = open_ledger(folder)
    with pytest.raises(LedgerError, match="did you mean 'permits'"):
        ledger.table("permit")
    with pytest.raises(LedgerError, match="did you mean 'person_id'"):
        ledger.table("permits", ["persn_id"])


def test_the_files_say_what_their_columns_mean(folder: Path) -> None:
    """Given a file alone, then its schema tells meaning, unit, options and what a reference refers to."""
    schema = pq.read_schema(folder / "charges.parquet")
    assert schema.field("amount").metadata[b"unit"] == b"CNY"
    assert schema.field("payer").metadata[b"options"] == b"person employer agency office"
    assert schema.field("permit_id").metadata[b"refers_to"] == b"permits"
    for table in TABLES.values():
        for field in table.schema:
            assert field.metadata[b"description"].decode().endswith(".")
