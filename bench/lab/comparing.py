"""The figures of the group `lab`: agent-steps a second, bytes a person, and each peer in the same run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import sqrt
from typing import Final

from ..figures import Better, Figure
from ..peers import PeerMissingError, ask
from .measuring import Asked, measured
from .permit60 import STEPS

Say = Callable[[str], None]
#: A peer with its version, and its million agent-steps a second on one core.
Measured = tuple[str, float]

MILLION: Final = 1e6
UNIT: Final = "M agent-steps/s"
#: permit60 as it is asked for: a million people through five years.
WHOLE: Final = Asked(people=1_000_000, steps=STEPS, repeats=5)
#: How many standard errors the share of a state may differ from ours after the same months: the draws are others.
ERRORS: Final = 5


@dataclass(frozen=True, slots=True)
class Peer:
    """A framework, how much of permit60 it is given, and how many times we are to be quicker."""

    key: str
    name: str
    asked: Asked
    goal: float | None = None


#: One month takes as long as another, so few of them tell as much.
PEER_MONTHS: Final = 6
VECTORISED: Final = Asked(people=1_000_000, steps=PEER_MONTHS, repeats=3)
PEERS: Final = (
    Peer("mesa", "Mesa", Asked(people=20_000, steps=PEER_MONTHS, repeats=3), goal=100),
    Peer("starsim", "Starsim", VECTORISED),
    Peer("ambr", "ambr", VECTORISED),
    Peer("mesa_frames", "mesa-frames", VECTORISED),
)


#: What keeps a library to one thread, and Starsim from making fonts.
ONE_THREAD: Final = {
    **dict.fromkeys(("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"),
    "STARSIM_INSTALL_FONTS": "0",
}


def figures(say: Say) -> Iterator[Figure]:
    """The figures of this group; `say` is told what is being done, and what could not be."""
    say("living through permit60 on one core")
    one = measured(WHOLE)
    say("living through permit60 on two cores")
    pair = replace(WHOLE, threads=2)
    two = measured(pair)
    idle = two.alone + (two.work - two.alone) / pair.threads
    found, missing = _peers(say)
    ours = _rate(WHOLE, one.work)
    yield Figure(
        "lab.permit60.one",
        ours,
        UNIT,
        "permit60 on one core",
        Better.HIGHER,
        goal=35,
        note=f"{_amount(WHOLE)}, by processor time; by the clock {_rate(WHOLE, one.clock):.1f}",
    )
    yield Figure(
        "lab.permit60.two",
        _rate(pair, two.clock),
        UNIT,
        "permit60 on two cores",
        Better.HIGHER,
        goal=60,
        note=f"{_amount(pair)}, by the clock; on two idle cores, from its processor time: {_rate(pair, idle):.1f}",
    )
    if one.bytes_a_person is not None:
        yield Figure(
            "lab.permit60.bytes",
            one.bytes_a_person,
            "bytes",
            "permit60: memory for one person",
            goal=20,
            note="by how much the process grows at most, the making of the people included",
        )
    yield from _beside(ours, found, missing)


def _beside(ours: float, found: dict[Peer, Measured], missing: list[str]) -> Iterator[Figure]:
    """Each peer on one core, and how many times as quick we are as Mesa and as the best of the others."""
    for peer, (name, rate) in found.items():
        note = f"{name}: {_amount(peer.asked)}, by processor time; ours is {ours / rate:.1f} times as quick"
        what = f"permit60 in {peer.name}, one core"
        yield Figure(f"lab.permit60.{peer.key}", rate, UNIT, what, Better.HIGHER, note=note)
    for peer, (name, rate) in found.items():
        if peer.goal is not None:
            what = f"permit60: times as quick as {peer.name}"
            yield _times(f"lab.permit60.over_{peer.key}", what, ours, name, rate, peer.goal)
    frameworks = [one for peer, one in found.items() if peer.goal is None]
    if frameworks:
        name, rate = max(frameworks, key=lambda one: one[1])
        what = "permit60: times as quick as the best framework"
        yield _times("lab.permit60.over_best", what, ours, name, rate, 5)
    what = "permit60: frameworks that could not be measured here"
    yield Figure("lab.permit60.missing", len(missing), "frameworks", what, goal=0, note="; ".join(missing))


def _peers(say: Say) -> tuple[dict[Peer, Measured], list[str]]:
    """Each peer's name and rate, and why the others could not be measured."""
    found: dict[Peer, Measured] = {}
    missing = []
    shares = measured(Asked(WHOLE.people, PEER_MONTHS, repeats=1)).shares
    for peer in PEERS:
        say(f"living through permit60 in {peer.name}")
        try:
            found[peer] = _peer(peer, shares)
        except PeerMissingError as error:
            missing.append(f"{peer.name}: {error}")
            say(f"not measured: {missing[-1]}")
    return found, missing


def _times(key: str, what: str, ours: float, name: str, rate: float, goal: float) -> Figure:
    """How many times our rate is a peer's."""
    note = f"one core each, by processor time: {ours:.1f} against {rate:.2f} M agent-steps/s"
    return Figure(key, ours / rate, "times", what, Better.HIGHER, peer=name, ratio=ours / rate, goal=goal, note=note)


def _peer(peer: Peer, shares: list[float]) -> Measured:
    """A peer's name with its version, and its rate on one core. Raises PeerMissingError.

    A peer whose people do not live as ours do does not do the same work, so it counts as missing too.
    """
    asked = peer.asked
    question = {"people": asked.people, "steps": asked.steps, "repeats": asked.repeats}
    answer = ask(f"lab/peers/{peer.key}", "permits.py", question, settings=ONE_THREAD)
    name = f"{peer.name} {answer['version']}"
    _same_work(name, asked, answer["shares"], shares)
    return name, _rate(asked, answer["work"])


def _same_work(name: str, asked: Asked, theirs: list[float], ours: list[float]) -> None:
    """Refuse a peer that comes to other shares of the states than we do."""
    for state, (one, other) in enumerate(zip(ours, theirs, strict=True)):
        error = sqrt(one * (1 - one) * (1 / asked.people + 1 / WHOLE.people))
        if abs(one - other) > ERRORS * error:
            raise PeerMissingError(f"{name} does other work: state {state} has a share of {other:.4f}, here {one:.4f}")


def _rate(asked: Asked, seconds: float) -> float:
    """Million agent-steps a second."""
    return asked.people * asked.steps / seconds / MILLION


def _amount(asked: Asked) -> str:
    return f"{asked.people:,} people, {asked.steps} months, best of {asked.repeats}"
