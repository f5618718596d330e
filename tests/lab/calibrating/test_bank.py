"""A bank of runs: broken off it goes on, made again it is the same, and one of other settings is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sojourn.lab import BankError, ExperimentError
from sojourn.lab.calibrating import Bank, check_bank, fill
from sojourn.lab.calibrating import bank as banks
from sojourn.lab.calibrating.figures import answers_left_open

PEOPLE, SEED, RUNS = 200, 3, 6


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Bank]:
    """A bank made at once."""
    path = tmp_path_factory.mktemp("whole") / "bank.jsonl"
    return path, fill(path, RUNS, people=PEOPLE, seed=SEED)


def same(one: Bank, other: Bank) -> bool:
    """Whether two banks are the same to the bit."""
    return one.names == other.names and all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in ("runs", "shares", "compared", "left_open")
    )


def test_what_is_broken_off_goes_on(whole: tuple[Path, Bank], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a bank broken off in the middle of a line, when it is filled again, then only what is missing is made."""
    path = tmp_path / "bank.jsonl"

    def stop(done: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(path, RUNS, people=PEOPLE, seed=SEED, progress=stop)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"run": 5, "shares": {')
    made: list[int] = []
    line = banks._line
    monkeypatch.setattr(banks, "_line", lambda experiment, run: made.append(run) or line(experiment, run))
    told: list[int] = []
    assert same(fill(path, RUNS, people=PEOPLE, seed=SEED, progress=told.append), whole[1])
    assert made == [3, 4, 5]
    assert told == [3, 4, 5, 6]
    assert same(fill(path, RUNS, people=PEOPLE, seed=SEED), whole[1])
    assert made == [3, 4, 5]


def test_processes_make_the_same_bank(whole: tuple[Path, Bank], tmp_path: Path) -> None:
    assert same(fill(tmp_path / "bank.jsonl", RUNS, people=PEOPLE, seed=SEED, workers=2), whole[1])


def test_what_was_drawn_for_what_a_figure_leaves_open_is_known_of_each_run(whole: tuple[Path, Bank]) -> None:
    """Given a bank, then each run has an answer to each question, its own whoever asks, and runs differ in it."""
    _, bank = whole
    assert bank.left_open is not None
    assert bank.left_open.tolist() == [list(answers_left_open((SEED, run))) for run in range(RUNS)]
    many = np.array([answers_left_open((SEED, run)) for run in range(400)])
    assert many.mean(0) == pytest.approx([0.5, 0.5], abs=0.1)


def test_fewer_runs_than_a_bank_has_are_the_first_of_it(whole: tuple[Path, Bank]) -> None:
    """Given a bank of six, when four are asked for, then nothing of what four are depends on the other two."""
    path, bank = whole
    four = fill(path, 4, people=PEOPLE, seed=SEED)
    assert four.runs.tolist() == [0, 1, 2, 3]
    assert np.array_equal(four.shares, bank.shares[:4])


def test_a_run_that_is_there_twice_counts_once(whole: tuple[Path, Bank], tmp_path: Path) -> None:
    """Given two calls that filled one bank at once, then a run that both made is one run."""
    path = tmp_path / "bank.jsonl"
    text = whole[0].read_text(encoding="utf-8")
    path.write_text(text + text.splitlines(keepends=True)[2], encoding="utf-8")
    assert same(fill(path, RUNS, people=PEOPLE, seed=SEED), whole[1])


@pytest.mark.parametrize("changed", ["people", "seed", "program", "figures", "names", "edition", "statistics"])
def test_a_bank_of_other_settings_is_refused_and_left_alone(
    whole: tuple[Path, Bank], tmp_path: Path, changed: str
) -> None:
    """Given a bank whose head differs in one thing, then it is refused before any work and stays as it was."""
    path = tmp_path / "bank.jsonl"
    head, *lines = whole[0].read_text(encoding="utf-8").splitlines(keepends=True)
    other = {**json.loads(head), changed: ["something else"]}
    path.write_text("".join([json.dumps(other) + "\n", *lines]), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(BankError) as refused:
        fill(path, RUNS, people=PEOPLE, seed=SEED, progress=lambda _: pytest.fail("ran"))
    assert refused.value.code == "bank_of_another_model"
    assert path.read_bytes() == before


@pytest.mark.parametrize("text", ["no JSON\n", "[]\n", "{}\n", '"x"\n'])
def test_what_is_no_bank_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bank.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BankError) as refused:
        check_bank(path, people=PEOPLE, seed=SEED)
    assert refused.value.code == "bank_unreadable"
    assert path.read_text(encoding="utf-8") == text


def test_a_bank_with_a_broken_line_in_the_middle_is_refused(whole: tuple[Path, Bank], tmp_path: Path) -> None:
    path = tmp_path / "bank.jsonl"
    lines = whole[0].read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:2], lines[2][:40] + "\n", *lines[3:]]), encoding="utf-8")
    with pytest.raises(BankError) as refused:
        check_bank(path, people=PEOPLE, seed=SEED)
    assert refused.value.code == "bank_unreadable"


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    """Given a file where the folder of the bank would be, then it is said."""
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    with pytest.raises(BankError) as refused:
        check_bank(tmp_path / "taken" / "bank.jsonl", people=PEOPLE, seed=SEED)
    assert refused.value.code == "bank_unwritten"


def test_nobody_in_the_pool_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExperimentError) as refused:
        fill(tmp_path / "bank.jsonl", RUNS, people=0, seed=SEED)
    assert refused.value.code == "too_few_people"
    assert not list(tmp_path.iterdir())
