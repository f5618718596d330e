"""The arguments and options of the commands, and how what is typed into them is read.

Their help stands in the catalogue, by command and name (see `helping`).
"""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Annotated

import typer

from sojourn.policy import Language

from .errors import CallError


def read_day(text: str) -> date:
    """A day as it is written in an option. Raises CallError."""
    try:
        if len(text) != len("2019-05-15"):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise CallError("no_day", given=text) from None


def read_language(text: str) -> Language:
    """A language by its code. Raises CallError."""
    try:
        return Language(text)
    except ValueError:
        raise CallError("no_language", given=text, languages=tuple(Language)) from None


def read_port(given: str | int) -> int:
    """A port to serve on, as typed or as the default. Raises CallError."""
    text = str(given)
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise CallError("no_port", given=text)


def read_whole(given: str | int) -> int:
    """A whole number, as typed or as the default. Raises CallError."""
    if isinstance(given, int):
        return given
    try:
        if re.fullmatch("[+-]?[0-9]+", given):
            return int(given)
    except ValueError:  # so many digits that Python reads none of them
        pass
    raise CallError("no_whole", given=given)


def read_number(given: str | float) -> float:
    """A number, perhaps with decimals, as typed or as the default. Raises CallError."""
    if isinstance(given, int | float):
        return given
    if re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?", given, re.IGNORECASE) and math.isfinite(
        number := float(given)
    ):
        return number
    raise CallError("no_number", given=given)


ProgrammeName = Annotated[str, typer.Argument(metavar="PROGRAMME", show_default=False)]
ProgrammeNames = Annotated[list[str] | None, typer.Argument(metavar="[PROGRAMME]...", show_default=False)]
CaseFile = Annotated[str, typer.Option("--case", metavar="FILE", show_default=False)]
Facts = Annotated[list[str] | None, typer.Option("--fact", metavar="NAME=VALUE", show_default=False)]
About = Annotated[list[str] | None, typer.Option("--about", metavar="KEY", show_default=False)]
Day = Annotated[date | None, typer.Option("--at", metavar="DATE", parser=read_day, show_default=False)]
Place = Annotated[str, typer.Option("--place", metavar="PLACE", show_default=False)]
Assumed = Annotated[list[str] | None, typer.Option("--assume", metavar="NAME=VALUE", show_default=False)]
Spoken = Annotated[
    Language | None, typer.Option("--lang", metavar="en|zh|vi", parser=read_language, show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", show_default=False)]
Altered = Annotated[bool, typer.Option("--mutate", show_default=False)]
Host = Annotated[str, typer.Option("--host", metavar="ADDRESS")]
Port = Annotated[int, typer.Option("--port", metavar="PORT", parser=read_port)]
