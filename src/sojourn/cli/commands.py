"""The commands and what each is called with. What one does stands in the module of its name, imported when it runs."""

from __future__ import annotations

from typing import Annotated

import typer

from .helping import Command, Group
from .known import Known
from .lab import lab
from .options import (
    About,
    Altered,
    AsJson,
    Assumed,
    CaseFile,
    Day,
    Facts,
    Host,
    Place,
    Port,
    ProgrammeName,
    ProgrammeNames,
    Spoken,
)
from .register import register
from .session import Session

app = typer.Typer(
    name="sojourn",
    cls=Group,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)


@app.callback(invoke_without_command=True)
def sojourn(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", show_default=False)] = False,
    lang: Spoken = None,
) -> None:
    """Labour-migration programmes written down once: explained, run, tested and compared with practice."""
    session = _session(ctx, lang)
    ctx.obj = session
    if version:
        from sojourn import __version__

        typer.echo(__version__)
    elif ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@app.command(cls=Command)
def check(
    ctx: typer.Context,
    programme: ProgrammeName,
    case: CaseFile = "",
    fact: Facts = None,
    about: About = None,
    at: Day = None,
    place: Place = "",
    assume: Assumed = None,
    json: AsJson = False,
    lang: Spoken = None,
) -> None:
    """Answer what was asked about one case, with reasons and sources."""
    from .check import check_case

    known = Known(case, fact or (), at, place, assume or ())
    check_case(_session(ctx, lang), programme, known, about or (), as_json=json)


@app.command(cls=Command)
def ask(
    ctx: typer.Context,
    programme: ProgrammeName,
    case: CaseFile = "",
    fact: Facts = None,
    about: About = None,
    at: Day = None,
    place: Place = "",
    assume: Assumed = None,
    lang: Spoken = None,
) -> None:
    """Ask for what is missing, one question at a time, and answer."""
    from .ask import hold_interview

    known = Known(case, fact or (), at, place, assume or ())
    raise typer.Exit(hold_interview(_session(ctx, lang), programme, known, about or ()))


@app.command(cls=Command)
def tell(
    ctx: typer.Context,
    programme: ProgrammeName,
    at: Day = None,
    place: Place = "",
    json: AsJson = False,
    lang: Spoken = None,
) -> None:
    """Tell a programme in words."""
    from .tell import tell_programme

    tell_programme(_session(ctx, lang), programme, at, place, as_json=json)


@app.command(cls=Command)
def lint(ctx: typer.Context, programme: ProgrammeNames = None, json: AsJson = False, lang: Spoken = None) -> None:
    """Look for mistakes in programme files."""
    from .lint import lint_programmes

    raise typer.Exit(lint_programmes(_session(ctx, lang), programme, as_json=json))


@app.command(cls=Command)
def cases(ctx: typer.Context, programme: ProgrammeNames = None, json: AsJson = False, lang: Spoken = None) -> None:
    """Run the worked cases."""
    from .cases import run_all

    raise typer.Exit(run_all(_session(ctx, lang), programme, as_json=json))


@app.command(cls=Command)
def coverage(
    ctx: typer.Context,
    programme: ProgrammeNames = None,
    mutate: Altered = False,
    json: AsJson = False,
    lang: Spoken = None,
) -> None:
    """Account for every id of the catalogue of sources."""
    from .coverage import cover_catalogue

    raise typer.Exit(cover_catalogue(_session(ctx, lang), programme, alter=mutate, as_json=json))


@app.command(cls=Command)
def facts(ctx: typer.Context, programme: ProgrammeName, json: AsJson = False, lang: Spoken = None) -> None:
    """List what can be known of a case."""
    from .facts import list_facts

    list_facts(_session(ctx, lang), programme, as_json=json)


@app.command(cls=Command)
def serve(ctx: typer.Context, host: Host = "127.0.0.1", port: Port = 8000, lang: Spoken = None) -> None:
    """Serve the site."""
    from .serve import serve_site

    serve_site(_session(ctx, lang), host, port)


app.add_typer(lab, name="lab", cls=Group)
app.add_typer(register, name="register", cls=Group)


def _session(ctx: typer.Context, lang: Spoken) -> Session:
    """The session of a call, in the language it asks for."""
    session = ctx.obj
    assert isinstance(session, Session)
    return session if lang is None else Session(lang)
