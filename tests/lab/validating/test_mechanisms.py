"""The list of causes and effects: none is missing, each can be asked, and none is counted that is known beforehand."""

from __future__ import annotations

import pytest

from sojourn.lab import OUTCOMES, available_scenarios, parameters, read_mechanisms
from sojourn.lab.calibrating import figures
from sojourn.lab.validating import Kind, Mechanism, Sign, components
from sojourn.policy.working.coverage import read_catalogue

ALL = tuple(read_mechanisms().values())
CATALOGUE = {**read_catalogue("guangxi"), **read_catalogue("china")}
#: Outcomes that a figure of the calibration is compared by.
COMPARED = {
    "permits_a_month",
    "applications",
    "firms_with_permits",
    "permitted_pingxiang",
    "permitted_dongxing",
    "permitted_longzhou",
    "quits_in_a_month",
    "onward",
}


def named(one: Mechanism) -> str:
    return one.key


def test_no_mechanism_of_the_catalogue_is_missing_and_none_is_made_up() -> None:
    catalogued = {key for key in CATALOGUE if key.startswith(("gx.m.", "lit.m."))}
    assert len(catalogued) == 39
    assert set(read_mechanisms()) == catalogued


@pytest.mark.parametrize("one", ALL, ids=named)
def test_each_can_be_asked_or_says_why_not(one: Mechanism) -> None:
    for text in (one.statement, one.why):
        assert set(text) == {"en", "zh", "vi"}
        assert all(text.values())
    assert one.reference
    assert (one.contrast is None) == (one.kind is Kind.OUTSIDE)
    assert bool(one.ablate) == (one.kind is Kind.EMERGENT)
    assert set(one.ablate) <= components().keys()
    assert set(one.rests_on) <= CATALOGUE.keys()
    if one.contrast is None:
        return
    assert one.contrast.before != one.contrast.after
    assert one.contrast.expect.keys() <= OUTCOMES.keys()
    assert (Sign.NOUGHT in one.contrast.expect.values()) == (one.contrast.nought > 0)
    for arm in (one.contrast.before, one.contrast.after):
        assert set(arm.scenarios) <= set(available_scenarios())
        assert {name for name, _ in (*arm.given, *arm.times)} <= parameters().keys()


@pytest.mark.parametrize("one", [one for one in ALL if one.counts], ids=named)
def test_what_calibrates_does_not_validate(one: Mechanism) -> None:
    sources = {source for figure in figures() for source in figure.sources}
    cited = " ".join(parameter.source for parameter in parameters().values())
    assert not sources & {one.key, *one.rests_on}
    assert one.key not in cited
    assert one.contrast is not None
    assert not one.contrast.expect.keys() & COMPARED


@pytest.mark.parametrize("key", ["gx.m.staylimit.regularise", "gx.m.bifurcation", "gx.m.sectorban.mismatch"])
def test_what_rests_on_a_calibrated_figure_is_asked_and_not_counted(key: str) -> None:
    one = read_mechanisms()[key]
    assert one.kind is Kind.EMERGENT
    assert one.informed
    assert not one.counts


@pytest.mark.parametrize("key", ["gx.m.relocate.actual", "gx.m.control.permitlen"])
def test_what_a_prior_was_drawn_from_is_not_counted(key: str) -> None:
    assert set(read_mechanisms()[key].informed) <= parameters().keys()
    assert read_mechanisms()[key].informed
    assert not read_mechanisms()[key].counts


@pytest.mark.parametrize("one", [one for one in ALL if one.contrast], ids=named)
def test_an_ablation_leaves_the_cause_there(one: Mechanism) -> None:
    """Given any of its components off on both sides, then the sides still differ: the cause itself is not ablated."""
    assert one.contrast is not None
    for key in one.ablate:
        off = components()[key]
        assert one.contrast.before.without(off) != one.contrast.after.without(off), key
    every = [components()[key] for key in one.ablate]
    assert one.contrast.before.without(*every) != one.contrast.after.without(*every)


@pytest.mark.parametrize("one", [one for one in ALL if one.kind is Kind.EMERGENT], ids=named)
def test_more_than_one_way_is_asked_after(one: Mechanism) -> None:
    """Given what emerges, then what people differ in and what they compete for are among the ways it may come about."""
    assert len(one.ablate) >= 5
    assert {"tastes", "scarce_posts"} <= set(one.ablate)
    assert len(set(one.ablate)) == len(one.ablate)


def test_components_are_switched_off_by_parameters_of_the_model() -> None:
    used = {key for one in ALL for key in one.ablate}
    for key, component in components().items():
        assert set(component.label) == {"en", "zh", "vi"}
        assert component.off or component.scenarios
        assert set(component.scenarios) <= set(available_scenarios())
        assert {name for name, _ in component.off} <= parameters().keys()
        assert key in used
