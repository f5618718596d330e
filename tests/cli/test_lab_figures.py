"""Figures of the lab on a terminal are written as the language of the call writes them."""

from __future__ import annotations

import math

import pytest

from sojourn.cli.lab.figures import number, percent, signed
from sojourn.cli.session import Session
from sojourn.policy import Language


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("10,000", "0.25", "−1,234", "+2.5", "53 %", "0.05 %", "0 %", "−4 %", "–")),
        ("zh", ("10,000", "0.25", "−1,234", "+2.5", "53%", "0.05%", "0%", "−4%", "–")),
        ("vi", ("10.000", "0,25", "−1.234", "+2,5", "53 %", "0,05 %", "0 %", "−4 %", "–")),
    ],
)
def test_marks_and_signs_are_those_of_the_language(language: str, told: tuple[str, ...]) -> None:
    session = Session(Language(language))
    assert told == (
        number(session, 10_000),
        number(session, 0.25),
        number(session, -1234.4),
        signed(session, 2.5),
        percent(session, 0.5333),
        percent(session, 0.0005, exactly=True),
        percent(session, -0.001),
        percent(session, -0.04),
        percent(session, math.nan),
    )
