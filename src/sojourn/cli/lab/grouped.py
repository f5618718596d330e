"""Options that several commands take, as groups: a parameter of a group stands for its options, in their order."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from ..options import AsJson, Spoken, read_day, read_whole
from ..session import Session
from .asked import Asked

Days = Annotated[int | None, typer.Option("--days", metavar="D", parser=read_whole, show_default=False)]
First = Annotated[date | None, typer.Option("--from", metavar="DATE", parser=read_day, show_default=False)]
Last = Annotated[date | None, typer.Option("--to", metavar="DATE", parser=read_day, show_default=False)]
WarmUp = Annotated[int, typer.Option("--warm-up", metavar="D", parser=read_whole)]
People = Annotated[int, typer.Option("--people", metavar="N", parser=read_whole)]
Runs = Annotated[int, typer.Option("--runs", metavar="R", parser=read_whole)]
Seed = Annotated[int, typer.Option("--seed", metavar="S", parser=read_whole)]
Threads = Annotated[int, typer.Option("--threads", metavar="T", parser=read_whole)]
Workers = Annotated[int, typer.Option("--workers", metavar="W", parser=read_whole)]
Cluster = Annotated[str, typer.Option("--cluster", metavar="ADDRESS", show_default=False)]
DrawsFrom = Annotated[str, typer.Option("--draws", metavar="posterior|prior|middle", show_default=False)]
Settings = Annotated[list[str] | None, typer.Option("--set", metavar="PARAMETER=VALUE", show_default=False)]
Keep = Annotated[Path | None, typer.Option("--keep", metavar="DIR", show_default=False)]


@dataclass(frozen=True, slots=True)
class Period:
    """Of which days a run tells, and how many are run before them."""

    days: Days = None
    first: First = None
    last: Last = None
    warm_up: WarmUp = 365


@dataclass(frozen=True, slots=True)
class Spread:
    """Where runs are made."""

    workers: Workers = 1
    cluster: Cluster = ""


@dataclass(frozen=True, slots=True)
class Made:
    """Everything that runs are made from, but the scenarios."""

    people: People = 80_000
    period: Period = Period()
    runs: Runs = 1
    seed: Seed = 1
    threads: Threads = 1
    spread: Spread = Spread()
    draws: DrawsFrom = ""
    set_: Settings = None
    keep: Keep = None

    def asked(self, programme: str, report: Path | None) -> Asked:
        """What was asked of the lab."""
        return asked(
            programme,
            self.period,
            self.spread,
            people=self.people,
            runs=self.runs,
            seed=self.seed,
            threads=self.threads,
            draws=self.draws,
            given=self.set_,
            keep=self.keep,
            report=report,
        )


@dataclass(frozen=True, slots=True)
class Told:
    """How the answer is told."""

    json: AsJson = False
    lang: Spoken = None

    def session(self, ctx: typer.Context) -> Session:
        """The session, in the language that was asked for."""
        session = ctx.obj
        assert isinstance(session, Session)
        return session if self.lang is None else Session(self.lang)


def asked(
    programme: str,
    period: Period,
    spread: Spread,
    *,
    people: int,
    runs: int,
    seed: int,
    threads: int = 1,
    draws: str = "",
    given: list[str] | None = None,
    keep: Path | None = None,
    report: Path | None = None,
) -> Asked:
    """What was asked of the lab, from groups of options and options by themselves."""
    return Asked(
        programme=programme,
        people=people,
        days=period.days,
        first=period.first,
        last=period.last,
        warm_up=period.warm_up,
        runs=runs,
        seed=seed,
        threads=threads,
        workers=spread.workers,
        draws=draws,
        given=given or (),
        keep=keep,
        report=report,
        cluster=spread.cluster,
    )


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose parameters of a group's type are laid out as the options of the group, and put together again.

    What stands in a group for a command is the default of its options there.
    """
    signature = inspect.signature(command, eval_str=True)
    laid_out = [one for parameter in signature.parameters.values() for one in _laid_out(parameter)]

    def called(**given: Any) -> None:
        command(**{name: _put_together(one.annotation, name, given) for name, one in signature.parameters.items()})

    called.__name__, called.__doc__, called.__module__ = command.__name__, command.__doc__, command.__module__
    called.__annotations__ = {one.name: one.annotation for one in laid_out}
    called.__signature__ = signature.replace(parameters=laid_out)  # type: ignore[attr-defined] # what typer reads
    return called


def _laid_out(parameter: inspect.Parameter) -> Iterator[inspect.Parameter]:
    group = parameter.annotation
    if not _is_group(group):
        yield parameter
        return
    hints = get_type_hints(group, include_extras=True)
    for one in fields(group):
        default = getattr(parameter.default, one.name)
        yield from _laid_out(parameter.replace(name=one.name, annotation=hints[one.name], default=default))


def _put_together(kind: Any, name: str, given: Mapping[str, Any]) -> Any:
    if not _is_group(kind):
        return given[name]
    hints = get_type_hints(kind, include_extras=True)
    return kind(**{one.name: _put_together(hints[one.name], one.name, given) for one in fields(kind)})


def _is_group(kind: object) -> bool:
    return is_dataclass(kind)
