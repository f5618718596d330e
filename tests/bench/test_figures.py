"""The form of `build/bench.json`, which others read; and the arithmetic behind the figures."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console

from bench import __main__ as program
from bench import peers
from bench.figures import Against, Better, Figure, machine, write
from bench.orders import expected_questions, small_programme
from bench.peers import points_of_people
from bench.points import FACTS, PEOPLE_PROGRAMME, people
from bench.starting import CHECK, largest
from bench.timing import best_of, median, percentile
from sojourn.policy import available, load

KEYS = ["name", "value", "unit", "better", "peer", "ratio", "goal", "machine"]


def test_a_figure_is_written_in_the_form_that_was_promised(tmp_path: Path) -> None:
    """Given a figure with a peer and one without, then each has exactly the promised keys and kinds of value."""
    target = tmp_path / "build/bench.json"
    with_peer = Figure("a.b", 1.5, "ms", "What it is", peer="other 1.0", ratio=0.5, goal=2)
    here = machine()
    write([with_peer, Figure("c", 3.0, "rows", "More", Better.HIGHER)], here, target)
    first, second = json.loads(target.read_text(encoding="utf-8"))
    assert list(first) == list(second) == KEYS
    assert first == {
        "name": "a.b",
        "value": 1.5,
        "unit": "ms",
        "better": "lower",
        "peer": "other 1.0",
        "ratio": 0.5,
        "goal": 2,
        "machine": here,
    }
    assert (second["peer"], second["ratio"], second["goal"], second["better"]) == (None, None, None, "higher")
    assert not list(target.parent.glob("*.new"))


def test_the_machine_is_named() -> None:
    """Given any machine, then its processor, cores, load, pace, system and Python are stated."""
    here = machine()
    assert set(here) == {"cpu", "cores", "load", "pace", "system", "python"}
    assert all(here[name] for name in here.keys() - {"load"})


@pytest.mark.parametrize(
    ("value", "better", "goal", "met"),
    [
        (1.0, Better.LOWER, 1.0, True),
        (1.1, Better.LOWER, 1.0, False),
        (1.1, Better.HIGHER, 1.0, True),
        (0.9, Better.HIGHER, 1.0, False),
        (0.9, Better.LOWER, None, None),
    ],
)
def test_a_goal_is_reached_or_missed(value: float, better: Better, goal: float | None, met: bool | None) -> None:
    """Given a value, a goal and which way is better, then it is said whether the goal is reached."""
    assert Figure("n", value, "ms", "w", better, goal=goal).met is met


def test_a_ratio_is_ours_over_theirs() -> None:
    """Given the peer's value, then the ratio is ours divided by it; without one there is no ratio."""
    assert Against("peer", 4.0).ratio(1.0) == 0.25
    assert Against("peer", None, "not installed").ratio(1.0) is None
    assert Against("peer", 0.0).ratio(1.0) is None


def test_medians_and_percentiles() -> None:
    """Given ten values, then the ninetieth percentile is the ninth, and the hundredth share of a few is the largest."""
    values = [10.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0]
    assert percentile(values, 0.9) == 9.0
    assert percentile(values, 0.99) == 10.0
    assert percentile([1.0], 0.5) == 1.0
    assert median(values) == 5.5


def test_the_quickest_of_some_calls_counts() -> None:
    """Given something to call three times, then it is called three times, and more often if that takes long."""
    calls: list[int] = []
    assert 0 < best_of(3, lambda: calls.append(1)) < 1
    assert len(calls) == 3
    calls.clear()

    def long() -> None:
        calls.append(1)
        time.sleep(0.002)

    assert 0.002 <= best_of(3, long) < 1
    assert len(calls) == 12


# ---- the command -------------------------------------------------------------------------------------------


@pytest.fixture
def groups(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Two groups of one figure each, and a file of their own to write to."""

    def group(name: str) -> Callable[[Callable[[str], None]], Iterator[Figure]]:
        def figures(say: Callable[[str], None]) -> Iterator[Figure]:
            say("doing something")
            yield Figure(f"{name}.x", 0.25, "ms", f"Something of {name}", goal=0.1)

        return figures

    monkeypatch.setattr(program, "GROUPS", {"one": group("one"), "two": group("two")})
    monkeypatch.setattr(program, "TARGET", tmp_path / "bench.json")
    return tmp_path / "bench.json"


def test_one_group_or_all_are_measured(groups: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Given a group's name, then it alone is measured; given none, all are; what is missed is said and no failure."""
    assert program.main(["two"]) == 0
    assert [one["name"] for one in json.loads(groups.read_text(encoding="utf-8"))] == ["two.x"]
    assert program.main([]) == 0
    assert [one["name"] for one in json.loads(groups.read_text(encoding="utf-8"))] == ["one.x", "two.x"]
    printed = capsys.readouterr()
    assert "Goals missed: two.x" in printed.out
    assert "doing something" in printed.err


def test_a_group_that_does_not_exist_is_a_wrong_call(groups: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Given an unknown name, then the exit code is 2, and what there is stands on standard error."""
    assert program.main(["three"]) == 2
    assert "there are: one, two" in capsys.readouterr().err
    assert not groups.exists()


def test_the_table_says_what_stands_beside() -> None:
    """Given a figure beside a peer, then the table shows value, goal, ratio and how it was measured."""
    page = io.StringIO()
    figure = Figure("a.b", 0.5, "ms", "What it is", peer="other 1.0", ratio=0.25, goal=1, note="3 tries")
    program.show([figure], machine() | {"load": 99}, Console(file=page, width=150))
    for part in (
        "What it is",
        "a.b",
        "0.500 ms",
        "0.250 × other 1.0",
        "3 tries",
        "Every goal is reached.",
        "busy",
        "a second here",
    ):
        assert part in page.getvalue()


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (3.0, "3"), (0.1234, "0.123"), (1.234, "1.23"), (123.4, "123"), (-0.5, "-0.500")]
)
def test_values_have_as_many_places_as_tell_something(value: float, text: str) -> None:
    """Given a value, then it is written with two or three figures that matter."""
    assert program.written(value) == text


# ---- peers and what is measured ----------------------------------------------------------------------------


def test_a_peer_that_cannot_be_installed_is_said_to_be_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Given no way to install the peer, then there is no value, no ratio, and a reason."""
    monkeypatch.setattr(peers, "ENVIRONMENTS", tmp_path)
    monkeypatch.setattr("bench.peers.sys.executable", str(tmp_path / "no-python"))
    against = points_of_people([])
    assert against.value is None
    assert against.ratio(1.0) is None
    assert "no-python" in against.missing


def test_a_peer_that_comes_to_something_else_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a peer whose points differ from ours for one person, then it is left out, and the person named."""
    two = people(load(PEOPLE_PROGRAMME))[:2]
    right = [[one.points, one.category] for one in two]
    answer = {"version": "1.0", "seconds": 0.001, "results": right}
    monkeypatch.setattr(peers, "ask", lambda peer, script, question: answer)
    assert points_of_people(two).value == 0.001
    answer["results"] = [right[0], [0, "a"]]
    against = points_of_people(two)
    assert against.value is None
    assert two[1].key in against.missing


def test_people_are_those_of_whom_the_table_knows_everything() -> None:
    """Given the worked cases of the points table, then each person has a plain value for every item."""
    found = people(load(PEOPLE_PROGRAMME))
    assert len(found) > 20
    for person in found:
        assert set(person.plain) == set(FACTS.values())
        assert isinstance(person.plain["salary"], float)
        assert isinstance(person.plain["patent"], bool)
        assert isinstance(person.plain["degree"], str)


def test_the_largest_programme_is_one_that_comes_along() -> None:
    """Given the packaged programmes, then the largest is one of them; the command that is started asks a real one."""
    assert largest() in available()
    assert CHECK[1] in available()


def test_no_interview_beats_the_best_order() -> None:
    """Given some small programmes, then the best order found by trying all asks no more than the interview."""
    for seed in range(3):
        asked, best = expected_questions(small_programme(seed))
        assert asked >= best - 1e-9
        assert best >= 0
