"""Amounts as people type them, with the marks of either language."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sojourn.web.desk.forms import typed_amount


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("3000", "3000"),
        ("3,000", "3000"),
        ("3.000", "3000"),
        ("3 000", "3000"),
        ("3.000,50", "3000.50"),
        ("3,000.5", "3000.50"),
        ("1500,50", "1500.50"),
        ("1.234.567", "1234567"),
        ("0,5", "0.50"),
    ],
)
def test_an_amount_is_read_with_the_marks_of_either_language(typed: str, amount: str) -> None:
    assert typed_amount(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed", ["", "abc", "-5", "1.50.00", "1.5000", "3.000,000", "12345678", "1e5", "NaN", "3,00,000"]
)
def test_what_is_no_amount_is_none(typed: str) -> None:
    assert typed_amount(typed) is None
