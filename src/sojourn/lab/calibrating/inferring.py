"""From a bank to the posterior: what a run comes to is learned from its parameters, and the prior is weighed with it.

Runs are dear and cheap to imitate: small networks learn what each figure would be at given parameters, and how
far runs lie from what was learned (Kennedy and O'Hagan 2001). Then as many draws of the prior as one likes are held
against the published figures, each weighed by how probable they are from there, the errors of the figures and of what
was learned together. How far runs lie from what was learned is told by those nearest to the figures: elsewhere,
where nobody has a permit, say, it is another matter. What a figure leaves open is drawn anew with each draw, so that it
widens what is believed.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .bank import Bank
from .figures import figures

Numbers = NDArray[np.float64]
#: Imitations that learn, each from all but one of as many parts of the bank; their mean is what is taken.
_PARTS: Final = 5
#: Networks of each.
_NETWORKS: Final = 2
#: Draws of the prior that are weighed, and draws of the posterior that are taken from them.
_WEIGHED: Final = 200_000
_TAKEN: Final = 2_000
#: Figures further off than so many of their errors are as good as so far off: nothing hangs on how far.
_FAR: Final = 10.0
#: A figure that hardly varies is not blown up by more than this allows, in its errors.
_LEAST_SCALE: Final = 1e-3
#: Of the bank, the share that tells how runs lie about what is expected near the figures, and the fewest runs.
_NEAR: Final = 0.1
_FEWEST_NEAR: Final = 200
#: How far draws for further runs are moved at most, in places of the prior, so that no two are alike.
_MOVED: Final = 0.08
#: Draws that are looked at together, so that memory stays small.
_LOT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Posterior:
    """Draws of the parameters' places in their priors, shape (draws, parameters).

    `size` is how many draws of their own they are worth: it is small where few draws of the prior carry the weight.
    """

    names: tuple[str, ...]
    shares: Numbers
    size: float


@dataclass(frozen=True, slots=True)
class Moved:
    """What runs at full size have more than those that were learned from, in errors of the figures; shape (figures,).

    `mean` over some draws, and `error`, its standard error.
    """

    mean: Numbers
    error: Numbers


@dataclass(frozen=True, slots=True)
class Learned:
    """A bank made ready for inference: draws of the prior, and what each figure is expected to be there.

    `shares` has shape (draws, parameters), `expected` (draws, figures) in errors off the published figure; `of_runs`
    and `missed` (runs, figures) are what was expected of each run of the bank by those that had not seen it, and how
    far it lay from that.
    """

    names: tuple[str, ...]
    shares: Numbers
    expected: Numbers
    of_runs: Numbers
    missed: Numbers
    seed: int

    def spread(self, off: Numbers) -> Numbers:
        """How runs lie about what is expected of them, and figures about runs, as a covariance; near figures `off`."""
        whole = _covariance(self.missed)
        away = self.of_runs - off
        distance = np.einsum("ij,ij->i", away @ np.linalg.inv(whole), away)
        count = max(_FEWEST_NEAR, round(_NEAR * distance.size))
        near = self.missed[np.argsort(distance, kind="stable")[:count]]
        return _covariance(near)


def learn(bank: Bank, seed: int) -> Learned:
    """Learn from a bank what figures are to be expected where, and expect them at many draws of the prior."""
    generator = np.random.default_rng([seed, 3])
    given, off = _given(bank.shares, bank.left_open), _off(bank.compared)
    part = generator.permutation(given.shape[0]) % _PARTS
    imitations, of_runs = [], np.empty_like(off)
    for number in range(_PARTS):
        others, own = part != number, part == number
        imitation = _imitate(given[others], off[others], seed + number)
        of_runs[own] = imitation(given[own])
        imitations.append(imitation)

    shares = generator.random((_WEIGHED, len(bank.names)))
    questions = 0 if bank.left_open is None else bank.left_open.shape[1]
    drawn = _given(shares, generator.random((_WEIGHED, questions)) < 0.5 if questions else None)
    expected = np.empty((_WEIGHED, off.shape[1]))
    for first in range(0, _WEIGHED, _LOT):
        lot = slice(first, first + _LOT)
        expected[lot] = np.mean([one(drawn[lot]) for one in imitations], axis=0)
    return Learned(bank.names, shares, expected, of_runs, off - of_runs, seed)


def _imitate(given: Numbers, off: Numbers, seed: int) -> Callable[[Numbers], Numbers]:
    """What each figure is at given parameters, learned from runs: the mean of a few small networks."""
    # Imported here, as it takes a second that nothing else of the lab should wait for.
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPRegressor

    # Each figure counts alike: one that varies by many of its errors would else be all that is learned.
    middle, scale = off.mean(axis=0), np.maximum(off.std(axis=0), _LEAST_SCALE)
    scaled = (off - middle) / scale
    networks = [
        MLPRegressor(hidden_layer_sizes=(32, 32), alpha=3.0, max_iter=200, random_state=seed * _NETWORKS + number)
        for number in range(_NETWORKS)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        for one in networks:
            # A single figure is told as a row of values, not as a table of one column.
            one.fit(given, scaled if off.shape[1] > 1 else scaled[:, 0])

    def imitated(places: Numbers) -> Numbers:
        mean = np.mean([one.predict(places) for one in networks], axis=0)
        expected: Numbers = middle + scale * mean.reshape(places.shape[0], -1)
        return expected

    return imitated


def infer_from(learned: Learned, figures_seen: Numbers, moved: Moved | None = None) -> Posterior:
    """The posterior for figures as they are compared.

    `moved`: how a larger population moves them, where that was measured. What is learned is taken to move so
    everywhere, give or take the error of the mean.
    """
    off = _off(figures_seen[None])
    unsure = np.zeros((off.shape[1], off.shape[1]))
    if moved is not None:
        off, unsure = off - moved.mean, np.diag(moved.error**2)
    away = learned.expected - off
    logarithm = -0.5 * np.einsum("ij,ij->i", away @ np.linalg.inv(learned.spread(off[0]) + unsure), away)
    weight = np.exp(logarithm - logarithm.max())
    weight /= weight.sum()
    # Taken at even steps of the weight: each draw as often as it weighs, give or take one.
    start = np.random.default_rng([learned.seed, 4]).random()
    taken = np.searchsorted(np.cumsum(weight), (np.arange(_TAKEN) + start) / _TAKEN)
    taken = np.minimum(taken, weight.size - 1)
    return Posterior(learned.names, learned.shares[taken], float(1 / (weight**2).sum()))


def infer(bank: Bank, seed: int) -> tuple[Posterior, Learned]:
    """The posterior for the published figures."""
    learned = learn(bank, seed)
    return infer_published(learned), learned


def infer_published(learned: Learned, moved: Moved | None = None) -> Posterior:
    """The posterior for the published figures from what was learned; `moved` as for `infer_from`."""
    return infer_from(learned, np.array([one.target for one in figures()]), moved)


def further_draws(posterior: Posterior, count: int, seed: int) -> Numbers:
    """Places in the prior for further runs near the figures: draws of a first posterior, each moved a little.

    They are where more is to be learned, and weigh nothing by themselves: the prior is weighed with what is learned
    from them, so how they were drawn does not matter. Shape (count, parameters).
    """
    generator = np.random.default_rng([seed, 5])
    number = posterior.shares.shape[0]
    chosen = posterior.shares[generator.choice(number, size=count, replace=count > number)]
    moved = np.abs(chosen + generator.uniform(-_MOVED, _MOVED, chosen.shape))
    folded: Numbers = np.minimum(moved, 2 - moved)
    return folded


def _covariance(missed: Numbers) -> Numbers:
    spread: Numbers = missed.T @ missed / missed.shape[0] + np.eye(missed.shape[1])
    return spread


def _given(shares: Numbers, left_open: NDArray[np.bool_] | None) -> Numbers:
    """What a network is given of a run: places in the prior and answers left open, each with mean 0 and spread 1."""
    places = (shares - 0.5) * np.sqrt(12)
    return places if left_open is None else np.hstack([places, left_open * 2.0 - 1.0])


def _off(compared: Numbers) -> Numbers:
    """How far figures lie off the published ones, in errors of these."""
    target = np.array([one.target for one in figures()])
    error = np.array([one.error for one in figures()])
    off: Numbers = np.clip((compared - target) / error, -_FAR, _FAR)
    return off
