"""What is written is what is read, for any ledger; and what officials see is a ledger by itself."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.ledger import TABLES, Description, SeenBy

from .random_ledgers import ORDER, RandomLedger, ledgers
from .small_ledgers import two_workers, write


def test_the_generator_knows_every_table() -> None:
    assert sorted(ORDER) == sorted(TABLES)


@settings(max_examples=25)
@given(ledgers(), st.integers(1, 3))
def test_a_ledger_comes_back_as_it_was_written(random: RandomLedger, rows_of_a_batch: int) -> None:
    """Given any sound ledger, written in batches of any size, then all of it comes back, and it is found sound."""
    with TemporaryDirectory() as folder:
        ledger = random.write(Path(folder) / "ledger", rows_of_a_batch)
        assert ledger.verify() == ()
        description = ledger.description
        assert (description.edition, description.period, description.origin, description.pseudonymised) == (
            random.edition,
            random.period,
            random.origin,
            random.pseudonymised,
        )
        for name, table in TABLES.items():
            rows = random.rows.get(name, [])
            assert ledger.table(name).schema == table.schema
            assert ledger.table(name).to_pylist() == rows
            assert ledger.rows(name) == len(rows)
            assert [row for batch in ledger.batches(name) for row in batch.to_pylist()] == rows


@settings(max_examples=12)
@given(ledgers(), st.sampled_from(SeenBy))
def test_what_a_circle_may_know_of_is_a_sound_ledger(random: RandomLedger, circle: SeenBy) -> None:
    """Given any sound ledger, then the rows that a circle could know of make a sound ledger without the others."""
    with TemporaryDirectory() as folder:
        ledger = random.write(Path(folder) / "whole")
        seen = {name: ledger.table(name, seen_by=circle).to_pylist() for name in TABLES}
        known = list(SeenBy)[: list(SeenBy).index(circle) + 1]
        for name, rows in random.rows.items():
            assert seen[name] == [row for row in rows if row["seen_by"] in known]
        part = RandomLedger(random.edition, random.period, random.origin, random.pseudonymised, seen)
        assert part.write(Path(folder) / "part").verify() == ()


def test_the_same_rows_make_the_same_bytes(tmp_path: Path) -> None:
    """Given the same rows twice, then every file is the same to the byte."""
    one, other = write(tmp_path / "one", two_workers()), write(tmp_path / "other", two_workers())
    assert {path.name: path.read_bytes() for path in one.iterdir()} == {
        path.name: path.read_bytes() for path in other.iterdir()
    }


def test_a_description_says_what_it_has_to(tmp_path: Path) -> None:
    """Given a ledger on disk, then ledger.json says version, programme, period, origin, and what each file is."""
    folder = write(tmp_path / "ledger", two_workers())
    described = json.loads((folder / "ledger.json").read_text(encoding="utf-8"))
    assert described["schema_version"] == Description.__dataclass_fields__["schema_version"].default
    assert described["programme"]["key"] == "guangxi"
    assert described["period"] == {"from": "2018-01-01", "to": "2018-12-31"}
    assert described["origin"] == {"kind": "by_hand", "seed": None, "parameters": {}}
    assert described["pseudonymised"] is True
    assert described["files"]["permits"]["rows"] == 2
    assert len(described["files"]["permits"]["sha256"]) == 64


def test_the_page_shows_what_works(tmp_path: Path) -> None:
    """Given the Python of docs/ledger.md, then it runs as it stands there."""
    page = Path(__file__).parents[2] / "docs/ledger.md"
    shown = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert len(shown) == 2
    subprocess.run(
        [sys.executable, "-c", "\n".join([*shown, "assert ledger.verify() == ()"])], cwd=tmp_path, check=True
    )
    assert (tmp_path / "build/a-year/ledger.json").exists()
