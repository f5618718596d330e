"""What runs say of a sign, and what a small validation comes to."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sojourn.cli.lab.validating import told, validation_page
from sojourn.cli.page import Line
from sojourn.cli.session import Session
from sojourn.lab import Draws, Experiment, Validation, Verdict, read_mechanisms, share_text, validate
from sojourn.lab.validating import Ablation, Answer, Arm, Component, Contrast, Judged, Sign, components, judge, smallest
from sojourn.lab.validating.judging import can_be_shown, most_tried
from sojourn.policy import Language

SMALL = Experiment(people=1200, warm_up=120, runs=7, draws=Draws.PRIOR, seed=3, last=date(2018, 6, 30))
NAN = float("nan")


def contrast(sign: Sign, nought: float = 0.0) -> Contrast:
    return Contrast(Arm(), Arm(), {"turnover": sign}, nought, None, None)


@pytest.mark.parametrize(
    ("sign", "nought", "before", "after", "probability", "verdict"),
    [
        (Sign.UP, 0.0, [1] * 7, [2] * 7, 1.0, Verdict.HIT),
        (Sign.UP, 0.0, [1] * 3, [2] * 3, 1.0, Verdict.UNDECIDED),
        (Sign.UP, 0.0, [1] * 40, [2] * 30 + [1] * 10, 0.75, Verdict.UNDECIDED),
        (Sign.DOWN, 0.0, [1] * 20, [2] * 10 + [0] * 10, 0.5, Verdict.MISS),
        (Sign.DOWN, 0.0, [1] * 4, [2, 2, 0, 0], 0.5, Verdict.UNDECIDED),
        (Sign.UP, 0.0, [1, 1], [1, 1], 0.0, Verdict.MISS),
        (Sign.NOUGHT, 0.1, [10] * 8, [11, 9, 10, 10.5] * 2, 1.0, Verdict.HIT),
        (Sign.NOUGHT, 0.1, [10, 10], [12, 8], 0.0, Verdict.MISS),
        (Sign.UP, 0.0, [1, NAN, 1], [2, 2, 0], 0.5, Verdict.UNDECIDED),
    ],
)
def test_the_share_of_runs_in_which_a_sign_comes_out(
    sign: Sign, nought: float, before: list[float], after: list[float], probability: float, verdict: Verdict
) -> None:
    answer = judge(contrast(sign, nought), [{"turnover": one} for one in before], [{"turnover": one} for one in after])
    assert answer.probability == probability
    assert answer.low <= probability <= answer.high
    assert answer.verdict is verdict
    assert answer.runs == sum(math.isfinite(one + other) for one, other in zip(before, after, strict=True))


def test_where_no_run_can_tell_nothing_is_decided() -> None:
    answer = judge(contrast(Sign.UP), [{"turnover": NAN}], [{"turnover": 1.0}])
    assert (answer.runs, answer.verdict) == (0, Verdict.UNDECIDED)


def came_out(hits: int, runs: int) -> Answer:
    """What is said of a sign that comes out in so many of so many runs."""
    after = [{"turnover": 2.0}] * hits + [{"turnover": 0.0}] * (runs - hits)
    return judge(contrast(Sign.UP), [{"turnover": 1.0}] * runs, after)


@pytest.mark.parametrize(
    ("hits", "runs", "of_one_share"),
    [(3, 3, (1, 1)), (0, 1, (0, 1)), (9, 10, (9, 10)), (1, 2, (1, 2)), (2, 3, (2, 3)), (7, 8, (7, 8)), (3, 4, (3, 4))],
)
def test_so_many_runs_as_are_said_to_be_needed_are_enough(hits: int, runs: int, of_one_share: tuple[int, int]) -> None:
    """Given too few runs, when there are as many as it takes and the share is the same, then it is decided."""
    few = came_out(hits, runs)
    assert few.needed is not None
    assert few.needed > runs
    assert few.verdict is Verdict.UNDECIDED
    part, whole = of_one_share
    times = math.ceil(few.needed / whole)
    enough = came_out(part * times, whole * times)
    assert enough.needed is None
    between = 0.5 < few.probability < 0.9
    assert (enough.verdict is Verdict.UNDECIDED) == between
    if between:
        assert enough.low > 0.5
        assert enough.high < 0.9
    less = (few.needed - 1) // whole
    assert came_out(part * less, whole * less).needed == few.needed


def test_nobody_can_say_how_many_runs_it_takes_where_none_can_tell() -> None:
    assert judge(contrast(Sign.UP), [{"turnover": NAN}], [{"turnover": 1.0}]).needed is None


def test_every_expected_sign_has_to_come_out_in_the_same_run() -> None:
    both = Contrast(Arm(), Arm(), {"turnover": Sign.UP, "trained": Sign.DOWN}, 0.0, None, None)
    before = [{"turnover": 1.0, "trained": 1.0}] * 2
    after = [{"turnover": 2.0, "trained": 2.0}, {"turnover": 0.0, "trained": 0.0}]
    assert judge(both, before, after).probability == 0.0


def test_a_hit_is_produced_by_what_it_is_surely_none_without() -> None:
    """Given components off, then those count without which it is surely no hit; what no run can tell does not."""

    def without(name: str, share: float, runs: int) -> Ablation:
        return Ablation((components()[name],), came_out(round(share * runs), runs), came_out(runs, runs), 4)

    none_tells = judge(contrast(Sign.UP), [{"turnover": NAN}] * 20, [{"turnover": 1.0}] * 20)
    untold = Ablation((components()["pay"],), none_tells, came_out(20, 20), 4)
    mechanism = read_mechanisms()["gx.m.shortpermit.turnover"]
    ablations = (without("fear", 0.2, 20), without("habit", 0.85, 20), without("match", 1.0, 20), untold)
    judged = Judged(mechanism, {}, ablations)
    assert [one.key for one in judged.produced_by] == ["fear"]
    assert told_one(judged)["produced_by"] == ["fear"]
    assert told_one(Judged(mechanism, {}, ablations[1:]))["produced_by"] == []
    assert told_one(Judged(mechanism, {}, ()))["produced_by"] is None


def answered(came: NDArray[np.bool_]) -> Answer:
    """What is said of a sign that comes out in some of the runs, in their order."""
    return judge(
        contrast(Sign.UP), [{"turnover": 1.0}] * came.size, [{"turnover": 2.0 if one else 0.0} for one in came]
    )


def test_runs_are_held_against_themselves_and_all_that_is_tried_is_allowed_for() -> None:
    """Given shares apart by as much, then it counts in which runs the sign is lost or won, and how much was tried."""
    whole = np.arange(60) < 57
    part = (components()["fear"],)
    nested = Ablation(part, answered(np.arange(60) < 45), answered(whole), 23)
    assert (nested.lost, nested.won) == (12, 0)
    assert nested.by_chance == pytest.approx(23 / 2**12)
    assert nested.makes
    crossed = replace(nested, answer=answered(np.roll(np.arange(60) < 45, 15)))
    assert (crossed.lost, crossed.won) == (15, 3)
    assert crossed.answer.probability == nested.answer.probability
    assert not crossed.makes
    assert not replace(nested, tried=80).makes
    untold = replace(nested, answer=judge(contrast(Sign.UP), [{"turnover": NAN}] * 60, [{"turnover": 1.0}] * 60))
    assert (untold.lost, untold.won, untold.by_chance, untold.makes) == (0, 0, 1.0, False)


def credited(share: float, without: Sequence[float], runs: int, cases: int) -> list[Judged]:
    """Signs that come out in a share of runs of their own, with and without each component; of these, the hits."""
    generator = np.random.default_rng(5)
    mechanism = read_mechanisms()["gx.m.shortpermit.turnover"]
    listed = parts("abcdefghijklmnopqrst"[: len(without)])
    found = []
    for _ in range(cases):
        whole = answered(generator.random(runs) < share)
        if whole.verdict is not Verdict.HIT:
            continue

        def off(*gone: Component, beside: Answer = whole) -> Ablation:
            left = min(without[listed.index(one)] for one in gone)
            return Ablation(gone, answered(generator.random(runs) < left), beside, most_tried(len(listed)))

        alone = tuple(off(one) for one in listed)
        together = None if any(one.makes for one in alone) else smallest(listed, off)
        found.append(Judged(mechanism, {Draws.PRIOR: whole}, alone, together))
    return found


@pytest.mark.parametrize("listed", [3, 12])
@pytest.mark.parametrize(("runs", "share", "cases"), [(20, 0.9, 220), (60, 0.9, 220), (60, 0.85, 900)])
def test_what_does_nothing_is_hardly_ever_credited(runs: int, share: float, cases: int, listed: int) -> None:
    """Given hits at the edge or by luck, and components that do nothing, then few hits are laid to any of them."""
    hits = credited(share, [share] * listed, runs, cases)
    assert len(hits) > 100
    assert sum(bool(one.produced_by) for one in hits) < 0.05 * len(hits)


@pytest.mark.parametrize(("tried", "often"), [(12, 0.9), (20, 0.9)])
def test_what_makes_a_sign_is_found(tried: int, often: float) -> None:
    """Given a component that takes a sign from 97 runs of a hundred to 60, then 60 runs show it so often, or more."""
    hits = credited(0.97, [0.6, *[0.97] * (tried - 1)], 60, 300)
    found = [one for one in hits if "a" in {part.key for part in one.produced_by}]
    assert len(found) > often * len(hits)
    assert sum(len(one.produced_by) > 1 for one in hits) < 0.05 * len(hits)


def test_a_group_is_not_credited_for_what_one_of_it_does() -> None:
    """Given a group of which one part does all, then it is none that makes a sign, though without it the sign is gone.

    Given parts each of which does nothing but where the other is off, then they make it together.
    """
    whole, gone = came_out(20, 20), came_out(0, 20)
    group = Ablation(tuple(parts("ab")), gone, whole, 3)
    assert not replace(group, left_in=(whole, gone)).makes
    assert replace(group, left_in=(whole, whole)).makes


def test_too_few_runs_are_asked_for_no_groups() -> None:
    """Given a hit of seven runs, then no loss of it is more than chance may do, and no group is looked for."""
    whole = came_out(7, 7)
    assert whole.verdict is Verdict.HIT
    assert not can_be_shown(whole, most_tried(12))
    assert can_be_shown(came_out(20, 20), most_tried(12))


def parts(names: str) -> list[Component]:
    return [Component(name, {}, ()) for name in names]


def made_by(*groups: str) -> Callable[..., Ablation]:
    """Ablations of a sign that only comes out while no one of some groups is off as a whole."""

    def off(*gone: Component) -> Ablation:
        there = {one.key for one in gone}
        left = 0 if any(set(group) <= there for group in groups) else 20
        return Ablation(gone, came_out(left, 20), came_out(20, 20), 11)

    return off


@pytest.mark.parametrize(
    ("listed", "groups", "found"),
    [
        ("abcd", ("ab",), "ab"),
        ("abcd", ("ad",), "ad"),
        ("abcd", ("bd",), "bd"),
        ("abcde", ("ace",), "ace"),
        ("abcde", ("ace", "de"), "ace"),
        ("abc", ("abc",), "abc"),
        ("abcdef", ("bf", "cde"), "cde"),
    ],
)
def test_the_smallest_group_that_makes_a_sign_is_found(listed: str, groups: tuple[str, ...], found: str) -> None:
    """Given a sign that no part makes alone, then a group is found none of whose parts can be left in."""
    group = smallest(parts(listed), made_by(*groups))
    assert group is not None
    assert group.makes
    assert "".join(one.key for one in group.components) == found


def test_that_nothing_listed_makes_a_sign_is_found_out_with_all_of_it_off() -> None:
    group = smallest(parts("abcd"), made_by())
    assert group is not None
    assert not group.makes
    assert "".join(one.key for one in group.components) == "abcd"
    assert smallest(parts("a"), made_by()) is None


@pytest.mark.parametrize("language", Language)
def test_what_makes_a_hit_together_is_told(language: Language) -> None:
    """Given a hit that no component makes alone, then what makes it together is told, or that nothing listed does."""
    mechanism = read_mechanisms()["gx.m.shortpermit.turnover"]
    fee, pay = components()["fee"], components()["pay"]
    whole = came_out(20, 20)
    alone = tuple(Ablation((one,), came_out(20, 20), whole, 3) for one in (fee, pay))
    answers = {draws: came_out(20, 20) for draws in (Draws.POSTERIOR, Draws.PRIOR)}
    labels = [one.label[language] for one in (fee, pay)]
    for hits, makes in ((1, True), (20, False)):
        judged = Judged(mechanism, answers, alone, Ablation((fee, pay), came_out(hits, 20), whole, 3))
        data = told_one(judged)
        assert data["produced_by"] == (["fee", "pay"] if makes else [])
        group = data["together"]
        assert isinstance(group, dict)
        assert (group["components"], group["produce_it"]) == (["fee", "pay"], makes)
        page = validation_page(Session(language), Validation(replace(SMALL, draws=Draws.POSTERIOR), (judged,)))
        said = page.parts[-1]
        assert isinstance(said, Line)
        assert all(label in said.text for label in labels)
        assert share_text(hits / 20, language) in said.text


@pytest.mark.parametrize("language", Language)
def test_that_runs_are_too_few_is_told_with_how_many_it_takes(language: Language) -> None:
    mechanism = read_mechanisms()["gx.m.shortpermit.turnover"]
    asked = replace(SMALL, draws=Draws.POSTERIOR)

    def said(hits: int, runs: int) -> str:
        answers = {draws: came_out(hits, runs) for draws in (Draws.POSTERIOR, Draws.PRIOR)}
        page = validation_page(Session(language), Validation(asked, (Judged(mechanism, answers),)))
        return " ".join(one.text for one in page.parts if isinstance(one, Line))

    session = Session(language)
    assert session.say("lab.too_few_runs", runs=3, needed=7, chance=share_text(1.0, language)) in said(3, 3)
    assert session.say("lab.validation_too_few", few=1, needed=7) in said(3, 3)
    assert session.say("lab.validation_too_few", few=1, needed=7) not in said(7, 7)
    assert told_one(Judged(mechanism, {Draws.PRIOR: came_out(3, 3)}))["verdict"] == "undecided"


def told_one(judged: Judged) -> dict[str, object]:
    """A mechanism as it is told as data."""
    one: dict[str, object] = told(Validation(SMALL, (judged,)))["mechanisms"][0]
    return one


def test_a_component_is_off_whatever_a_side_says_of_it() -> None:
    side = Arm(given=(("fear", 3.0), ("demand", 1.0)), times=(("fear", 2.0), ("coast_wage", 1.1)))
    off = side.without(components()["fear"])
    assert dict(off.given) == {"fear": 0.0, "demand": 1.0}
    assert off.times == (("coast_wage", 1.1),)


def test_scenarios_that_switch_a_component_off_have_the_last_word_on_both_sides() -> None:
    """Given components off by parameters and by scenarios, then both are, in one order whatever that of the call."""
    side = Arm(scenarios=("farms_allowed", "farms_excluded"), given=(("fear", 3.0),))
    off = [components()[name] for name in ("fear", "farms_kept_out", "fee")]
    gone = side.without(*off)
    assert gone.scenarios == ("farms_excluded", "farms_allowed", "fee_0")
    assert gone == side.without(*reversed(off))
    assert dict(gone.given) == {"fear": 0.0}


def test_what_is_true_as_the_model_is_written_comes_out_and_always_the_same(tmp_path: Path) -> None:
    """Given identities, when they are asked on one worker, on two and from what was kept, then all are hit alike."""
    names = ("gx.m.shortpermit.worktime", "gx.m.renewalcost.income", "gx.m.choicepoint", "gx.m.sez.demand")
    first = validate(SMALL, only=names)
    assert [one.mechanism.key for one in first.judged] == [key for key in read_mechanisms() if key in names]
    for one in first.judged:
        outside = one.mechanism.key == "gx.m.sez.demand"
        assert one.verdict is (Verdict.NOT_ANSWERED if outside else Verdict.HIT)
        assert not one.mechanism.counts
    assert first.counted == 0
    text = json.dumps(told(first))
    assert json.dumps(told(validate(SMALL, only=names, workers=2, keep=tmp_path))) == text
    left: list[int] = []
    again = validate(SMALL, only=names, keep=tmp_path, progress=lambda done, of: left.append(of - done))
    assert json.dumps(told(again)) == text
    assert left == [0], "nothing was left to run"


def test_a_hit_is_shown_with_what_makes_it() -> None:
    """Given an emergent hit, when it is judged, then it is asked again with each of its components off."""
    asked = replace(SMALL, people=2400, draws=Draws.MIDDLE)
    found = validate(asked, only=["gx.m.shortpermit.turnover"]).judged[0]
    assert tuple(found.answers) == (Draws.MIDDLE, Draws.PRIOR)
    assert found.verdict is Verdict.HIT
    assert tuple(part.key for one in found.ablations for part in one.components) == found.mechanism.ablate
    whole = found.answers[Draws.MIDDLE].change["turnover_on_permit"].middle
    without = {one.components[0].key: one.answer.change["turnover_on_permit"].middle for one in found.ablations}
    assert without["decision_at_renewal"] < whole
