"""Rows on their way in say what the ledger says, and what is said twice is held once."""

from __future__ import annotations

import pytest

from sojourn.ledger import TABLES, Ledger
from sojourn.register.services.ledgers.lines import Shared, also, line

from .runs import write_run


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """What a simulation of a few people writes."""
    return write_run(tmp_path_factory.mktemp("lines") / "run", 12, months=2)


def test_a_line_says_what_its_row_says(run: Ledger) -> None:
    shared = Shared()
    for name in TABLES:
        table = run.table(name)
        assert [dict(one) for one in shared.lines(name, table)] == table.to_pylist(), name


def test_what_is_said_again_is_held_once(run: Ledger) -> None:
    shared = Shared()
    crossings, stays = (shared.lines(name, run.table(name)) for name in ("crossings", "stays"))
    by_person = {one["person_id"]: one["person_id"] for one in crossings}
    assert all(by_person[one["person_id"]] is one["person_id"] for one in stays)
    kinds = {id(one["document_kind"]) for one in crossings}
    assert len(kinds) == len({one["document_kind"] for one in crossings})


def test_a_line_with_something_otherwise_leaves_the_first_as_it_was(run: Ledger) -> None:
    (first, *_) = Shared().lines("stays", run.table("stays"))
    changed = also(first, {"crossing_out_id": None})
    assert dict(changed) == {**first, "crossing_out_id": None}
    assert first["crossing_out_id"] is not None
    assert also(first, {}) is first
    # What the table has no column for is there too.
    assert also(first, {"another": 1})["another"] == 1
    with pytest.raises(KeyError):
        first["another"]


def test_a_row_that_is_put_in_is_empty_where_nothing_is_said() -> None:
    made = line("offices", {"id": "O-1", "kind": "zone"})
    assert (made["id"], made["kind"], made["name"], made.get("no_such_column")) == ("O-1", "zone", None, None)
    assert made.keys() == set(TABLES["offices"].schema.names)
