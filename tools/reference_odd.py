"""What docs/reference/model.md says of the lab's model: its parameters, its schedule, its outcomes and its figures."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from sojourn.lab import OUTCOMES, outcome_label, outcome_unit, parameters
from sojourn.lab.calibrating import figures
from sojourn.lab.engine import clearing, segment, settling
from sojourn.lab.engine.arrays import Breach, Happened, Manner, Mode
from sojourn.lab.guangxi import running
from sojourn.lab.guangxi.authorities import Authorities
from sojourn.lab.guangxi.running import Run
from sojourn.lab.speaking import words

INTRO: Final = """Made from the code of the Guangxi model: what it is for and how it is thought stands in
[the model, by the ODD protocol](../lab-odd.md)."""

_Part = tuple[str, str, Sequence[str], list[Sequence[str]]]


def parts() -> Iterator[_Part]:
    """Every table: its title, what stands before it, its heads and its rows."""
    yield "What people may be doing", "", ("Mode", "In words"), _named(Mode, "modes")
    yield "How somebody who is in came in", "", ("Manner", "In words"), _named(Manner, "manners")
    yield "What somebody may be caught at", "", ("Breach", "In words"), _named(Breach, "breaches")
    yield (
        "A segment",
        "A segment is a month, cut where a rule changes. Before its first day the model is asked, in this order:\n\n",
        ("Step", "What it does"),
        [
            *_called(Run.segment, running),
            *_called(Run._prepare_firms, running, Authorities),
            *_called(Run._tables, running),
        ],
    )
    yield (
        "A day",
        "The steps in the engine: the first and last once a segment, those between them each day.\n\n",
        ("Step", "What it does"),
        _steps(),
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


def _steps() -> list[Sequence[str]]:
    """The steps of a segment: what comes before its days, those of a day, and what comes after them."""
    before, *after = _called(segment.run_segment, segment, settling)
    return [before, *_called(segment._day, segment, settling, clearing), *after]


def _named(kind: Any, group: str) -> list[Sequence[str]]:
    said = words("en")[group]
    keys = {one: "border_pass" if one is Manner.PASS else one.name.lower() for one in kind}
    return [(f"`{key}`", str(said[key])) for key in keys.values()]


def _called(function: Callable[..., object], *homes: Any) -> list[Sequence[str]]:
    """What a function calls, in the order in which it stands there, with the first sentence said of each."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    found: dict[str, str] = {}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        target = next((getattr(home, name) for home in homes if hasattr(home, name)), None)
        said = inspect.getdoc(target) if target is not None and callable(target) else None
        if said and name not in found and not inspect.isclass(target) and not name.startswith("_"):
            found[name] = " ".join(said.split("\n\n")[0].split())
    return [(f"`{name}`", said) for name, said in found.items()]


def _parameter(key: str) -> Sequence[str]:
    one = parameters()[key]
    said = words("en")["parameters"][key]
    if one.fixed:
        prior = f"fixed at {one.low:g}"
    else:
        prior = f"{one.low:g} to {one.high:g}, even{' in the logarithm' if one.logarithmic else ''}"
    return f"`{key}`", said["label"], said["unit"], prior, one.source
