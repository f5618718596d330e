"""A ledger of many crossings, made by Arrow: `python -m tests.ledger.many_crossings FOLDER [CROSSINGS]`.

Prints what writing and verifying take in processor time and memory.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sojourn.ledger import LedgerWriter, open_ledger

from .small_ledgers import BY_HAND, EDITION, PERIOD

#: Crossings of one person, out and in by turns.
EACH = 20
ROWS_OF_A_BATCH = 100_000


def write_many(folder: Path, crossings: int, rows_of_a_batch: int = ROWS_OF_A_BATCH) -> Path:
    """Persons with twenty crossings each, in the order of the person, and ten stays between them."""
    with LedgerWriter(folder, edition=EDITION, period=PERIOD, origin=BY_HAND) as writer:
        for first in range(0, crossings, rows_of_a_batch):
            rows = _counted(first, min(rows_of_a_batch, crossings - first))
            person = pc.divide(rows, EACH)
            turn = pc.subtract(rows, pc.multiply(person, EACH))
            writer.write("crossings", _crossings(rows, person, turn))
            inward = pc.equal(pc.bit_wise_and(turn, 1), 0)
            writer.write("stays", _stays(rows.filter(inward), person.filter(inward), turn.filter(inward)))
            opening = pc.equal(turn, 0)
            writer.write("persons", _persons(person.filter(opening)))
    return folder


def _counted(first: int, rows: int) -> Any:
    return pc.cumulative_sum(pa.repeat(pa.scalar(1, pa.int64()), rows), start=first - 1)


def _named(letter: str, numbers: Any) -> Any:
    return pc.binary_join_element_wise(letter, pc.utf8_lpad(numbers.cast(pa.string()), 9, "0"), "")


def _same(value: str, like: Any) -> Any:
    return pa.repeat(pa.scalar(value), len(like))


def _crossings(rows: Any, person: Any, turn: Any) -> Any:
    inward = pc.equal(pc.bit_wise_and(turn, 1), 0)
    moments = pc.add(pc.multiply(turn, 86_400_000), 1_514_764_800_000).cast(pa.timestamp("ms", tz="UTC"))
    return pa.RecordBatch.from_pydict(
        {
            "id": _named("c", rows),
            "person_id": _named("p", person),
            "document_kind": _same("border_pass", rows),
            "direction": pc.if_else(inward, "in", "out"),
            "at": moments,
            "sequence": pa.repeat(pa.scalar(0, pa.int32()), len(rows)),
            "post": _same("youyiguan", rows),
            "verdict": _same("admitted", rows),
            "seen_by": _same("officials", rows),
        }
    )


def _stays(rows: Any, person: Any, turn: Any) -> Any:
    entered = pc.add(turn, 17_532).cast(pa.int32()).cast(pa.date32())
    return pa.RecordBatch.from_pydict(
        {
            "id": _named("h", rows),
            "person_id": _named("p", person),
            "document_kind": _same("border_pass", rows),
            "crossing_in_id": _named("c", rows),
            "crossing_out_id": _named("c", pc.add(rows, 1)),
            "entered_on": entered,
            "left_on": pc.add(turn, 17_533).cast(pa.int32()).cast(pa.date32()),
            "seen_by": _same("officials", rows),
        }
    )


def _persons(person: Any) -> Any:
    return pa.RecordBatch.from_pydict(
        {
            "id": _named("p", person),
            "sex": _same("female", person),
            "nationality": _same("vietnam", person),
            "weight": pa.repeat(pa.scalar(1.0), len(person)),
            "seen_by": _same("officials", person),
        }
    )


def main() -> None:
    """Write, verify, and say what it took."""
    folder, crossings = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000

    def took(what: str, started: float) -> None:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        sys.stdout.write(
            f"{what}: {time.process_time() - started:.1f} s of processor time, at most {most} MiB so far\n"
        )

    took("started", time.process_time())
    started = time.process_time()
    write_many(folder, crossings)
    took(f"{crossings} crossings, {crossings // 2} stays, {crossings // EACH} persons written", started)
    size = sum(path.stat().st_size for path in folder.iterdir())
    sys.stdout.write(f"{size / 1e6:.1f} MB on the disk, {size / (crossings * 1.55):.1f} bytes a row\n")
    started = time.process_time()
    found = open_ledger(folder).verify()
    took(f"verified, {len(found)} mistakes", started)


if __name__ == "__main__":
    main()
