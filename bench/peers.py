"""Peers that `make bench` holds Sojourn against: each in an environment of its own under build/peers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from .figures import Against
from .points import Person

HERE: Final = Path(__file__).parent
ENVIRONMENTS: Final = HERE.parent / "build/peers"
#: How long a peer may take to be installed, and to answer.
LONGEST_INSTALL: Final = 600
LONGEST_ANSWER: Final = 300
OPENFISCA: Final = "openfisca"
#: How often each person is answered for, of which the quickest counts; the same on both sides.
TIMES: Final = 50


class PeerMissingError(Exception):
    """A peer that cannot be measured here, with the reason."""


def points_of_people(people: Sequence[Person]) -> Against:
    """What OpenFisca takes for the points of one person, median over some people, the best of many tries each.

    A peer that comes to other points does not do the same work, so it counts as missing too.
    """
    try:
        answer = ask(OPENFISCA, "points.py", {"people": [person.plain for person in people], "repeats": TIMES})
    except PeerMissingError as error:
        return Against(OPENFISCA, None, f"{OPENFISCA} was not measured: {error}")
    peer = f"{OPENFISCA}-core {answer['version']}"
    ours = [[person.points, person.category] for person in people]
    wrong = [person.key for person, one, other in zip(people, ours, answer["results"], strict=True) if one != other]
    if wrong:
        return Against(peer, None, f"{peer} comes to other points in {', '.join(wrong[:5])}")
    return Against(peer, answer["seconds"])


def ask(peer: str, script: str, question: Any, *, settings: Mapping[str, str] | None = None) -> Any:
    """What a script in a peer's folder answers, run with some environment variables more. Raises PeerMissingError."""
    python = environment(peer)
    command = [str(python), str(HERE / peer / script)]
    done = _run(command, LONGEST_ANSWER, given=json.dumps(question), settings=settings)
    return json.loads(done)


def environment(peer: str) -> Path:
    """The Python of a peer's environment, which is made if it is not there as wanted. Raises PeerMissingError.

    The peer is named by its folder beside this file; its environment has the folder's own name.
    """
    wanted = HERE / peer / "requirements.txt"
    folder = ENVIRONMENTS / Path(peer).name
    python, installed = folder / "bin/python", folder / "installed.txt"
    if python.exists() and installed.exists() and installed.read_bytes() == wanted.read_bytes():
        return python
    _run([sys.executable, "-m", "venv", "--clear", str(folder)], LONGEST_INSTALL)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet", "--quiet"]
    _run([*pip, "install", "--retries=1", "--timeout=20", f"--requirement={wanted}"], LONGEST_INSTALL)
    shutil.copyfile(wanted, installed)
    return python


def _run(command: list[str], longest: float, *, given: str = "", settings: Mapping[str, str] | None = None) -> str:
    """Standard output of a command. Raises PeerMissingError with the last line it complained with."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                command,
                cwd=folder,
                env={**os.environ, **(settings or {})},
                input=given,
                capture_output=True,
                text=True,
                timeout=longest,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PeerMissingError(str(error)) from error
    if done.returncode:
        complaints = done.stderr.strip().splitlines() or ["it ended without a word"]
        raise PeerMissingError(complaints[-1])
    return done.stdout
