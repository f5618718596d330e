"""From a bank to the posterior: the runs whose figures come nearest, moved to where the published figures lie.

Approximate Bayesian computation with non-linear regression adjustment (Blum and Francois 2010): a small network learns
what each figure says of the parameters, the nearest runs are kept, and each keeps its own departure from what the
network expects. Parameters are worked with as the logit of their place in the prior, so a draw never leaves it.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .bank import Bank
from .figures import figures

Numbers = NDArray[np.float64]
#: Each run is seen so many times, each time with other errors of the figures.
_TIMES: Final = 4
#: The share of the bank that is kept as nearest, and the fewest that are.
_NEAREST: Final = 0.04
_FEWEST: Final = 100
_EDGE: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Posterior:
    """Draws of the parameters' places in their priors, shape (draws, parameters); `runs` are those they come from."""

    names: tuple[str, ...]
    shares: Numbers
    runs: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Learned:
    """A bank made ready for inference: seen with errors, and the network that learned from it."""

    bank: Bank
    seen: Numbers
    row: NDArray[np.int64]
    logits: Numbers
    expected: Numbers
    scaler: Any
    network: Any


def learn(bank: Bank, seed: int) -> Learned:
    """See every run with errors of the figures, and learn what figures say of parameters."""
    # Imported here, as it takes a second that nothing else of the lab should wait for.
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPRegressor
    from sklearn.preprocessing import StandardScaler

    generator = np.random.default_rng(seed)
    row = np.tile(np.arange(bank.runs.size), _TIMES)
    errors = np.array([one.error for one in figures()])
    seen = bank.compared[row] + generator.normal(size=(row.size, errors.size)) * errors
    shares = np.clip(bank.shares[row], _EDGE, 1 - _EDGE)
    logits = np.log(shares / (1 - shares))
    scaler = StandardScaler().fit(seen)
    network = MLPRegressor(
        hidden_layer_sizes=(48, 48),
        alpha=1e-2,
        early_stopping=True,
        max_iter=400,
        random_state=seed,
        n_iter_no_change=12,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        network.fit(scaler.transform(seen), logits)
    return Learned(bank, seen, row, logits, network.predict(scaler.transform(seen)), scaler, network)


def infer_from(learned: Learned, figures_seen: Numbers) -> Posterior:
    """The posterior for figures as they are compared."""
    scaled = learned.scaler.transform(learned.seen)
    target = learned.scaler.transform(figures_seen[None])
    distance = np.sqrt(((scaled - target) ** 2).sum(1))
    keep = max(_FEWEST, int(_NEAREST * distance.size))
    nearest = np.argsort(distance, kind="stable")[:keep]
    moved = learned.network.predict(target) + learned.logits[nearest] - learned.expected[nearest]
    return Posterior(learned.bank.names, 1 / (1 + np.exp(-moved)), learned.bank.runs[learned.row[nearest]])


def infer(bank: Bank, seed: int) -> tuple[Posterior, Learned]:
    """The posterior for the published figures."""
    learned = learn(bank, seed)
    return infer_from(learned, np.array([one.target for one in figures()])), learned
