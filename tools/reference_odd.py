"""What docs/reference/model.md says of the lab's model: its parameters, its schedule, its outcomes and its figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

from sojourn.lab import OUTCOMES, outcome_label, outcome_unit, parameters
from sojourn.lab.calibrating import figures
from sojourn.lab.engine.arrays import Breach, Happened, Manner, Mode
from sojourn.lab.engine.segment import run_segment
from sojourn.lab.guangxi.authorities import Authorities
from sojourn.lab.guangxi.office import Office
from sojourn.lab.guangxi.running import Run
from sojourn.lab.speaking import words

from .schedule import Rooms, Step

INTRO: Final = """Made from the code of the Guangxi model: what it is for and how it is thought stands in
[the model, by the ODD protocol](../lab-odd.md)."""

#: How deep the steps of a segment are told, and, counted alike, those of its days.
_DEEP: Final = 2
_DEEP_IN_A_DAY: Final = 4
_HEADS: Final = ("No.", "Step", "What it does", "In `src/sojourn/lab`")
#: What a first sentence says of the arrays that hold something, and of the names of what is given.
_OF_ARRAYS: Final = re.compile(
    r"(?:;|:|,)? ?(?:each |shape )?(?:u?int\d+)?[\[(](?:firms|kinds|places|measure)\b[^\])]*[\])]"
    r"| \(`[^)]*\)| `\w+`: [^.]*\.$"
)
#: Looking something up, counting and putting down, which is no step of the model.
_LEFT_OUT: Final = """
    _chance _count_crossings _count_days _day_spent _days_of_one _draw_noise _looked_at _month_of_tastes _spread
    _tell_change _tenure _there_is alternative_of alternatives cell_of choices_of counters_for earned kinds_of mode_of
    whole_lots without_papers word_of
"""
_SAID: Final = (
    (
        "_discipline",
        "Grade agencies by the leaks laid to them, and take the qualification of firms over their workers.",
    ),
    ("_leave_firm", "Give up the post at the firm, and with it the permit."),
    ("_take_post", "Begin in the post: with a permit issued on that day, or without papers."),
)
_ROOMS: Final = Rooms(
    modules=("sojourn.lab.guangxi.", "sojourn.lab.engine."),
    classes=(Run, Authorities, Office),
    left_out=frozenset(_LEFT_OUT.split()),
    said=_SAID,
)

_Part = tuple[str, str, Sequence[str], list[Sequence[str]]]


def parts() -> Iterator[_Part]:
    """Every table: its title, what stands before it, its heads and its rows."""
    yield "What people may be doing", "", ("Mode", "In words"), _named(Mode, "modes")
    yield "How somebody who is in came in", "", ("Manner", "In words"), _named(Manner, "manners")
    yield "What somebody may be caught at", "", ("Breach", "In words"), _named(Breach, "breaches")
    yield (
        "A segment",
        "A segment is a month, cut where a rule changes. This is what happens in it, in the order in which the code "
        "does it. What is done within a step stands below it, and its number begins with that of the step. Locals and "
        "firms of the coast think again once a month; the authorities act when a month has ended.\n\n",
        _HEADS,
        [_told(step) for step in segment_steps()],
    )
    yield (
        "A day",
        "What `run_segment` does: its first step and its last once in a segment, those between them on each day.\n\n",
        _HEADS,
        [_told(step) for step in day_steps()],
    )
    yield (
        "Parameters",
        "What is believed of each before any figure is looked at. *even*: any value between the two alike; *even in "
        "the logarithm*: any ratio alike; *fixed*: scenarios alone change it.\n\n",
        ("Parameter", "What it is", "Unit", "Prior", "From"),
        [_parameter(key) for key in parameters()],
    )
    yield (
        "Outcomes",
        "What a run comes to, over the days that are told of.\n\n",
        ("Outcome", "What it is", "Unit"),
        [(f"`{key}`", outcome_label(key, "en"), outcome_unit(key, "en")) for key in OUTCOMES],
    )
    yield (
        "Figures that calibrate",
        "How each published figure is taken; none of them is used to validate.\n\n",
        ("Figure", "What is said", "Taken as", "What it leaves open", "From"),
        [
            (
                f"`{one.key}`",
                one.said,
                f"{one.at:g}, {'a factor' if one.logarithmic else 'give or take'} {one.error:g}",
                one.leaves_open,
                ", ".join(one.sources),
            )
            for one in figures()
        ],
    )
    yield (
        "Rows of a history",
        "What the engine tells of somebody whose history is kept.\n\n",
        ("Number", "Row"),
        [(str(one.value), one.name.lower().replace("_", " ")) for one in Happened],
    )


def segment_steps() -> tuple[Step, ...]:
    """What happens in a segment; its days are one step, and not opened."""
    days = _days()
    return tuple(one for one in _schedule() if len(one.number) <= (1 if one.number[0] == days else _DEEP))


def day_steps() -> tuple[Step, ...]:
    """What happens before the days of a segment, on each of them, and after them."""
    days = _days()
    return tuple(one for one in _schedule() if one.number[0] == days and len(one.number) > 1)


@cache
def _schedule() -> tuple[Step, ...]:
    return _ROOMS.steps(Run.segment, _DEEP_IN_A_DAY)


def _days() -> int:
    return next(one.number[0] for one in _schedule() if one.function is run_segment)


def _told(step: Step) -> Sequence[str]:
    number, file = ".".join(map(str, step.number)), "/".join(step.function.__module__.split(".")[2:])
    return number, f"`{step.name}`", _OF_ARRAYS.sub("", step.said), f"`{file}.py`"


def _named(kind: Any, group: str) -> list[Sequence[str]]:
    said = words("en")[group]
    keys = {one: "border_pass" if one is Manner.PASS else one.name.lower() for one in kind}
    return [(f"`{key}`", str(said[key])) for key in keys.values()]


def _parameter(key: str) -> Sequence[str]:
    one = parameters()[key]
    said = words("en")["parameters"][key]
    if one.fixed:
        prior = f"fixed at {one.low:g}"
    else:
        prior = f"{one.low:g} to {one.high:g}, even{' in the logarithm' if one.logarithmic else ''}"
    return f"`{key}`", said["label"], said["unit"], prior, one.source
