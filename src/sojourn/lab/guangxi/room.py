"""Room for a run: the arrays in which a day is worked out, traced and counted, by chunks of people."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..engine.arrays import TENURES, Awake, Breach, Counters, Ending, Mode, People, Trace
from .world import World


def awake_for(people: int, chunks: int, words: int) -> Awake:
    """Room for who is awake on a day; `words` are those of one person's draws."""
    return Awake(
        count=np.zeros(chunks, np.int64),
        person=np.zeros(people, np.int32),
        want=np.zeros(people, np.int16),
        mode=np.zeros(people, np.uint8),
        manner=np.zeros(people, np.uint8),
        cell=np.zeros(people, np.uint8),
        firm=np.zeros(people, np.int32),
        now=np.zeros(people, np.int32),
        mark=np.zeros(people, np.uint8),
        occasion=np.zeros(people, np.uint8),
        words=np.zeros((chunks, 4, words), np.uint32),
        noise=np.zeros((chunks, 4 * words), np.int32),
    )


#: The most rows that one person writes in a day.
_ROWS_A_DAY: Final = 16


def trace_for(people: People, starts: NDArray[np.int64]) -> Trace:
    """Room for the rows that the traced people of each chunk write in a day."""
    traced = np.concatenate([[0], np.cumsum(people.traced, dtype=np.int64)])[starts] * _ROWS_A_DAY
    return Trace(traced[:-1], np.zeros(starts.size - 1, np.int64), np.empty((int(traced[-1]), 7), np.int32))


def counters_for(world_: World, chunks: int) -> tuple[Counters, NDArray[np.int64]]:
    """Everything that a segment counts, at nought, and the stocks at its end."""
    cells, places, modes, skills = world_.cells, len(world_.places), len(Mode), world_.skill.size

    def zeros(*shape: int) -> NDArray[np.int64]:
        return np.zeros(shape, np.int64)

    counters = Counters(
        days=zeros(chunks, modes, cells, skills),
        trainee_days=zeros(chunks, cells),
        flows=zeros(chunks, modes, modes),
        issued=zeros(chunks, cells),
        renewed=zeros(chunks, cells),
        hired=zeros(chunks, modes, cells),
        ended=zeros(chunks, len(Ending), 3, len(TENURES) + 1),
        found=zeros(chunks, len(Breach), places),
        punished=zeros(chunks, 4),
        crossings=zeros(chunks, 4, 2),
        vacancies=zeros(cells),
        turned_down=zeros(1),
        leaks=zeros(chunks, modes),
        decisions=zeros(chunks),
    )
    return counters, zeros(chunks, modes, cells)
