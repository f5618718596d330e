"""What the lab says in English, Chinese and Vietnamese: the names of outcomes, modes, places and parameters."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from sojourn.policy import Language

from .written import read_written

if TYPE_CHECKING:
    from .validating import Mechanism

#: How thousands and decimals are set apart, where it is not as in English.
_MARKS: Final[Mapping[str, dict[int, int]]] = {"vi": str.maketrans(",.", ".,")}


@cache
def words(language: str) -> Mapping[str, Any]:
    """The catalogue of a language (`en`, `zh` or `vi`). Raises LabError, naming these, where there is none of it."""
    if language not in tuple(Language):
        from .refusing import LabError  # whose sentences stand in these catalogues

        raise LabError("no_such_language", given=str(language)[:60], there=tuple(map(str, Language)))
    read: Mapping[str, Any] = read_written(resources.files(__package__).joinpath("words").joinpath(f"{language}.yaml"))
    return read


def outcome_label(key: str, language: str) -> str:
    """What an outcome is called."""
    return str(words(language)["outcomes"][key]["label"])


def mechanism_texts(mechanism: Mechanism, language: str) -> tuple[str, str]:
    """What a mechanism says, and what the model can say of it."""
    return mechanism.statement[language], mechanism.why[language]


def outcome_unit(key: str, language: str) -> str:
    """The unit of an outcome."""
    return str(words(language)["outcomes"][key]["unit"])


def named(kind: str, key: str, language: str) -> str:
    """What one of a kind is called: `modes`, `manners`, `breaches`, `tenures` or `groups` (of parameters)."""
    return str(words(language)[kind][key])


def figure_label(key: str, language: str) -> str:
    """What a published figure that calibrates is called."""
    return str(words(language)["figures"][key])


def parameter_label(key: str, language: str) -> str:
    """What a parameter is called."""
    return str(words(language)["parameters"][key]["label"])


def parameter_unit(key: str, language: str) -> str:
    """The unit of a parameter."""
    return str(words(language)["parameters"][key]["unit"])


def parameter_basis(key: str, source: str, language: str) -> str:
    """Where the prior of a parameter comes from; `source` is what the parameters' file says of it in English."""
    return source if language == "en" else _bases(language)[key]


@cache
def _bases(language: str) -> Mapping[str, str]:
    file = resources.files(__package__).joinpath("words").joinpath(f"basis.{language}.yaml")
    read: Mapping[str, str] = read_written(file)
    return read


def place_label(key: str, language: str) -> str:
    """What a place of work, or a home area, is called."""
    return str(_places()[key][language])


@cache
def _places() -> Mapping[str, Mapping[str, str]]:
    read = read_written(resources.files(__package__).joinpath("guangxi").joinpath("places.yaml"))
    return {key: one["label"] for kind in ("homes", "places") for key, one in read[kind].items()}


def marked(text: str, language: str) -> str:
    """A number written as in English (`1,234.5`), with the marks of a language."""
    return text.translate(_MARKS.get(language, {}))


def figure_text(value: float, language: str) -> str:
    """A figure with three digits that count, whole from a hundred on; a dash where there is none."""
    if not math.isfinite(value):
        return "–"
    size = abs(value)
    if size >= 100:
        text = f"{size:,.0f}"
    elif size == 0:
        text = "0"
    else:
        decimals = max(0, 2 - math.floor(math.log10(size)))
        text = f"{size:.{min(decimals, 6)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return ("−" if value < 0 and text.strip("0.") else "") + marked(text, language)


def change_text(value: float, language: str) -> str:
    """A change, with its sign."""
    return f"+{figure_text(value, language)}" if value > 0 else figure_text(value, language)


def share_text(share: float, language: str, *, exactly: bool = False) -> str:
    """A share in whole hundredths, or `exactly` with three digits, and their sign as the language sets it.

    A dash where there is none.
    """
    if not math.isfinite(share):
        return "–"
    told = figure_text(100 * share if exactly else round(100 * share), language)
    return f"{told}%" if language == "zh" else f"{told} %"


def sentence(code: str, language: str, /, **slots: object) -> str:
    """A sentence of the report, with what goes into it."""
    return str(words(language)["report"][code]).format(**slots)
