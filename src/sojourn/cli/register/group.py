"""The commands of `sojourn register`. What one does stands in the module of its name, imported when it runs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..helping import Command, Group
from ..options import AsJson, Day, Place, Spoken, read_day
from ..session import Session

register = typer.Typer(cls=Group, no_args_is_help=True)
office = typer.Typer(cls=Group, no_args_is_help=True)
user = typer.Typer(cls=Group, no_args_is_help=True)
register.add_typer(office, name="office", cls=Group)
token = typer.Typer(cls=Group, no_args_is_help=True)
register.add_typer(user, name="user", cls=Group)
register.add_typer(token, name="token", cls=Group)

SignIn = Annotated[str, typer.Option("--as", metavar="SIGN_IN", show_default=False)]
KeyFile = Annotated[Path | None, typer.Option("--key", metavar="FILE", show_default=False)]


@office.command("add", cls=Command)
def office_add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", show_default=False)],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", show_default=False)],
    place: Annotated[str, typer.Option("--place", metavar="PLACE", show_default=False)],
    authority: Annotated[str, typer.Option("--authority", metavar="AUTHORITY", show_default=False)],
    acts: SignIn = "",
    json: AsJson = False,
    lang: Spoken = None,
) -> None:
    """Add an office."""
    from .setting_up import add_office

    add_office(_session(ctx, lang), acts, name, kind, place, authority, as_json=json)


@user.command("add", cls=Command)
def user_add(
    ctx: typer.Context,
    sign_in: Annotated[str, typer.Argument(metavar="SIGN_IN", show_default=False)],
    name: Annotated[str, typer.Option("--name", metavar="NAME", show_default=False)],
    role: Annotated[str, typer.Option("--role", metavar="ROLE", show_default=False)],
    office: Annotated[str, typer.Option("--office", metavar="NUMBER", show_default=False)] = "",
    employer: Annotated[str, typer.Option("--employer", metavar="NUMBER", show_default=False)] = "",
    agency: Annotated[str, typer.Option("--agency", metavar="NUMBER", show_default=False)] = "",
    person: Annotated[str, typer.Option("--person", metavar="NUMBER", show_default=False)] = "",
    acts: SignIn = "",
    json: AsJson = False,
    lang: Spoken = None,
) -> None:
    """Add an account."""
    from .setting_up import add_user

    belongs = {"office": office, "employer": employer, "agency": agency, "person": person}
    add_user(_session(ctx, lang), acts, sign_in, name, role, belongs, as_json=json)


@token.command("add", cls=Command)
def token_add(
    ctx: typer.Context,
    sign_in: Annotated[str, typer.Argument(metavar="SIGN_IN", show_default=False)],
    name: Annotated[str, typer.Option("--name", metavar="NAME", show_default=False)],
    until: Annotated[date, typer.Option("--until", metavar="DAY", parser=read_day, show_default=False)],
    acts: SignIn = "",
    json: AsJson = False,
    lang: Spoken = None,
) -> None:
    """Make a token."""
    from .tokens import add_token

    add_token(_session(ctx, lang), acts, sign_in, name, until, as_json=json)


@token.command("end", cls=Command)
def token_end(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", show_default=False)],
    acts: SignIn = "",
    lang: Spoken = None,
) -> None:
    """End a token."""
    from .tokens import end_token

    end_token(_session(ctx, lang), acts, number)


@register.command("import", cls=Command)
def import_(
    ctx: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PATH", show_default=False)],
    key: KeyFile = None,
    acts: SignIn = "",
    json: AsJson = False,
    lang: Spoken = None,
) -> None:
    """Take a ledger into an empty register."""
    from .moving import take_in

    take_in(_session(ctx, lang), acts, path, key, as_json=json)


@register.command(cls=Command)
def export(
    ctx: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PATH", show_default=False)],
    full: Annotated[bool, typer.Option("--full", show_default=False)] = False,
    to: Annotated[Path | None, typer.Option("--to", metavar="KEY", show_default=False)] = None,
    second: Annotated[str, typer.Option("--second", metavar="SIGN_IN", show_default=False)] = "",
    acts: SignIn = "",
    json: AsJson = False,
    lang: Spoken = None,
) -> None:
    """Write the register as a ledger."""
    from .moving import write_out

    write_out(_session(ctx, lang), acts, path, full=full, to=to, second=second, as_json=json)


@register.command(cls=Command)
def verify(ctx: typer.Context, json: AsJson = False, lang: Spoken = None) -> None:
    """Look whether the chain of events holds."""
    from .looking import verify_chain

    raise typer.Exit(verify_chain(_session(ctx, lang), as_json=json))


@register.command(cls=Command)
def stats(ctx: typer.Context, json: AsJson = False, lang: Spoken = None) -> None:
    """Count what the register holds."""
    from .looking import count

    count(_session(ctx, lang), as_json=json)


@register.command(cls=Command)
def settle(
    ctx: typer.Context,
    boundary: Annotated[str, typer.Argument(metavar="BOUNDARY", show_default=False)],
    day: Annotated[date, typer.Argument(metavar="DAY", parser=read_day, show_default=False)],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", show_default=False)] = "",
    acts: SignIn = "",
    lang: Spoken = None,
) -> None:
    """Settle a day of change that the sources leave open."""
    from .looking import settle_day

    settle_day(_session(ctx, lang), acts, boundary, day, reason)


@register.command(cls=Command)
def nightly(ctx: typer.Context, acts: SignIn = "", json: AsJson = False, lang: Spoken = None) -> None:
    """Do what the register does each night."""
    from .looking import do_the_night

    do_the_night(_session(ctx, lang), acts, as_json=json)


@register.command(cls=Command)
def sweep(ctx: typer.Context, acts: SignIn = "", json: AsJson = False, lang: Spoken = None) -> None:
    """Take what has outlived its time."""
    from .looking import sweep_up

    sweep_up(_session(ctx, lang), acts, as_json=json)


@register.command("day", cls=Command)
def day_(
    ctx: typer.Context,
    day: Annotated[date, typer.Argument(metavar="DAY", parser=read_day, show_default=False)],
    acts: SignIn = "",
    lang: Spoken = None,
) -> None:
    """Have a demonstration stand at another day."""
    from .looking import go_on_to

    go_on_to(_session(ctx, lang), acts, day)


@register.command(cls=Command)
def checkpoint(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", show_default=False)],
    lang: Spoken = None,
) -> None:
    """Write what a checkpoint takes along."""
    from .cards import write_checkpoint

    write_checkpoint(_session(ctx, lang), folder)


@register.command("verify-card", cls=Command)
def verify_card(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", show_default=False)],
    key: Annotated[Path, typer.Option("--key", metavar="FILE", show_default=False)],
    void: Annotated[Path | None, typer.Option("--list", metavar="FILE", show_default=False)] = None,
    at: Day = None,
    place: Place = "",
    json: AsJson = False,
    lang: Spoken = None,
) -> None:
    """Verify the code of a permit without a network."""
    from .cards import verify

    raise typer.Exit(verify(_session(ctx, lang), text, key, void, at, place, as_json=json))


def _session(ctx: typer.Context, lang: Spoken) -> Session:
    session = ctx.obj
    assert isinstance(session, Session)
    return session if lang is None else Session(lang)
