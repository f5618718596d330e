"""Days for which the programme does not speak: told in each language, and by the programme's own days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sojourn.lab import Experiment, days_unspoken_for
from sojourn.policy import days_of_change, load

PROGRAMME = load("guangxi")
A_DAY = timedelta(days=1)


def first_dated() -> date:
    """The day of the provisions on passes, the first thing dated that the model asks."""
    return days_of_change(PROGRAMME, ["may_work_on_pass"])[0].day.earliest


@pytest.mark.parametrize("language", ["en", "zh", "vi"])
def test_days_before_anything_dated_and_past_the_last_verified_one_are_told(language: str) -> None:
    """Given days at both ends of what the programme speaks for, then which they are is said, and no others."""
    dated, verified = first_dated(), PROGRAMME.verified
    before, after = days_unspoken_for(Experiment(first=dated - A_DAY, last=verified + 2 * A_DAY), language)
    assert str(dated - A_DAY) in before
    assert str(dated) in before
    assert str(verified) in after
    assert str(verified + A_DAY) in after
    assert str(verified + 2 * A_DAY) in after
    assert days_unspoken_for(Experiment(first=dated, last=verified), language) == ()


def test_days_all_before_end_with_the_run() -> None:
    (told,) = days_unspoken_for(Experiment(first=date(1900, 1, 1), last=date(1900, 12, 31)), "en")
    assert "from 1900-01-01 to 1900-12-31" in told


def test_a_scenario_from_a_day_on_dates_nothing_earlier() -> None:
    early = Experiment(scenarios=("fee_0",), first=date(1990, 1, 1), last=date(1990, 1, 2))
    assert len(days_unspoken_for(early, "en")) == 1
