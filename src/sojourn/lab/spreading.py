"""Calls spread over processes or over a cluster; what is made does not depend on which."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any, Final, TypeVar
from warnings import catch_warnings

from .guangxi.experiment import ExperimentError, program_edition
from .refusing import Setting, as_typed

Asked = TypeVar("Asked")
Made = TypeVar("Made")

#: How long a cluster may take to answer, in seconds, and to have its first worker.
_ANSWERS_WITHIN: Final = 10
#: Calls that are handed out before they are needed. A cluster is far away; processes here are given no more than their
#: queue holds: broken off with more, joblib's own thread would stumble over those left behind, and say so to the user.
_AHEAD_ON_CLUSTER: Final = "4*n_jobs"
_AHEAD_HERE: Final = "2*n_jobs"


def check_side_by_side(workers: int | None, threads: int = 1) -> None:
    """Raise ExperimentError where processes or threads are fewer than one, or no number."""
    given: tuple[tuple[str, object], ...] = (("workers", 1 if workers is None else workers), ("threads", threads))
    for option, number in given:
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            raise ExperimentError("at_least_one", option=Setting(option), given=as_typed(number)[:60])


def spread(call: Callable[[Asked], Made], asked: Sequence[Asked], workers: int | None) -> Iterator[Made]:
    """What `call` makes of each thing asked, in the order in which they end.

    `workers` processes make them side by side; None leaves it to joblib's settings, as `on_cluster` makes them.
    Raises ExperimentError where they are fewer than one.
    """
    check_side_by_side(workers)
    if workers == 1 or not asked or (workers is not None and len(asked) < 2):
        yield from (call(one) for one in asked)
        return
    from joblib import Parallel, delayed

    ahead = _AHEAD_ON_CLUSTER if workers is None else _AHEAD_HERE
    making = Parallel(n_jobs=workers, return_as="generator_unordered", pre_dispatch=ahead)
    found = making(delayed(call)(one) for one in asked)
    try:
        for one in found:  # noqa: UP028 - `yield from` would close it before warnings are quiet
            yield one
    finally:
        with catch_warnings(action="ignore", category=UserWarning):  # that calls are given up is meant
            found.close()


@contextmanager
def on_cluster(address: str) -> Iterator[None]:
    """Have calls with `workers=None` made by the Dask cluster whose scheduler is at `address` (tcp://host:port).

    Raises ExperimentError before any work starts: where Dask is not installed, where nothing answers there, where
    the cluster has no worker, and where a worker has another version of the model, as its numbers would be others.
    """
    if find_spec("distributed") is None:
        raise ExperimentError("no_cluster", install="pip install 'sojourn[cluster]'")
    from distributed import Client
    from joblib import parallel_config

    connect: Any = Client  # comes without types
    try:
        client = connect(address, timeout=_ANSWERS_WITHIN)
    except (OSError, ValueError) as error:
        raise ExperimentError("cluster_unreached", address=address) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_ANSWERS_WITHIN)
        except TimeoutError as error:
            raise ExperimentError("cluster_without_workers", address=address) from error
        ours = program_edition()
        others = sorted(where for where, theirs in client.run(program_edition).items() if theirs != ours)
        if others:
            raise ExperimentError("cluster_of_another_model", workers=tuple(others))
        with parallel_config(backend="dask"):
            yield
