"""Numbers that people read out and write down: a slip shows."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.register.numbers import is_number, new_number, new_numbers, with_check

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
drawn = st.text(ALPHABET, min_size=8, max_size=8)


def test_a_new_number_is_whole_and_says_what_it_is_of() -> None:
    numbers = {new_number("W") for _ in range(200)}
    assert len(numbers) == 200
    assert all(is_number(one) and one.startswith("W-") and one.replace("-", "").isalnum() for one in numbers)


def test_many_are_drawn_at_once_and_no_two_are_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a draw that gives the same again, then it is drawn anew."""
    draws = iter([bytes(10) + b"12345", b"abcde"])
    monkeypatch.setattr(secrets, "token_bytes", lambda count: next(draws)[:count])
    numbers = new_numbers("W", 3)
    assert len(set(numbers)) == 3
    assert all(is_number(number) for number in numbers)


@given(drawn, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_character_shows(eight: str, where: int, character: str) -> None:
    number = with_check("P", eight)
    wrong = eight[:where] + character + eight[where + 1 :]
    if wrong != eight:
        assert not is_number(f"P-{wrong}-{number[-1]}")


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_not(text: str) -> None:
    assert is_number(text) in (True, False)
