"""`sojourn lab run` and `compare` with few runs: what they tell is rough, and they say so as the report does."""

from __future__ import annotations

import pytest

from sojourn.lab import FEWEST, few_runs_note
from sojourn.lab.speaking import sentence

from .conftest import Call

SMALL = ("--people", "200", "--days", "20", "--warm-up", "5", "--draws", "middle")


@pytest.mark.parametrize("language", ["en", "zh", "vi"])
@pytest.mark.parametrize(("command", "runs"), [("run", 1), ("run", 2), ("compare", 2)])
def test_few_runs_are_warned_of(call: Call, command: str, runs: int, language: str) -> None:
    """Given fewer runs than bands need, then the page says what the report would."""
    said = call("lab", command, "guangxi", *SMALL, "--runs", str(runs), language=language)
    assert said.code == 0
    note = few_runs_note(runs, language, compared=command == "compare")
    assert note is not None
    assert "".join(note.split()) in "".join(said.out.split())


@pytest.mark.parametrize("language", ["en", "zh", "vi"])
def test_how_much_so_few_runs_tell(language: str) -> None:
    """Given one run, too few to tell a direction, or too few for a good band, then each has a sentence of its own."""
    assert few_runs_note(1, language, compared=True) == few_runs_note(1, language) == sentence("one_run", language)
    assert few_runs_note(6, language) == sentence("few_runs", language, runs=6)
    assert few_runs_note(6, language, compared=True) == sentence("too_few_runs", language, runs=6, fewest=FEWEST)
    assert few_runs_note(7, language, compared=True) == sentence("few_runs", language, runs=7)


def test_enough_runs_are_not() -> None:
    """Given as many runs as nine in ten can be told of, then there is nothing to warn of."""
    assert few_runs_note(19, "en")
    assert few_runs_note(20, "en") is None
