"""Units in words, as they stand beside a number: `year` is years, `CNY/month` yuan per month."""

from __future__ import annotations

from collections.abc import Callable


def measure(unit: str, say: Callable[..., str]) -> str:
    """A unit as it is written in programmes, in words; '' for a plain number. `say` gives the sentence of a code."""
    if not unit:
        return ""
    top, *below = unit.split("/")
    told = say(f"measure.{top.replace(' ', '_')}")
    for part in below:
        told = say("measure.per", amount=told, unit=say(f"per.{part.replace(' ', '_')}"))
    return told
