"""The schedule that the reference tells: the order in which the model does things, as a run of it shows."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from types import CodeType, FrameType
from typing import Any

import pytest

from sojourn.lab.engine import segment
from sojourn.lab.guangxi.experiment import Experiment, make_run
from sojourn.lab.guangxi.running import Run
from tools.reference_odd import day_steps, segment_steps
from tools.schedule import Rooms

OF_A_DAY = ("begin", "wake_up", "hear", "grant", "settle", "book", "finish")


def outermost(steps: tuple[Any, ...]) -> list[str]:
    least = min(len(step.number) for step in steps)
    return [step.name for step in steps if len(step.number) == least]


def within(steps: tuple[Any, ...], name: str) -> list[str]:
    outer = next(step.number for step in steps if step.name == name)
    return [step.name for step in steps if step.number[:-1] == outer]


# ---- the model ---------------------------------------------------------------------------------------------


def test_a_segment_asks_the_rules_first_and_the_authorities_last() -> None:
    """Given the schedule of a segment, then rules, locals, firms and what people find stand before its days, which
    stand before what officials make of them.
    """
    named = outermost(segment_steps())
    order = ("_offer", "think_again", "_relocate", "_prepare_firms", "_tables", "run_segment", "_load", "month")
    assert [name for name in named if name in order] == list(order)


def test_posts_are_set_before_anybody_is_let_go_or_looks_for_one() -> None:
    """Given what is done to firms before a day begins, then posts, then who is let go, then who may hire whom."""
    order = ["posts_for_migrants", "letting_go", "may_file", "inspections", "_tolerant"]
    assert [name for name in within(segment_steps(), "_prepare_firms") if name in order] == order


def test_a_month_ends_with_discipline_then_the_centre_then_the_local_office() -> None:
    """Given the end of a month, then grades come before the centre's step, and that before the office's measures."""
    assert within(segment_steps(), "month") == ["_discipline", "rate", "_held", "answer"]


def test_a_day_goes_from_who_is_awake_to_the_books_of_the_firms() -> None:
    """Given the schedule of a day, then bans end and people choose before posts are given out, and all of that before
    anybody is caught; whoever is stopped going out is so before she is counted, and whoever is found after it.
    """
    steps = day_steps()
    assert [name for name in outermost(steps) if name in OF_A_DAY] == list(OF_A_DAY)
    assert within(steps, "_look")[-1] == "choose"
    assert within(steps, "grant") == ["_search", "_leave_firm", "_take_post", "_stay_behind"]
    assert within(steps, "settle") == ["stop", "_commit", "_enforce", "_set_think", "_set_found", "_set_wake"]
    assert within(steps, "_enforce") == ["breach_of", "_sanction"]


def test_every_step_says_what_happens_and_nothing_of_how_the_work_is_spread() -> None:
    """Given the steps, then each has a sentence, and none speaks of chunks, threads or arrays."""
    for step in (*segment_steps(), *day_steps()):
        assert step.said, step.name
        assert not {"chunks", "threads", "slot"} & set(step.said.split()), step.name


def test_the_schedule_is_the_order_in_which_a_run_does_things(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a run in which centre and local office react, when its last month is watched, then within each step those
    that were taken were taken in the order told; and the steps that every month has are among them.
    """
    steps = sorted({*segment_steps(), *day_steps()}, key=lambda step: step.number)
    by_number = {step.number: step.name for step in steps}
    told: dict[str, list[str]] = {}
    for step in steps:
        told.setdefault(by_number.get(step.number[:-1], "segment"), []).append(step.name)
    watch = Watch({Run.segment.__code__, *(step.function.__code__ for step in steps)})
    for name in OF_A_DAY:
        monkeypatch.setattr(segment, name, watch.compiled(name, getattr(segment, name)))
    months: list[dict[str, list[str]]] = []
    run = make_run(
        Experiment(people=300, first=date(2018, 5, 1), last=date(2018, 7, 31), warm_up=0, scenarios=("both_react",)), 0
    )
    with watch.watching():
        run.go(lambda _: months.append(watch.taken()))
    for name, taken in months[-1].items():
        if name in told:
            assert [one for one in taken if one in told[name]] == [one for one in told[name] if one in taken], name
    assert {"_offer", "_relocate", "_prepare_firms", "_tables", "run_segment", "month"} <= set(months[-1]["segment"])
    assert set(OF_A_DAY) <= set(months[-1]["run_segment"])


class Watch:
    """Notes which function takes which step within it, each where it is first taken."""

    def __init__(self, codes: set[CodeType]) -> None:
        self.codes = codes
        self.within: dict[str, list[str]] = {}

    def taken(self) -> dict[str, list[str]]:
        """What was noted since this was asked before."""
        found = {name: list(dict.fromkeys(taken)) for name, taken in self.within.items()}
        self.within.clear()
        return found

    def note(self, name: str, frame: FrameType | None) -> None:
        while frame is not None and frame.f_code not in self.codes:
            frame = frame.f_back
        if frame is not None:
            self.within.setdefault(frame.f_code.co_name, []).append(name)

    def compiled(self, name: str, function: Any) -> Callable[..., Any]:
        """The function, with a note of each call: what is compiled is no call of Python's."""

        def noted(*given: Any) -> Any:
            self.note(name, sys._getframe(1))
            return function(*given)

        return noted

    @contextmanager
    def watching(self) -> Iterator[None]:
        def called(frame: FrameType, event: str, _: object) -> None:
            if event == "call" and frame.f_code in self.codes:
                self.note(frame.f_code.co_name, frame.f_back)

        before = sys.getprofile()
        sys.setprofile(called)
        try:
            yield
        finally:
            sys.setprofile(before)


# ---- how it is read ----------------------------------------------------------------------------------------


def first() -> int:
    """First."""
    return 1


def second(_: int = 0) -> int:
    """Second.

    More of it.
    """
    return third()


def third() -> int:
    """Third."""
    return 3


def silent() -> int:
    return third()


class Held:
    def own(self) -> int:
        """Of its own."""
        return first()

    def whole(self, other: Any) -> int:
        """Whole."""
        return other.own() + self.own()


ROOMS = Rooms(modules=(__name__,), classes=(Held,))


def names(function: Callable[..., object], depth: int = 1, rooms: Rooms = ROOMS) -> list[str]:
    return [step.name for step in rooms.steps(function, depth)]


def given_before() -> int:
    return second(first())


def in_loops() -> list[int]:
    return [second(one) for one in range(first())]


def in_branches(asked: bool) -> int:
    if asked:
        return second()
    return third() if first() else second()


def handed_over(spread: Callable[[Callable[[], int]], int]) -> int:
    spread(lambda: second())
    return first()


def declared() -> int:
    def later() -> int:
        return third()

    return first() + later()


def round_and_round() -> int:
    """Round."""
    return round_and_round() + first()


@pytest.mark.parametrize(
    ("function", "order"),
    [
        (given_before, ["first", "second"]),
        (in_loops, ["first", "second"]),
        (in_branches, ["second", "first", "third"]),
        (handed_over, ["second", "first"]),
        (declared, ["first"]),
        (silent, ["third"]),
        (round_and_round, ["first"]),
        (Held.whole, ["own"]),
    ],
)
def test_calls_are_told_in_the_order_in_which_they_are_made(function: Callable[..., object], order: list[str]) -> None:
    """Given a function, then what is given to a call stands before it, a loop before what it does, each call once."""
    assert names(function) == order


def test_a_call_is_opened_in_place_down_to_a_depth() -> None:
    """Given a depth, then the calls of a step stand below it; one of which nothing is said is opened in its place."""
    assert [(step.number, step.name, step.said) for step in ROOMS.steps(given_before, 2)] == [
        ((1,), "first", "First."),
        ((2,), "second", "Second."),
        ((2, 1), "third", "Third."),
    ]
    assert names(Held.whole, 2) == ["own", "first"]


def test_what_is_left_out_is_no_step_and_what_is_said_elsewhere_is() -> None:
    """Given rooms that leave a name out and say one, then the one is gone with all within it, the other is a step."""
    rooms = Rooms(modules=(__name__,), left_out=frozenset({"second"}), said=(("silent", "Said here."),))
    assert names(given_before, 2, rooms) == ["first"]
    assert [step.said for step in rooms.steps(lambda_free, 1)] == ["Said here."]
    assert names(given_before, 2, Rooms(modules=("another.room",))) == []


def lambda_free() -> int:
    return silent()
