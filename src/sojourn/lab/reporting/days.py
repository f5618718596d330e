"""What must be said of days that are run and for which the programme does not speak."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ..guangxi.bound import binding
from ..guangxi.experiment import Experiment
from ..speaking import sentence


def days_unspoken_for(experiment: Experiment, language: str) -> tuple[str, ...]:
    """A sentence for the days before anything that the model asks is dated, and one for those past the last verified
    day; none where the programme speaks for every day that is told of."""
    return tuple(_sentences(experiment, language))


def _sentences(experiment: Experiment, language: str) -> Iterator[str]:
    dated, verified = experiment.composed().spoken_for(binding())
    first, last = experiment.first, experiment.last
    a_day = timedelta(days=1)
    if first < dated:
        yield sentence("days_before", language, first=first, last=min(last, dated - a_day), dated=dated)
    if last > verified:
        yield sentence("days_after", language, first=max(first, verified + a_day), last=last, verified=verified)
