"""Places: what lies in what, on days known and not known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.policy import Outcome, check, read_case
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


# ---- the places of a history's entries ---------------------------------------------------------------------------

STAYS = programme(
    rule("r0", "some: {of: applicant.stays, all: true}\n  when: spot in zone")
    + rule("r1", "some: {of: applicant.years, all: true}\n  when: site in zone")
    + rule("r2", "total: {of: applicant.years, all: true}\n  unit: day\n  value: stay_days[site]")
)


@pytest.mark.parametrize("at", [date(2016, 6, 1), date(2018, 6, 1), date(2022, 1, 1)])
@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2018-01-05", "2018-01-20", Outcome.NO),  # the south joined the zone after February and by November 2018
        ("2018-12-05", "2018-12-20", Outcome.YES),
        ("2018-05-01", "2018-05-20", Outcome.NOT_KNOWN_YET),
        ("2017-05-01", "2019-05-20", Outcome.NOT_KNOWN_YET),  # in it for a part of the stay
        ("2019", "2019-05-20", Outcome.YES),
        ("2019-05-20", "unknown", Outcome.YES),
        ("unknown", "2018-01-20", Outcome.NO),
    ],
)
def test_a_stay_was_where_its_place_lay_then(first: str, last: str, expected: Outcome, at: date) -> None:
    """Given a stay at a place that joined a zone, then whether it was in the zone goes by the days of the stay,
    whatever the day asked about.
    """
    stay = {"from": first, "to": last, "spot": "south"}
    case = read_case(STAYS, {"applicant.stays": {"complete": True, "entries": [stay]}}, at=at)
    assert check(STAYS, case, "r0").paper.outcome is expected


@pytest.mark.parametrize("at", [date(2016, 6, 1), date(2018, 6, 1), date(2022, 1, 1)])
@pytest.mark.parametrize(("year", "expected"), [(2017, Outcome.NO), (2018, Outcome.NOT_KNOWN_YET), (2019, Outcome.YES)])
def test_a_year_was_where_its_place_lay_then(year: int, expected: Outcome, at: date) -> None:
    """Given a year at a place that joined a zone, then whether it was in the zone goes by that year."""
    facts = {"applicant.years": {"complete": True, "entries": [{"year": year, "site": "south"}]}}
    assert check(STAYS, read_case(STAYS, facts, at=at), "r1").paper.outcome is expected


def test_a_figure_for_the_place_of_an_entry_goes_by_where_it_lay_then() -> None:
    """Given years at a place that came to lie in the north, by way of the zone, then the figure of the north counts
    for the years since then only.
    """
    found = {}
    for year in (2016, 2019):
        facts = {"applicant.years": {"complete": True, "entries": [{"year": year, "site": "south"}]}}
        value = check(STAYS, read_case(STAYS, facts, at=date(2022, 1, 1)), "r2").paper.value
        assert value is not None
        found[year] = (value.low, value.high)
    assert found == {2016: (1, 7), 2019: (3, 3)}


# ---- a wide place given ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [date(2016, 6, 1), date(2018, 6, 1), date(2022, 1, 1)])
def test_anywhere_in_a_place_is_in_it(at: date) -> None:
    """Given a place in which others lie at some times only, then whoever is anywhere in it is in it at any time."""
    for place in PLACES:
        found = check(SMALL, read_case(SMALL, {"applicant.town": place}, at=at), f"in_{place}")
        assert found.paper.outcome is Outcome.YES, place


def test_a_wide_place_leaves_open_in_which_narrower_one() -> None:
    """Given a wide place, then what a narrower one would change is not known yet, and the place may be told again;
    elsewhere in it is in none of them.
    """
    at = date(2022, 1, 1)
    wide = check(SMALL, read_case(SMALL, {"applicant.town": "north"}, at=at), "in_zone").paper
    assert (wide.outcome, wide.matters) == (Outcome.NOT_KNOWN_YET, ("applicant.town",))
    elsewhere = check(SMALL, read_case(SMALL, {"applicant.town": "elsewhere_in_north"}, at=at), "in_zone").paper
    assert (elsewhere.outcome, elsewhere.matters) == (Outcome.NO, ())
    # The zone lies in the north since 2017: before, who was in the north was not in the zone.
    before = check(SMALL, read_case(SMALL, {"applicant.town": "north"}, at=date(2016, 6, 1)), "in_zone").paper
    assert before.outcome is Outcome.NO
