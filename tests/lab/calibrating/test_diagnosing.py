"""Coverage, predictions and bias, where what they must say is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sojourn.lab.calibrating import Bank, Figure, biases, checking, coverage, diagnosing, inferring, predicted

#: Two figures, each telling of one parameter; a third parameter is told by neither.
FIGURES = (
    Figure("first", "", 0.5, 0.05, False, "", ()),
    Figure("second", "", 100.0, 0.1, True, "", ()),
)
NAMES = ("told", "told_too", "untold")
RUNS = 1500


@pytest.fixture(autouse=True)
def two_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (inferring, diagnosing, checking):
        monkeypatch.setattr(module, "figures", lambda: FIGURES)


@pytest.fixture
def bank() -> Bank:
    shares = np.random.default_rng(7).uniform(size=(RUNS, len(NAMES)))
    return Bank(NAMES, np.arange(RUNS), shares, np.stack([shares[:, 0], 4.0 + shares[:, 1]], axis=1))


def test_bands_hold_the_true_value_as_often_as_they_say(bank: Bank) -> None:
    """Given a bank that is large enough, when runs are inferred again, then each band holds about what it says."""
    found = coverage(bank, 200, seed=1)
    assert found.tried == 200
    assert [one.level for one in found.levels] == [0.5, 0.8, 0.9]
    for one in found.levels:
        assert one.mean == pytest.approx(one.level, abs=0.08)
        assert one.worst == min(one.by_parameter.values()) == one.by_parameter[one.worst_parameter]
        assert one.by_parameter.keys() == set(NAMES)


def test_bands_that_are_too_narrow_are_found_out(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given an inference that is twice as sure as it may be, then coverage falls short of what the bands say."""
    infer_from = diagnosing.infer_from

    def too_sure(learned: inferring.Learned, seen: inferring.Numbers) -> inferring.Posterior:
        honest = infer_from(learned, seen)
        middle = np.median(honest.shares, axis=0)
        return replace(honest, shares=middle + (honest.shares - middle) / 2)

    monkeypatch.setattr(diagnosing, "infer_from", too_sure)
    assert coverage(bank, 200, seed=1).levels[1].mean < 0.65


def test_a_posterior_that_leans_to_one_side_is_found_out(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given an inference that says too little of one parameter, then its true values lie above too many draws."""
    honest_at = coverage(bank, 200, seed=1)
    assert honest_at.leaning_error == pytest.approx(2 * (1 / 12 / 200) ** 0.5)
    assert all(abs(share - 0.5) < 2 * honest_at.leaning_error for share in honest_at.leaning.values())
    infer_from = diagnosing.infer_from

    def low(learned: inferring.Learned, seen: inferring.Numbers) -> inferring.Posterior:
        honest = infer_from(learned, seen)
        return replace(honest, shares=honest.shares - [0, 0.04, 0])

    monkeypatch.setattr(diagnosing, "infer_from", low)
    leaning = coverage(bank, 200, seed=1).leaning
    assert leaning["told_too"] > honest_at.leaning["told_too"] + 0.1
    assert leaning["told"] == honest_at.leaning["told"]


def test_bands_are_told_apart_where_runs_came_near_the_figures(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given an inference that errs only where runs come near the figures, then it is there that it shows."""
    honest_at = coverage(bank, 200, seed=1)
    assert honest_at.tried_near == 50
    for one in honest_at.near:
        assert one.mean == pytest.approx(one.level, abs=0.12)
        assert one.error > honest_at.levels[0].error / 2
    infer_from = diagnosing.infer_from
    targets = np.array([one.target for one in FIGURES])
    errors = np.array([one.error for one in FIGURES])

    def wrong_near(learned: inferring.Learned, seen: inferring.Numbers) -> inferring.Posterior:
        honest = infer_from(learned, seen)
        near = (((seen - targets) / errors) ** 2).sum() < 25
        return replace(honest, shares=honest.shares * 0) if near else honest

    monkeypatch.setattr(diagnosing, "infer_from", wrong_near)
    found = coverage(bank, 200, seed=1)
    assert found.near[1].mean < 0.4
    assert found.levels[1].mean > found.near[1].mean + 0.2


def test_what_is_tried_is_not_learned_from(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given trials, then no tried run is in the bank that is learned from, and a fifth of it is the most."""
    learned_from: list[Bank] = []
    learn = diagnosing.learn
    monkeypatch.setattr(diagnosing, "learn", lambda rest, seed: learned_from.append(rest) or learn(rest, seed))
    small = bank.only(np.arange(100))
    assert coverage(small, 50, seed=1).tried == 20
    assert learned_from[0].runs.size == 80
    assert set(learned_from[0].runs) < set(small.runs)


def test_what_a_figure_leaves_open_widens_what_is_believed(bank: Bank) -> None:
    """Given a figure that counts more where an answer left open is yes, when that answer is not known, then neither is
    the parameter: it may be as it would be with the one answer, or as with the other."""
    answers = np.random.default_rng(8).uniform(size=(RUNS, 1)) < 0.5
    counted = bank.compared + np.where(answers, 0.3, 0.0) * [1, 0]
    seen = np.array([0.6, np.log(100)])
    known = inferring.infer_from(inferring.learn(bank, 1), seen)
    unknown = inferring.infer_from(inferring.learn(replace(bank, compared=counted, left_open=answers), 1), seen)
    assert np.median(known.shares[:, 0]) == pytest.approx(0.6, abs=0.03)
    either = unknown.shares[:, 0]
    assert np.quantile(either, [0.1, 0.9]) == pytest.approx([0.3, 0.6], abs=0.08)
    assert np.mean(np.abs(either - 0.45) < 0.05) < 0.1
    assert np.ptp(np.quantile(either, [0.1, 0.9])) > 2 * np.ptp(np.quantile(known.shares[:, 0], [0.1, 0.9]))


def test_a_figure_that_nothing_comes_near_leaves_few_draws_to_believe_in(bank: Bank) -> None:
    """Given figures that the prior reaches, and others at its edge, then the second rest on far fewer draws."""
    learned = inferring.learn(bank, 1)
    inside = inferring.infer_from(learned, np.array([0.5, 4.5]))
    outside = inferring.infer_from(learned, np.array([1.2, 5.2]))
    assert inside.size > 3 * outside.size
    assert np.median(outside.shares[:, 0]) > 0.9


def test_a_figure_is_inside_where_the_band_of_runs_holds_it() -> None:
    """Given runs around one figure and past the other, then the one is inside and the other is off by its errors."""
    spread = np.linspace(-0.02, 0.02, 101)
    first, second = predicted(np.stack([0.5 + spread, np.log(100) + 0.3 + spread], axis=1))
    assert first.inside
    assert first.middle == pytest.approx(0.5)
    assert first.low == pytest.approx(0.5 - 0.016)
    assert first.off == pytest.approx(0)
    assert not second.inside
    assert second.off == pytest.approx(3)
    assert second.middle == pytest.approx(100 * np.exp(0.3))


def test_a_planted_bias_is_found_in_errors_of_the_figure() -> None:
    """Given runs that a smaller population moves by two errors of one figure, then that is what is told."""
    full = np.random.default_rng(2).normal(size=(8, 2))
    noise = np.array([1, -1] * 4) * 0.01
    first, second = biases(full + np.stack([0.1 + noise, noise * 0], axis=1), full)
    assert first.mean == pytest.approx(2)
    assert first.spread == pytest.approx(0.2 * np.sqrt(8 / 7))
    assert first.error == pytest.approx(2 * first.spread / np.sqrt(8))
    assert second.mean == pytest.approx(0, abs=1e-12)


def test_what_full_size_adds_is_allowed_for(bank: Bank) -> None:
    """Given runs that lack two errors of a figure, then the parameter is believed to be as if that had been published;
    the less sure the two are, the less is believed."""
    learned = inferring.learn(bank, 1)
    seen = np.array([0.5, np.log(100)])
    nothing, sure, unsure = (
        inferring.infer_from(learned, seen, inferring.Moved(np.array([mean, 0.0]), np.array([error, 0.0])))
        for mean, error in ((0.0, 0.0), (2.0, 0.0), (2.0, 4.0))
    )
    assert np.array_equal(nothing.shares, inferring.infer_from(learned, seen).shares)
    assert np.array_equal(sure.shares, inferring.infer_from(learned, seen - [0.1, 0.0]).shares)
    assert sure.shares[:, 0].mean() == pytest.approx(0.4, abs=0.04)
    assert unsure.shares[:, 0].std() > 2 * sure.shares[:, 0].std()
    assert unsure.shares[:, 1].std() == pytest.approx(sure.shares[:, 1].std(), rel=0.2)


def test_runs_of_fewer_people_are_told_as_full_size_moves_them() -> None:
    full = np.random.default_rng(3).normal(size=(6, 2))
    small = full - [0.1, 0.0]
    assert checking.at_full_size(small, biases(small, full)) == pytest.approx(full)


def test_further_draws_lie_near_the_posterior_and_within_the_prior() -> None:
    """Given a posterior at both ends of a prior, then further draws lie within a step of it, no two alike."""
    shares = np.random.default_rng(1).choice([0.0, 1.0], size=(50, 2))
    found = inferring.further_draws(inferring.Posterior(("one", "other"), shares, 50.0), 500, seed=1)
    assert found.shape == (500, 2)
    assert ((found >= 0) & (found <= 1)).all()
    assert (np.minimum(found, 1 - found) <= 0.08).all()
    assert len(np.unique(found, axis=0)) == 500


def test_no_draw_gives_two_further_runs_while_there_are_others() -> None:
    """Given as many draws as runs asked for, a step apart and more, then each gives one."""
    shares = np.linspace(0, 1, 5)[:, None]
    found = inferring.further_draws(inferring.Posterior(("one",), shares, 5.0), 5, seed=1)
    assert np.sort(np.round(found[:, 0] * 4)) == pytest.approx(np.arange(5))


def test_a_bank_with_more_has_the_rows_of_both(bank: Bank) -> None:
    first, second = bank.only(np.arange(100)), bank.only(np.arange(100, 130))
    both = first.with_more(second)
    assert np.array_equal(both.runs, bank.runs[:130])
    assert np.array_equal(both.shares, bank.shares[:130])
    assert np.array_equal(both.compared, bank.compared[:130])
