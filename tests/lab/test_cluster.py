"""Runs made by a cluster of two workers: the same numbers, and a cluster that would give others is refused."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sojourn.lab import Draws, Experiment, ExperimentError, on_cluster, run_all, spreading
from sojourn.lab.calibrating import fill

distributed = pytest.importorskip("distributed")

SMALL = Experiment(
    people=300, first=date(2018, 1, 1), last=date(2018, 3, 31), warm_up=30, runs=5, draws=Draws.PRIOR, seed=4
)


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a cluster of two workers on this machine, each a process."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", host="127.0.0.1"
    ) as made:
        yield made.scheduler_address


def test_a_cluster_makes_the_same_numbers(cluster: str, tmp_path: Path) -> None:
    """Given an experiment, when two workers of a cluster make its runs, then every outcome of each is the same."""
    here = run_all(SMALL)
    with on_cluster(cluster):
        there = run_all(SMALL, workers=None)
        bank = fill(tmp_path / "there.jsonl", 4, people=200, seed=1, workers=None)
    told = [
        [json.dumps([one.run, dict(one.outcomes), dict(one.parameters)]) for one in made.finished]
        for made in (here, there)
    ]
    assert told[0] == told[1]
    alone = fill(tmp_path / "here.jsonl", 4, people=200, seed=1)
    assert (bank.shares == alone.shares).all()
    assert (bank.compared == alone.compared).all()


def test_it_is_the_cluster_that_makes_them(cluster: str) -> None:
    """Given a cluster, then calls are made in its processes and in none of this machine's own."""
    with on_cluster(cluster):
        made = set(spreading.spread(_where, range(8), None))
    assert os.getpid() not in made
    assert 1 <= len(made) <= 2


def _where(_: int) -> int:
    return os.getpid()


def test_workers_with_another_version_are_refused(cluster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "program_edition", lambda: str(os.getpid()))
    with pytest.raises(ExperimentError) as refused, on_cluster(cluster):
        pytest.fail("ran")
    assert refused.value.code == "cluster_of_another_model"
    assert [one.partition("//")[0] for one in refused.value.slots["workers"]] == ["tcp:"] * 2


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nothing of the kind"])
def test_a_cluster_that_is_not_there_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "_ANSWERS_WITHIN", 1)
    with pytest.raises(ExperimentError) as refused, on_cluster(address):
        pytest.fail("ran")
    assert refused.value.code == "cluster_unreached"


def test_a_cluster_without_workers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "_ANSWERS_WITHIN", 1)
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=":0", host="127.0.0.1") as empty,
        pytest.raises(ExperimentError) as refused,
        on_cluster(empty.scheduler_address),
    ):
        pytest.fail("ran")
    assert refused.value.code == "cluster_without_workers"


def test_without_dask_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "find_spec", lambda _: None)
    with pytest.raises(ExperimentError) as refused, on_cluster("tcp://127.0.0.1:9"):
        pytest.fail("ran")
    assert refused.value.code == "no_cluster"
