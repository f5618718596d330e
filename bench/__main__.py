"""Measure: `python -m bench [GROUP ...]` prints a table and writes build/bench.json. Without a name, every group."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table

from . import policy
from .figures import Figure, machine, write

TARGET: Final = Path(__file__).parents[1] / "build/bench.json"

#: The groups by name: each yields its figures, and says on the way what it is doing.
GROUPS: Final[dict[str, Callable[[Callable[[str], None]], Iterator[Figure]]]] = {"policy": policy.figures}


def main(names: list[str]) -> int:
    """Measure some groups, or all; gives the exit code (2: there is no such group)."""
    errors = Console(stderr=True, highlight=False)
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        errors.print(f"bench: no group is called {', '.join(unknown)}; there are: {', '.join(GROUPS)}")
        return 2
    found = [figure for name in names or GROUPS for figure in GROUPS[name](lambda doing: errors.print(f"  {doing}"))]
    write(found, TARGET)
    show(found, Console(highlight=False))
    return 0


def show(figures: list[Figure], console: Console) -> None:
    """The figures as a table, with the machine they come from."""
    table = Table(box=box.SIMPLE, pad_edge=False)
    for heading in ("figure", "value", "goal", "beside"):
        table.add_column(heading, justify="right" if heading in ("value", "goal") else "left")
    for one in figures:
        table.add_row(
            f"{one.what}\n[dim]{one.name}[/dim]",
            f"[{_colour(one)}]{written(one.value)} {one.unit}[/]",
            "" if one.goal is None else written(one.goal),
            _beside(one),
        )
    console.print(table)
    here = machine()
    console.print(f"{here['cpu']}, {here['cores']} cores, {here['system']}, {here['python']}")
    missed = [one.name for one in figures if one.met is False]
    console.print(f"goals missed: {', '.join(missed)}" if missed else "every goal is reached")
    console.print(f"written to {TARGET.relative_to(Path.cwd()) if TARGET.is_relative_to(Path.cwd()) else TARGET}")


def _colour(figure: Figure) -> str:
    return {True: "green", False: "bold red", None: "default"}[figure.met]


def _beside(figure: Figure) -> str:
    """The peer and how many times its value ours is; and how the value came about."""
    against = f"{written(figure.ratio)} of {figure.peer}" if figure.peer and figure.ratio is not None else ""
    return "\n".join(part for part in (against, f"[dim]{figure.note}[/dim]" if figure.note else "") if part)


def written(value: float) -> str:
    """A value with as many places as tell something."""
    if value == int(value):
        return str(int(value))
    return f"{value:.3f}" if abs(value) < 1 else f"{value:.2f}" if abs(value) < 100 else f"{value:.0f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
