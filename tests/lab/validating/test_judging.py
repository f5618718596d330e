"""What runs say of a sign, and what a small validation comes to."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sojourn.cli.lab.validating import told
from sojourn.lab import Draws, Experiment, Validation, Verdict, read_mechanisms, validate
from sojourn.lab.validating import Ablation, Arm, Contrast, Judged, Sign, components, judge

SMALL = Experiment(people=1200, warm_up=120, runs=3, draws=Draws.PRIOR, seed=3, last=date(2018, 6, 30))
NAN = float("nan")


def contrast(sign: Sign, nought: float = 0.0) -> Contrast:
    return Contrast(Arm(), Arm(), {"turnover": sign}, nought, None, None)


@pytest.mark.parametrize(
    ("sign", "nought", "before", "after", "probability", "verdict"),
    [
        (Sign.UP, 0.0, [1, 1, 1, 1], [2, 2, 2, 2], 1.0, Verdict.HIT),
        (Sign.UP, 0.0, [1, 1, 1, 1], [2, 2, 2, 1], 0.75, Verdict.UNDECIDED),
        (Sign.DOWN, 0.0, [1, 1, 1, 1], [2, 2, 0, 0], 0.5, Verdict.MISS),
        (Sign.UP, 0.0, [1, 1], [1, 1], 0.0, Verdict.MISS),
        (Sign.NOUGHT, 0.1, [10, 10, 10, 10], [11, 9, 10, 10.5], 1.0, Verdict.HIT),
        (Sign.NOUGHT, 0.1, [10, 10], [12, 8], 0.0, Verdict.MISS),
        (Sign.UP, 0.0, [1, NAN, 1], [2, 2, 0], 0.5, Verdict.MISS),
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


def test_every_expected_sign_has_to_come_out_in_the_same_run() -> None:
    both = Contrast(Arm(), Arm(), {"turnover": Sign.UP, "trained": Sign.DOWN}, 0.0, None, None)
    before = [{"turnover": 1.0, "trained": 1.0}] * 2
    after = [{"turnover": 2.0, "trained": 2.0}, {"turnover": 0.0, "trained": 0.0}]
    assert judge(both, before, after).probability == 0.0


def test_a_hit_is_produced_by_what_it_is_surely_none_without() -> None:
    """Given components off, then those count without which it is surely no hit; what no run can tell does not."""

    def without(name: str, share: float, runs: int) -> Ablation:
        hits = round(share * runs)
        after = [{"turnover": 2.0}] * hits + [{"turnover": 0.0}] * (runs - hits)
        return Ablation(components()[name], judge(contrast(Sign.UP), [{"turnover": 1.0}] * runs, after))

    untold = Ablation(components()["pay"], judge(contrast(Sign.UP), [{"turnover": NAN}], [{"turnover": 1.0}]))
    mechanism = read_mechanisms()["gx.m.shortpermit.turnover"]
    ablations = (without("fear", 0.2, 20), without("habit", 0.85, 20), without("match", 1.0, 20), untold)
    judged = Judged(mechanism, {}, ablations)
    assert [one.key for one in judged.produced_by] == ["fear"]
    assert told_one(judged)["produced_by"] == ["fear"]
    assert told_one(Judged(mechanism, {}, ablations[1:]))["produced_by"] == []
    assert told_one(Judged(mechanism, {}, ()))["produced_by"] is None


def told_one(judged: Judged) -> dict[str, object]:
    """A mechanism as it is told as data."""
    one: dict[str, object] = told(Validation(SMALL, (judged,)))["mechanisms"][0]
    return one


def test_a_component_is_off_whatever_a_side_says_of_it() -> None:
    side = Arm(given=(("fear", 3.0), ("demand", 1.0)), times=(("fear", 2.0), ("coast_wage", 1.1)))
    off = side.without(components()["fear"])
    assert dict(off.given) == {"fear": 0.0, "demand": 1.0}
    assert off.times == (("coast_wage", 1.1),)


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
    asked = replace(SMALL, people=2400, runs=2, draws=Draws.MIDDLE)
    found = validate(asked, only=["gx.m.shortpermit.turnover"]).judged[0]
    assert tuple(found.answers) == (Draws.MIDDLE, Draws.PRIOR)
    assert found.verdict is Verdict.HIT
    assert tuple(one.component.key for one in found.ablations) == found.mechanism.ablate
    whole = found.answers[Draws.MIDDLE].change["turnover_on_permit"].middle
    without = {one.component.key: one.answer.change["turnover_on_permit"].middle for one in found.ablations}
    assert without["decision_at_renewal"] < whole
