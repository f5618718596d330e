"""Places: what lies in what, on days known and not known."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sojourn.policy.evaluation.compiled import Compiled
from sojourn.policy.evaluation.running import Run
from sojourn.policy.model import Law, Layer
from sojourn.policy.values import ABSENT, ABSENT_BIT, Span

from .small import programme, rule

PLACES = ("land", "north", "south", "zone")
SMALL = programme("".join(rule(f"in_{place}", f"when: applicant.town in {place}") for place in PLACES), goals="in_land")
COMPILED = Compiled(SMALL)

days = st.dates(date(2015, 1, 1), date(2022, 12, 31))
spans = st.tuples(days, days).map(lambda pair: Span(*sorted(pair)))  # type: ignore[arg-type]


@given(
    target=st.sampled_from(PLACES),
    towns=st.frozensets(st.sampled_from((*PLACES, ABSENT)), min_size=1),
    day=days | spans,
)
def test_a_set_of_places_lies_where_its_places_do(target: str, towns: frozenset[Any], day: date | Span) -> None:
    """Where the day matters for none of them no day is looked at, and yet nothing else comes out."""
    run = Run({"applicant.town": towns}, dict.fromkeys(Law, day), Layer.PAPER)
    expected = 0
    for town in towns:
        expected |= ABSENT_BIT if town is ABSENT else COMPILED.places.enclosing(run, town, target, day)[1]
    assert COMPILED.own(f"in_{target}")(Run(run.facts, run.days, Layer.PAPER)) == expected
    for town in towns:
        alone = Run({"applicant.town": town}, run.days, Layer.PAPER)
        one = ABSENT_BIT if town is ABSENT else COMPILED.places.enclosing(run, town, target, day)[1]
        assert COMPILED.own(f"in_{target}")(alone) == one


def test_places_are_told_apart_by_whether_the_day_matters() -> None:
    """The south lay in the zone only from some day on; the zone lies in the north, and so in the land, since 2017."""
    assert COMPILED.places.lying_in("land") == (frozenset({"land", "north", "south"}), frozenset({"zone"}))
    assert COMPILED.places.lying_in("zone") == (frozenset({"zone"}), frozenset({"south"}))
    assert COMPILED.places.lying_in("north") == (frozenset({"north"}), frozenset({"zone", "south"}))
