"""Small programmes for tests, written as text and read like real ones."""

from __future__ import annotations

import tempfile
from pathlib import Path

from sojourn.policy import Programme
from sojourn.policy.reading.programme import read

from .random_programmes import ASSUMPTIONS, FACTS, PARAMETERS, PROGRAMME, SOURCES, write


def programme(rules: str, *, routes: str = "", conduct: str = "", facts: str = "", goals: str = "r0") -> Programme:
    """A programme with the facts, places and parameters of the random ones, and these rules, routes and conduct.

    Rules that do not matter here may leave out their label and source.
    """
    files = {
        "programme.yaml": PROGRAMME.format(key="random").replace("asks: [r0]", f"asks: [{goals}]"),
        "sources.yaml": SOURCES,
        "assumptions.yaml": ASSUMPTIONS,
        "facts.yaml": FACTS + facts,
        "parameters.yaml": PARAMETERS,
        "rules.yaml": rules,
    }
    if routes:
        files["routes.yaml"] = routes
    if conduct:
        files["conduct.yaml"] = conduct
    with tempfile.TemporaryDirectory() as folder:
        return read(write(files, Path(folder)))


def rule(name: str, body: str) -> str:
    """A rule with a label and a source, and this body."""
    return f"{name}:\n  label: Rule {name}\n  source: s\n  {body}\n"
