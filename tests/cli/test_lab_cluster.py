"""`sojourn lab run` and `compare` with --cluster: the same data as without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import Call

distributed = pytest.importorskip("distributed")

SMALL = (
    "--people",
    "200",
    "--days",
    "40",
    "--warm-up",
    "10",
    "--draws",
    "prior",
    "--seed",
    "3",
    "--runs",
    "4",
    "--json",
)


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a cluster of two workers on this machine, each a process."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", host="127.0.0.1"
    ) as made:
        yield made.scheduler_address


@pytest.mark.parametrize("command", [("run",), ("compare", "--scenario", "fee_0")])
def test_a_cluster_tells_the_same(call: Call, cluster: str, tmp_path: Path, command: tuple[str, ...]) -> None:
    """Given a call, when a cluster of two workers makes its runs, then the data are the same to the letter."""
    name, *options = command
    told = []
    for keep, where in (("here", ()), ("there", ("--cluster", cluster))):
        done = call("lab", name, "guangxi", *options, *SMALL, "--keep", str(tmp_path / keep), *where)
        assert done.code == 0, done.err
        told.append(done.out)
        assert list((tmp_path / keep).glob("*.npz"))
    assert told[0] == told[1]
