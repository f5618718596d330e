"""What the lab says in English, Chinese and Vietnamese: the names of outcomes, modes, places and parameters."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def words(language: str) -> Mapping[str, Any]:
    """The catalogue of a language (`en`, `zh` or `vi`)."""
    text = resources.files(__package__).joinpath("words").joinpath(f"{language}.yaml").read_text(encoding="utf-8")
    read: Mapping[str, Any] = yaml.safe_load(text)
    return read


def outcome_label(key: str, language: str) -> str:
    """What an outcome is called."""
    return str(words(language)["outcomes"][key]["label"])


def outcome_unit(key: str, language: str) -> str:
    """The unit of an outcome."""
    return str(words(language)["outcomes"][key]["unit"])
