"""Fields the register's tables share."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.db import models


def chosen(words: type[StrEnum], **options: Any) -> models.CharField[str, str]:
    """A column that holds one of the words, and nothing else."""
    longest = max(len(word) for word in words)
    return models.CharField(max_length=longest, choices=[(word.value, word.value) for word in words], **options)


def among(name: str, column: str, words: type[StrEnum]) -> models.CheckConstraint:
    """The database's own word on it: the column holds one of them."""
    return models.CheckConstraint(condition=models.Q(**{f"{column}__in": [word.value for word in words]}), name=name)


def money(**options: Any) -> models.DecimalField[Any, Any]:
    """An amount in yuan (CNY), to the fen."""
    return models.DecimalField(max_digits=14, decimal_places=2, **options)


def number(**options: Any) -> models.CharField[str, str]:
    """The number by which a row is known outside; it says nothing about whom or what."""
    return models.CharField(max_length=40, unique=True, **options)


def programme_key(**options: Any) -> models.CharField[str, str]:
    """A key of the programme: a place, sector, grade, route or conduct."""
    return models.CharField(max_length=80, **options)
