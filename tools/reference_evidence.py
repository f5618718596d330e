"""What docs/reference/evidence.md says of how far the lab's model is borne out: its posterior, and what it is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from sojourn.lab import BAND, NOT_IDENTIFIED, package_file, parameter_label, parameter_unit, parameters
from sojourn.lab.guangxi.posterior import (
    HEAD,
    MOVED_AT_LEAST,
    MOVED_BY_CHANCE,
    Standing,
    read_draws,
    standing,
    told_in_band,
    worth,
)
from sojourn.lab.validating import Kind, Mechanism, read_mechanisms

INTRO: Final = """Made from the posterior that comes with the package and from the list of causes and effects that the
model is asked. How to read it stands in [How far to trust the model](../lab-evidence.md)."""

#: What the figures tell of a parameter, as the table has it.
_STANDINGS: Final = {
    Standing.IDENTIFIED: "identified",
    Standing.MOVED: "not identified; moved",
    Standing.AS_BEFORE: "not identified",
}

_Part = tuple[str, str, Sequence[str], list[Sequence[str]]]


def parts() -> Iterator[_Part]:
    """Every table: its title, what stands before it, its heads and its rows."""
    yield _posterior()
    yield (
        "Causes and effects that are asked",
        _counted(),
        ("Id", "What the source says", "Sign", "What the model has of it", "Counts"),
        [_asked(one) for one in read_mechanisms().values() if one.kind is not Kind.OUTSIDE],
    )
    yield (
        "Not answered",
        "The model has no such thing. Nothing that it says speaks for or against these.\n\n",
        ("Id", "What the source says", "Why it is not answered"),
        [
            (f"`{one.key}`", one.statement["en"], one.why["en"])
            for one in read_mechanisms().values()
            if one.kind is Kind.OUTSIDE
        ],
    )


def _posterior() -> _Part:
    """Each parameter before and after the figures, the one of which most is told first."""
    text = package_file().read_text(encoding="utf-8")
    draws = read_draws(text, package_file().name)
    how = [line.removeprefix("# ") for line in text.splitlines() if line.startswith("#") and line != HEAD][:-1]
    drawn = {key: one for key, one in parameters().items() if not one.fixed}
    found: list[tuple[float, Sequence[str]]] = []
    told: Counter[Standing] = Counter()
    for key, one in drawn.items():
        shares = np.array([one.share(draw[key]) for draw in draws])
        low, middle, high, width = told_in_band(shares)
        stands = standing(shares, worth(), len(drawn))
        told[stands] += 1
        prior, posterior = (
            f"{_number(one.at(at[1]))} ({_number(one.at(at[0]))} to {_number(one.at(at[2]))})"
            for at in ((BAND[0], 0.5, BAND[1]), (low, middle, high))
        )
        names = f"`{key}`", parameter_label(key, "en"), parameter_unit(key, "en")
        found.append((width, (*names, prior, posterior, f"{round(100 * (1 - width))} %", _STANDINGS[stands])))
    before = (
        f"{len(draws)} draws. {told[Standing.IDENTIFIED]} of {len(found)} parameters are identified, which takes "
        f"{100 * (1 - NOT_IDENTIFIED):.0f} % of the prior's width to be gone. {told[Standing.MOVED]} moved: hardly "
        f"narrower, but their middle is off the prior's by {100 * MOVED_AT_LEAST:.0f} % of its range or more, and "
        f"chance would spread the draws of any so in one case of {1 / MOVED_BY_CHANCE:,.0f} at most. A share below "
        "nought is chance: nothing is gone. Before and after: the middle, and between what eight draws in ten lie. "
        "What the file says of how it was made:\n\n"
    )
    heads = ("Parameter", "What it is", "Unit", "Before", "After", "Width that is gone", "Told by the figures")
    rows = [row for _, row in sorted(found, key=lambda one: one[0])]
    return (
        "Parameters before and after the figures",
        before + "".join(f"    {line}\n" for line in how) + "\n",
        heads,
        rows,
    )


def _counted() -> str:
    asked = [one for one in read_mechanisms().values() if one.kind is not Kind.OUTSIDE]
    counts = sum(one.counts for one in asked)
    return (
        f"{counts} of {len(asked)} count. What comes of each is said by `sojourn lab validate guangxi`. The others are "
        "asked too, but prove nothing: they follow from how the model is written, went into it, or are told in the "
        "source as what others claim or fear.\n\n"
    )


def _number(value: float) -> str:
    """Three digits that count, and no fewer than stand before the point."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _asked(one: Mechanism) -> Sequence[str]:
    return f"`{one.key}`", one.statement["en"], one.sign, one.why["en"], _standing(one)


def _standing(one: Mechanism) -> str:
    if one.counts:
        return "yes"
    if one.kind is Kind.IDENTITY:
        return "no: true as the model is written"
    if one.informed:
        return f"no: known beforehand by {', '.join(f'`{name}`' for name in one.informed)}"
    return "no: only claimed"
