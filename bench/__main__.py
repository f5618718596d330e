"""Measure: `python -m bench [GROUP ...]` prints a table and writes build/bench.json. Without a name, every group."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.table import Table

from . import lab, policy, register
from .figures import Figure, machine, write

TARGET: Final = Path(__file__).parents[1] / "build/bench.json"

WIDEST: Final = 200


#: The groups by name: each yields its figures, and says on the way what it is doing.
GROUPS: Final[dict[str, Callable[[Callable[[str], None]], Iterator[Figure]]]] = {
    "policy": policy.figures,
    "register": register.figures,
    "lab": lab.figures,
}


def main(names: list[str]) -> int:
    """Measure some groups, or all; gives the exit code (2: there is no such group)."""
    errors = Console(stderr=True, highlight=False)
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        errors.print(f"bench: no group is called {', '.join(unknown)}; there are: {', '.join(GROUPS)}")
        return 2
    here = machine()  # as it was before this adds to its load
    found = [figure for name in names or GROUPS for figure in GROUPS[name](lambda doing: errors.print(f"  {doing}"))]
    write(found, here, TARGET)
    # Into a file or a pipe the table is written as wide as it is.
    show(found, here, Console(highlight=False, width=None if sys.stdout.isatty() else WIDEST))
    return 0


def show(figures: list[Figure], here: dict[str, Any], console: Console) -> None:
    """The figures as a table, with the machine they come from."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("figure", no_wrap=True)
    table.add_column("value", justify="right", no_wrap=True)
    table.add_column("goal", justify="right", no_wrap=True)
    table.add_column("beside", no_wrap=True)
    table.add_column("how")
    for one in figures:
        table.add_row(
            f"{one.what}\n[dim]{one.name}[/dim]",
            f"[{_colour(one)}]{written(one.value)} {one.unit}[/]",
            "" if one.goal is None else written(one.goal),
            f"{written(one.ratio)} × {one.peer}" if one.peer and one.ratio is not None else "",
            one.note,
        )
    console.print(table)
    console.print(f"\n{here['cpu']}, {here['cores']} cores, {here['system']}, {here['python']}")
    console.print(f"A loop of plain Python adds {here['pace']} million numbers a second here.")
    if here["load"] > here["cores"] / 2:
        console.print(f"The machine was busy (load {here['load']}): what takes long is shown slower than it is.")
    missed = [one.name for one in figures if one.met is False]
    console.print(f"Goals missed: {', '.join(missed)}" if missed else "Every goal is reached.")
    console.print(f"Written to {TARGET.relative_to(Path.cwd()) if TARGET.is_relative_to(Path.cwd()) else TARGET}")


def _colour(figure: Figure) -> str:
    return {True: "green", False: "bold red", None: "default"}[figure.met]


def written(value: float) -> str:
    """A value with as many places as tell something."""
    if value == int(value):
        return str(int(value))
    return f"{value:.3f}" if abs(value) < 1 else f"{value:.2f}" if abs(value) < 100 else f"{value:.0f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
