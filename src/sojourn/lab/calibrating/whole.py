"""A calibration from the first run to the posterior, and everything that says how far to trust it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..guangxi.experiment import MOST_RUNS, ExperimentError
from ..guangxi.parameters import parameters
from ..guangxi.posterior import DIGITS, HEAD, PosteriorError, read_draws, write_draws
from .bank import Bank, BankError, check_bank, experiment_of, fill, head_of
from .checking import Bias, Predicted, at_full_size, biases, moved, predicted, real_size, runs_of
from .diagnosing import MOST_TRIED, Coverage, Identified, coverage, identified
from .inferring import Posterior, further_draws, infer, infer_published

#: The fewest runs that anything is learned from, and the fewest trials and draws that a share or a spread is told of.
FEWEST_RUNS: Final = 30
FEWEST_TRIED: Final = 5
#: The most draws that are kept: so many hold the posterior, and their file stays small.
KEPT: Final = 400


class Stage(StrEnum):
    """What a calibration is at."""

    BANK = "bank"
    INFERENCE = "inference"
    FURTHER = "further"
    COVERAGE = "coverage"
    PREDICTION = "prediction"
    FULL_SIZE = "full_size"


#: Told what a calibration is at, how much of it is done, and of how much.
Progress = Callable[[Stage, int, int], None]


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What a calibration is made from.

    `runs` of the bank, each of `people`; `further`: as many more where the first ones point to; `tried`: how many of
    the first ones are inferred again for coverage; `predictions`: how many draws are run for the check against the
    figures; `at_full_size`: how many draws are run at full size too, which tells what fewer people change.
    """

    people: int = 10_000
    runs: int = 3_000
    further: int = 1_000
    seed: int = 1
    tried: int = 400
    predictions: int = 200
    at_full_size: int = 24

    def check(self) -> None:
        """Raise ExperimentError where nothing can be made from it."""
        experiment_of(self.people, self.seed).check()
        if self.runs < FEWEST_RUNS:
            raise ExperimentError("bank_too_small", runs=self.runs, least=FEWEST_RUNS)
        most = int(MOST_TRIED * self.runs)
        if self.further < 0:
            raise ExperimentError("further_below_nought", runs=self.further)
        if self.runs + self.further > MOST_RUNS:
            raise ExperimentError("too_many_runs", runs=self.runs + self.further, most=MOST_RUNS)
        if self.tried and not FEWEST_TRIED <= self.tried <= most:
            raise ExperimentError("coverage_out_of_range", tried=self.tried, least=FEWEST_TRIED, most=most)
        if not 2 <= self.predictions <= KEPT:
            raise ExperimentError("predictions_out_of_range", predictions=self.predictions, most=KEPT)
        if self.at_full_size:
            if not 2 <= self.at_full_size <= KEPT:
                raise ExperimentError("bias_out_of_range", runs=self.at_full_size, most=KEPT)
            experiment_of(real_size(), self.seed).check()


@dataclass(frozen=True, slots=True)
class Calibration:
    """A finished calibration; `draws` are the posterior that is kept. No bias where nothing ran at full size.

    Where there is one, it is allowed for: in the posterior, and in what is `predicted`.

    `worth`: how many draws of the prior carry the posterior, counted as if each weighed the same.
    """

    asked: Calibrated
    draws: tuple[Mapping[str, float], ...]
    worth: float
    identified: tuple[Identified, ...]
    predicted: tuple[Predicted, ...]
    coverage: Coverage | None
    bias: tuple[Bias, ...]
    full_size: int = field(default_factory=real_size)


def bank_file(keep: Path, asked: Calibrated) -> Path:
    """Where the bank of a calibration stands in a folder."""
    return keep / f"bank-{asked.people}-{asked.seed}.jsonl"


def further_file(keep: Path, asked: Calibrated) -> Path:
    """Where its further runs stand: they depend on how many first ones there are, and on how many they are."""
    return keep / f"further-{asked.people}-{asked.seed}-{asked.runs}-{asked.further}.jsonl"


def own_folder(keep: Path, asked: Calibrated) -> Path:
    """A folder within `keep` for calibrations by this version of the model, so that another leaves it alone."""
    head = head_of(experiment_of(asked.people, asked.seed))
    return keep / f"calibration-{sha256(str(sorted(head.items())).encode()).hexdigest()[:16]}"


def calibrate(
    asked: Calibrated, keep: Path, *, workers: int | None = 1, progress: Progress | None = None
) -> Calibration:
    """Calibrate the model; what is finished is kept in the folder `keep`, so that what is broken off goes on there.

    Raises ExperimentError and BankError before any work starts.
    """
    asked.check()
    bank_at = bank_file(keep, asked)
    check_bank(bank_at, people=asked.people, seed=asked.seed)

    def at(stage: Stage) -> Callable[[int, int], None]:
        return lambda done, of: progress(stage, done, of) if progress else None

    bank = fill(
        bank_at,
        asked.runs,
        people=asked.people,
        seed=asked.seed,
        workers=workers,
        progress=lambda done: at(Stage.BANK)(done, asked.runs),
    )
    at(Stage.INFERENCE)(0, 1)
    posterior, learned = infer(bank, asked.seed)
    further: Bank | None = None
    if asked.further:
        further = fill(
            further_file(keep, asked),
            asked.runs,
            people=asked.people,
            seed=asked.seed,
            further=_draws(posterior.names, further_draws(posterior, asked.further, asked.seed)),
            workers=workers,
            progress=lambda done: at(Stage.FURTHER)(done, asked.further),
        )
        at(Stage.INFERENCE)(0, 1)
        posterior, learned = infer(bank.with_more(further), asked.seed)

    def run(draws: Sequence[Mapping[str, float]], people: int, stage: Stage) -> NDArray[np.float64]:
        past = asked.runs + asked.further
        return runs_of(draws, past, people=people, seed=asked.seed, workers=workers, keep=keep, progress=at(stage))

    bias: tuple[Bias, ...] = ()
    if asked.at_full_size:
        both = _draws(posterior.names, _thinned(posterior, asked.seed).shares)[: asked.at_full_size]
        bias = biases(run(both, asked.people, Stage.FULL_SIZE), run(both, real_size(), Stage.FULL_SIZE))
        posterior = infer_published(learned, moved(bias))
    posterior = _thinned(posterior, asked.seed)
    kept = _draws(posterior.names, posterior.shares)
    at(Stage.COVERAGE)(0, max(1, asked.tried))
    covered = coverage(bank, asked.tried, asked.seed, further) if asked.tried else None
    found = run(kept[: asked.predictions], asked.people, Stage.PREDICTION)
    if bias:
        found = at_full_size(found, bias)
    return Calibration(asked, kept, posterior.size, identified(posterior), predicted(found), covered, bias)


def _thinned(posterior: Posterior, seed: int) -> Posterior:
    """As many draws of a posterior as are kept: from these alone is told what the figures tell of each parameter."""
    generator = np.random.default_rng([seed, 2])
    number = posterior.shares.shape[0]
    chosen = generator.choice(number, size=min(KEPT, number), replace=False)
    return replace(posterior, shares=posterior.shares[chosen])


def _draws(names: tuple[str, ...], shares: NDArray[np.float64]) -> tuple[Mapping[str, float], ...]:
    known = parameters()
    return tuple(
        {name: float(f"{known[name].at(float(share)):.{DIGITS}g}") for name, share in zip(names, row, strict=True)}
        for row in shares
    )


def check_place(out: Path) -> None:
    """Raise BankError where a posterior cannot be written to `out`: only another posterior is written over."""
    if not out.parent.is_dir():
        raise BankError("posterior_no_folder", folder=str(out.parent))
    try:
        with tempfile.TemporaryFile(dir=out.parent):
            pass
        if out.is_symlink() or out.exists():
            with out.open("rb") as file:
                if file.read(len(HEAD.encode())) != HEAD.encode():
                    raise BankError("posterior_place_taken", file=str(out))
    except OSError as error:
        raise BankError("posterior_unwritten", file=str(out), why=error.strerror) from error


def write_posterior(out: Path, made: Calibration, command: str) -> None:
    """Write the draws of a calibration; `command` is the call that makes them again.

    Raises BankError where it cannot be written, and PosteriorError where what was written does not read back.
    """
    how = (
        f"Made by: {command}",
        f"{made.asked.runs} and {made.asked.further} runs of {made.asked.people} people, seed {made.asked.seed}; "
        f"{len(made.draws)} draws kept.",
    )
    try:
        write_draws(out, made.draws, how, min(made.worth, len(made.draws)))
        back = read_draws(out.read_text(encoding="utf-8"), str(out))
    except OSError as error:
        raise BankError("posterior_unwritten", file=str(out), why=error.strerror) from error
    if back != made.draws:
        raise PosteriorError("posterior_not_whole", file=str(out))
