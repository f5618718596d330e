"""The figures of the group `lab`: what they say of peers that are there, do other work, or are missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench.figures import Figure
from bench.lab.comparing import figures as make
from bench.lab.measuring import Asked, Took, measured
from bench.peers import PeerMissingError

MODULE = "bench.lab.comparing"
SHARES = [0.5, 0.2, 0.1, 0.1, 0.05, 0.05]
RATES = {"mesa": 0.4, "starsim": 3.0, "ambr": 6.0, "mesa_frames": 8.0}
PEERS = Path(__file__).parents[2] / "bench/lab/peers"


def months_in(asked: Asked, rate: float) -> float:
    """Seconds that its months take at some million agent-steps a second."""
    return asked.people * asked.steps / rate / 1e6


def told(monkeypatch: pytest.MonkeyPatch, answers: Any) -> tuple[dict[str, Figure], list[str]]:
    """The figures by name, and what was said, if we make 80 million agent-steps a second and peers answer like this."""

    def ours(asked: Asked) -> Took:
        work = months_in(asked, 80)
        return Took(2 * work, work, work / 3, SHARES, bytes_a_person=15.0)

    monkeypatch.setattr(f"{MODULE}.measured", ours)
    monkeypatch.setattr(f"{MODULE}.ask", answers)
    said: list[str] = []
    return {one.name: one for one in make(said.append)}, said


def answer(peer: str, script: str, question: dict[str, int], *, settings: dict[str, str]) -> dict[str, Any]:
    assert settings["POLARS_MAX_THREADS"] == "1"
    assert script == "permits.py"
    work = months_in(Asked(**question), RATES[Path(peer).name])
    return {"version": "1.0", "clock": 2 * work, "work": work, "shares": SHARES}


def test_each_peer_is_told_and_the_best_is_held_against_us(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given four peers that do the same work, then each has its rate, and Mesa and the best are what we are held to."""
    found, _ = told(monkeypatch, answer)
    assert found["lab.permit60.one"].value == pytest.approx(80)
    assert found["lab.permit60.two"].value == pytest.approx(40)
    assert "from its processor time: 120.0" in found["lab.permit60.two"].note  # a third by itself, two thirds shared
    assert found["lab.permit60.over_mesa"].value == pytest.approx(200)
    assert found["lab.permit60.over_best"].value == pytest.approx(10)
    assert found["lab.permit60.over_best"].peer == "mesa-frames 1.0"
    assert {name for name, one in found.items() if one.met is False} == {"lab.permit60.two"}
    assert found["lab.permit60.missing"].value == 0


def test_a_peer_that_is_missing_or_does_other_work_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given one peer that cannot be installed and one that comes to other shares, then the table says so of both, and
    the best of the others is held against us.
    """

    def some(peer: str, *asked: Any, **more: Any) -> dict[str, Any]:
        if peer.endswith("mesa_frames"):
            raise PeerMissingError("no matching distribution")
        found = answer(peer, *asked, **more)
        return found | {"shares": [0.6, 0.1, *SHARES[2:]]} if peer.endswith("starsim") else found

    found, said = told(monkeypatch, some)
    missing = found["lab.permit60.missing"]
    assert missing.value == 2
    assert "mesa-frames: no matching distribution" in missing.note
    assert "Starsim 1.0 does other work: state 0 has a share of 0.6000, here 0.5000" in missing.note
    assert sum(line.startswith("not measured") for line in said) == 2
    assert found["lab.permit60.over_best"].peer == "ambr 1.0"
    assert "lab.permit60.starsim" not in found


@pytest.mark.parametrize("threads", [1, 2])
def test_a_measurement_runs_what_was_asked(threads: int) -> None:
    """Given a process of its own, then it lives through the months and tells seconds, shares and memory."""
    took = measured(Asked(people=1_000_000, steps=3, repeats=1, threads=threads))
    assert took.clock > 0
    assert took.alone > 0
    assert took.work > 0.99 * took.alone, "of one thread, the two are one but for the clock"
    assert sum(took.shares) == pytest.approx(1)
    assert took.bytes_a_person is None or 10 < took.bytes_a_person < 60


@pytest.mark.parametrize("peer", sorted(RATES))
def test_the_folders_of_the_peers_are_whole(peer: str) -> None:
    """Given a peer's folder, then its script can be read, and what it needs is named to the version."""
    compile((PEERS / peer / "permits.py").read_text(encoding="utf-8"), "permits.py", "exec")
    lines = (PEERS / peer / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if not line.startswith("#")]
    assert wanted
    assert all("==" in line for line in wanted)
