"""The command line: everything the product does, from a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="sojourn",
    help="Labour-migration programmes written down once: explain them, run them, test them, compare them.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.command()
def cases(programme: Annotated[str, typer.Argument()] = "") -> None:
    """Run the worked cases of a programme (or of all): exit 1 on any mismatch, showing expected and got."""
    from ..policy import available, load
    from ..policy.working import run_cases

    failed = False
    for key in [programme] if programme else available():
        loaded = load(key)
        mismatches = run_cases(loaded)
        for one in mismatches:
            typer.echo(f"{one.where}: {one.case} {one.ask} {one.check}: expected {one.expected}; got {one.got}")
        wrong = len({one.case for one in mismatches})
        typer.echo(f"{key}: {len(loaded.cases) - wrong} of {len(loaded.cases)} worked cases come out as expected")
        failed = failed or bool(mismatches)
    raise typer.Exit(1 if failed else 0)


@app.command()
def lint(programme: Annotated[str, typer.Argument()] = "") -> None:
    """Check programme files: every mistake with its place; exit 1 where there is one."""
    from ..policy import ProgrammeError, available, load

    failed = False
    for key in [programme] if programme else available():
        try:
            loaded = load(Path(key) if "/" in key else key)
        except ProgrammeError as error:
            problems = list(error.problems)
        else:
            try:
                from ..policy.lint import lint as lint_programme
            except ImportError:
                problems = []
            else:
                problems = lint_programme(loaded)
        for problem in problems:
            typer.echo(str(problem))
        typer.echo(f"{key}: {len(problems)} problems")
        failed = failed or bool(problems)
    raise typer.Exit(1 if failed else 0)


@app.command()
def coverage(
    mutate: Annotated[
        bool, typer.Option(help="Alter what cites each id, and see whether a worked case notices.")
    ] = False,
) -> None:
    """List every id of the catalogue with where it is used, or why it is not; exit 1 where one is unaccounted for."""
    from ..policy import available, load
    from ..policy.coverage import cover, unaccounted

    found = cover({key: load(key) for key in available()}, alter=mutate)
    for one in found:
        if one.entry.left_to:
            typer.echo(f"{one.entry.key}: left to {one.entry.left_to}: {one.entry.why}")
            continue
        uses = ", ".join(f"{kind} {key}" for kind, key in one.uses) or "nowhere"
        tried = f" [{one.caught} of {one.altered} alterations noticed]" if one.altered is not None else ""
        typer.echo(f"{one.entry.key}: {uses}{tried}")
        for missed in one.missed:
            typer.echo(f"    not noticed: {missed}")
    wrong = unaccounted(found)
    for one in wrong:
        typer.echo(f"UNACCOUNTED {one.entry.where}: {one.entry.key}", err=True)
    typer.echo(f"{len(found)} ids, {len(wrong)} unaccounted for")
    raise typer.Exit(1 if wrong else 0)


def main() -> None:
    """Run the command line."""
    app()
