"""A finished run as a ledger in a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sojourn.ledger import Edition, LedgerWriter, Origin, OriginKind, Period

from ..guangxi.experiment import Experiment, Finished
from ..guangxi.world import world
from .book import Book
from .telling import Teller


def write_ledger(folder: Path, experiment: Experiment, finished: Finished) -> Mapping[str, int]:
    """Write the traced histories of a run as a ledger; gives the rows by table. Raises LedgerError.

    `experiment.traced` is the share of people whose history is kept: each row of `persons` stands for one over it.
    """
    result = finished.result
    edition = Edition(experiment.composed().programme.key, experiment.composed().edition)
    parameters = {
        "scenarios": list(experiment.scenarios),
        "people": experiment.people,
        "run": finished.run,
        "traced": experiment.traced,
        "parameters": dict(finished.parameters),
        "chosen": {key: str(one.value) for key, one in finished.chosen.items()},
    }
    with LedgerWriter(
        folder,
        edition=edition,
        period=Period(experiment.first, experiment.last),
        origin=Origin(OriginKind.LAB, experiment.seed, parameters),
    ) as writer:
        book = Book(writer)
        Teller(book, result, world(), experiment.composed().programme).tell(1 / experiment.traced)
        for table in list(book.rows):
            book.flush(table)
    return book.numbers
