"""What was asked of the lab: options as typed, made into an experiment."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import CallError
from ..session import Session

if TYPE_CHECKING:
    from sojourn.lab import Experiment

#: What the lab needs beside Sojourn itself: the extra `lab`.
NEEDED = ("numpy", "numba", "joblib", "polars", "pyarrow")
#: The programmes that there is a model of.
MODELS = ("guangxi",)


@dataclass(frozen=True, slots=True)
class Asked:
    """The options that the commands of the lab share; `cluster` is the address of a scheduler, or empty."""

    programme: str
    people: int
    days: int | None
    first: date | None
    last: date | None
    warm_up: int
    runs: int
    seed: int
    threads: int
    workers: int
    draws: str
    given: Sequence[str]
    keep: Path | None
    report: Path | None = None
    cluster: str = ""

    @property
    def side_by_side(self) -> int | None:
        """How many processes make runs; None where a cluster does."""
        return None if self.cluster else self.workers

    def experiment(self, scenarios: Sequence[str]) -> Experiment:
        """The experiment that was asked for. Raises CallError, ExperimentError."""
        from sojourn.lab import Draws, Experiment, has_posterior

        known_word("PROGRAMME", self.programme, MODELS)
        if self.report is not None:
            _room_for(self.report)
        if self.days is not None and self.last is not None:
            raise CallError("days_and_to")
        if self.days is not None and self.days < 1:
            raise CallError("lab_too_few_days", days=self.days)
        self.check_side_by_side()
        first = self.first or date(2018, 1, 1)
        last = self.last or _last_of(first, self.days or 365)
        draws = self.draws or (Draws.POSTERIOR if has_posterior() else Draws.PRIOR)
        known_word("--draws", draws, tuple(Draws))
        experiment = Experiment(
            scenarios=tuple(scenarios) or ("as_practised",),
            people=self.people,
            first=first,
            last=last,
            warm_up=self.warm_up,
            seed=self.seed,
            runs=self.runs,
            draws=Draws(draws),
            given=tuple(sorted(_pair(one) for one in self.given)),
        )
        experiment.check()
        experiment.composed()
        return experiment

    def check_side_by_side(self) -> None:
        """Raise CallError where threads or processes are fewer than one."""
        for option, number in (("--threads", self.threads), ("--workers", self.workers)):
            if number < 1:
                raise CallError("lab_at_least_one", option=option)


def known_word(option: str, given: str, words: tuple[str, ...]) -> None:
    """Raise CallError where an option has none of its words."""
    if given not in words:
        raise CallError("no_word", option=option, words=words, given=given)


def _room_for(file: Path) -> None:
    """Nothing where a report can be written to `file`. Raises CallError where its folder is not there, or it is."""
    if not file.parent.exists():
        raise CallError("lab_no_folder", folder=file.parent)
    check_writable(file.parent, "--report")
    if file.exists() or file.is_symlink():
        raise CallError("lab_file_taken", file=file)


def room_for_ledgers(folder: Path, number: int) -> None:
    """See to it that so many ledgers can be written into `folder`, which may be there, and empty.

    Raises CallError where it is taken, or nothing can be written there.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CallError("lab_folder_taken", folder=folder)
        there = next(one for one in folder.absolute().parents if one.exists())
        check_writable(there, "--ledger")
        folder.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CallError("lab_unwritable", folder=folder, option="--ledger") from error
    if number > 1 and folder.exists():  # one ledger takes the folder's place, several go into it
        check_writable(folder, "--ledger")


def check_writable(folder: Path, option: str) -> None:
    """Raise CallError where no file can be written into what is said to be a folder."""
    if not folder.is_dir():
        raise CallError("lab_not_a_folder", folder=folder, option=option)
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CallError("lab_unwritable", folder=folder, option=option) from error


def _last_of(first: date, days: int) -> date:
    """The last of so many days. Raises ExperimentError for more than a run can count, CallError where the calendar
    ends before it."""
    from sojourn.lab import MOST_DAYS, ExperimentError

    if days > MOST_DAYS:
        raise ExperimentError("too_many_days", days=days, most=MOST_DAYS)
    try:
        return first + timedelta(days=days - 1)
    except OverflowError:
        raise CallError("lab_past_the_calendar", days=days, first=first, end=date.max) from None


def _pair(text: str) -> tuple[str, float]:
    name, equals, value = text.partition("=")
    try:
        if equals and math.isfinite(number := float(value)):
            return name.strip(), number
    except ValueError:
        pass
    raise CallError("no_pair", option="--set", given=text)


@contextmanager
def lab_open(session: Session, cluster: str = "") -> Iterator[None]:
    """The lab, with what it needs installed; what it refuses is a call that cannot be carried out.

    With `cluster`, runs are made there.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise CallError("no_lab", missing=tuple(missing), install="pip install 'sojourn[lab]'")
    from sojourn.lab import LabError, ScenarioError, on_cluster, scenario_problem_text

    try:
        with on_cluster(cluster) if cluster else nullcontext():
            yield
    except ScenarioError as error:
        lines = [one.placed(scenario_problem_text(one, session.language)) for one in error.problems]
        raise CallError("told", said="\n".join(dict.fromkeys(lines))) from error
    except LabError as error:
        said = error.text(session.language, "--{}".format)
        raise CallError("told", said=said) from error
