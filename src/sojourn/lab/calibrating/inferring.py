"""From a bank to the posterior: what a run comes to is learned from its parameters, and the prior is weighed with it.

Runs are dear and cheap to imitate: a few small networks learn what each figure would be at given parameters, and how
far runs lie from what was learned (Kennedy and O'Hagan 2001). Then as many draws of the prior as one likes are held
against the published figures, each weighed by how probable they are from there, the errors of the figures and of what
was learned together. What a figure leaves open is drawn anew with each draw, so that it widens what is believed.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .bank import Bank
from .figures import figures

Numbers = NDArray[np.float64]
#: Networks that learn, each from all but one of as many parts of the bank; their middle is what is taken.
_PARTS: Final = 5
#: Draws of the prior that are weighed, and draws of the posterior that are taken from them.
_WEIGHED: Final = 200_000
_TAKEN: Final = 2_000
#: Figures further off than so many of their errors are as good as so far off: nothing hangs on how far.
_FAR: Final = 10.0
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
class Learned:
    """A bank made ready for inference: draws of the prior, and what each figure is expected to be there.

    `shares` has shape (draws, parameters), `expected` (draws, figures) in errors off the published figure; `spread` is
    how runs lie about what is expected of them, and figures about runs, as a covariance of figures.
    """

    names: tuple[str, ...]
    shares: Numbers
    expected: Numbers
    spread: Numbers
    seed: int


def learn(bank: Bank, seed: int) -> Learned:
    """Learn from a bank what figures are to be expected where, and expect them at many draws of the prior."""
    # Imported here, as it takes a second that nothing else of the lab should wait for.
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPRegressor

    generator = np.random.default_rng([seed, 3])
    given, off = _given(bank.shares, bank.left_open), _off(bank.compared)
    part = generator.permutation(given.shape[0]) % _PARTS
    networks, missed = [], np.empty_like(off)
    for number in range(_PARTS):
        network = MLPRegressor(
            hidden_layer_sizes=(64, 64),
            alpha=2.0,
            early_stopping=True,
            max_iter=600,
            random_state=seed + number,
            n_iter_no_change=20,
        )
        others, own = part != number, part == number
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            # A single figure is told as a row of values, not as a table of one column.
            network.fit(given[others], off[others] if off.shape[1] > 1 else off[others, 0])
        missed[own] = off[own] - network.predict(given[own]).reshape(off[own].shape)
        networks.append(network)

    shares = generator.random((_WEIGHED, len(bank.names)))
    questions = 0 if bank.left_open is None else bank.left_open.shape[1]
    drawn = _given(shares, generator.random((_WEIGHED, questions)) < 0.5 if questions else None)
    expected = np.empty((_WEIGHED, off.shape[1]))
    for first in range(0, _WEIGHED, _LOT):
        lot = slice(first, first + _LOT)
        expected[lot] = np.mean([one.predict(drawn[lot]).reshape(expected[lot].shape) for one in networks], axis=0)
    spread = missed.T @ missed / missed.shape[0] + np.eye(off.shape[1])
    return Learned(bank.names, shares, expected, spread, seed)


def infer_from(learned: Learned, figures_seen: Numbers) -> Posterior:
    """The posterior for figures as they are compared."""
    away = learned.expected - _off(figures_seen[None])
    logarithm = -0.5 * np.einsum("ij,ij->i", away @ np.linalg.inv(learned.spread), away)
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
    return infer_from(learned, np.array([one.target for one in figures()])), learned


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
