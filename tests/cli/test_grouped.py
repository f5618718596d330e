"""Options in groups: laid out where the group stands, with its defaults, and put together again."""

from __future__ import annotations

import inspect

import typer

from sojourn.cli.lab.grouped import Made, Period, Spread, Told, grouped

OFTEN = Made(runs=20)
got: list[object] = []


def _command(ctx: typer.Context, programme: str, made: Made = OFTEN, own: bool = False) -> None:
    del ctx
    got.append((programme, made, own))


def test_a_group_is_laid_out_where_it_stands() -> None:
    """Given a command with a group that holds others, then its options come in their order, with its defaults."""
    laid_out = inspect.signature(grouped(_command)).parameters
    options = ["days", "first", "last", "warm_up", "runs", "seed", "threads", "workers", "cluster"]
    assert list(laid_out) == ["ctx", "programme", "people", *options, "draws", "set_", "keep", "own"]
    assert {name: laid_out[name].default for name in ("people", "warm_up", "runs", "cluster", "own")} == {
        "people": 80_000,
        "warm_up": 365,
        "runs": 20,
        "cluster": "",
        "own": False,
    }
    assert laid_out["days"].annotation.__metadata__[0].metavar == "D"


def test_what_was_given_is_put_together() -> None:
    """Given options, then the command has its groups, each holding its own."""
    laid_out = inspect.signature(grouped(_command)).parameters
    given = {name: one.default for name, one in laid_out.items()} | {"ctx": None, "programme": "guangxi"}
    grouped(_command)(**{**given, "days": 40, "workers": 2, "seed": 7, "own": True})
    made = Made(period=Period(days=40), runs=20, seed=7, spread=Spread(workers=2))
    assert got.pop() == ("guangxi", made, True)
    asked = made.asked("guangxi", None)
    assert (asked.days, asked.warm_up, asked.workers, asked.runs, asked.seed) == (40, 365, 2, 20, 7)
    assert Told().json is False
