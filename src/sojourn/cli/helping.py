"""The help of the commands, in the language of the call: what a command does, its options, examples."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import typer
from typer.core import TyperCommand, TyperGroup

from .errors import CallError
from .page import Page, Style
from .printing import rendered
from .session import Session
from .speaking import knows

#: Calls that show what a command is for. What each does stands in the catalogue, by its number.
EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "sojourn": (
        "sojourn check guangxi --fact applicant.nationality=vietnam --place pingxiang --at 2018-06-01",
        "sojourn ask guangxi --lang vi",
        "sojourn check --help",
    ),
    "check": (
        "sojourn check guangxi --at 2018-06-01 --place pingxiang_zone --fact applicant.nationality=vietnam",
        "sojourn check guangxi --case G01 --json",
        "sojourn check china --about 'average_wage[guangzhou, 2018]' --at 2018-06-01",
        "sojourn check guangxi --case G47 --about consequences",
    ),
    "ask": (
        "sojourn ask guangxi --about work --at 2018-06-01",
        "sojourn ask guangxi --about work --at 2018-06-01 --place pingxiang --lang zh",
    ),
    "tell": ("sojourn tell guangxi --at 2018-06-01 --place pingxiang", "sojourn tell china --lang vi | less"),
    "lint": ("sojourn lint", "sojourn lint programmes/mine"),
    "cases": ("sojourn cases guangxi",),
    "coverage": ("sojourn coverage", "sojourn coverage --mutate --json"),
    "facts": ("sojourn facts guangxi", "sojourn facts guangxi --json"),
    "serve": ("sojourn serve --port 8001",),
    "lab": ("sojourn lab compare guangxi --scenario half_year_permits --people 4000 --runs 10",),
    "lab_run": (
        "sojourn lab run guangxi --people 8000 --runs 3",
        "sojourn lab run guangxi --scenario half_year_permits --people 4000 --json",
    ),
    "lab_compare": (
        "sojourn lab compare guangxi --scenario half_year_permits --scenario fee_0 --people 4000 --runs 10",
    ),
    "lab_calibrate": (
        "sojourn lab calibrate guangxi --people 1000 --runs 500 --predictions 40 --bias 0 --workers 2",
        "sojourn lab calibrate guangxi --seed 11 --workers 2 --out src/sojourn/lab/guangxi/posterior.csv",
    ),
    "lab_validate": ("sojourn lab validate guangxi --people 2000 --runs 20 --draws prior",),
    "lab_sensitivity": ("sojourn lab sensitivity guangxi --outcome on_permit --people 2000",),
    "lab_scenarios": ("sojourn lab scenarios guangxi --lang zh",),
    "register": (
        "sojourn register office add 'City Supervision' --kind supervision --place pingxiang --authority hrss",
        "sojourn register verify",
    ),
    "register_office": (
        "sojourn register office add Police --kind exit_entry --place daxin --authority city_exit_entry --as root",
    ),
    "register_office_add": (
        "sojourn register office add 'City Supervision' --kind supervision --place pingxiang --authority hrss",
    ),
    "register_user": ("sojourn register user add root --name 'Wei Liping' --role operator --office O-7K3QX9TB-M",),
    "register_user_add": (
        "sojourn register user add root --name 'Wei Liping' --role operator --office O-7K3QX9TB-M",
        "sojourn register user add hr1 --name 'Lu Jian' --role auditor --office O-7K3QX9TB-M --as root < word.txt",
    ),
    "register_token": ("sojourn register token add post7 --name 'Gate at Puzhai' --until 2020-05-31 --as root",),
    "register_token_add": ("sojourn register token add post7 --name 'Gate at Puzhai' --until 2020-05-31 --as root",),
    "register_token_end": ("sojourn register token end K-7K3QX9TB-M --as root",),
    "register_nightly": ("sojourn register nightly --as root",),
    "register_sweep": ("sojourn register sweep --as root --json",),
    "register_import": (
        "sojourn register import a-year --as root",
        "sojourn register import city.sjx --key private.pem --as root",
    ),
    "register_export": (
        "sojourn register export a-year --as root",
        "sojourn register export city.sjx --full --to public.pem --second auditor --as root",
    ),
    "register_verify": ("sojourn register verify --json",),
    "register_stats": ("sojourn register stats",),
    "register_settle": (
        "sojourn register settle farms_out 2019-06-10 --reason 'Notice of the zone, 10 June' --as root",
        "sojourn register settle farms_in 2019-05-06 --reason source:gx.elig.agri.may2019 --as root",
    ),
    "register_day": ("sojourn register day 2019-06-10 --as operator",),
    "register_checkpoint": ("sojourn register checkpoint post-1",),
    "register_verify_card": (
        "sojourn register verify-card - --key post-1/key.txt --list post-1/void.txt --place pingxiang < code.txt",
    ),
}


class Command(TyperCommand):
    """A command whose help comes from the catalogue and that refuses, in the language of the call, what is too much."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Read the arguments; what is left over is refused."""
        ctx.allow_extra_args = True
        _check_flags(self, args)
        rest = super().parse_args(ctx, args)
        if rest:
            raise CallError("too_many_arguments", extra=" ".join(rest), command=ctx.command_path)
        return rest

    def format_help(self, ctx: typer.Context, formatter: object) -> None:  # type: ignore[override]
        """Write the help of this command."""
        page = Page()
        session = _session(ctx)
        name = code_of(ctx)
        _top(page, session, _usage(self, ctx), name)
        _described(page, session, session.say("help.arguments"), _records(self, ctx, session, "argument"))
        _described(page, session, session.say("help.options"), _records(self, ctx, session, "option"))
        _examples(page, session, name)
        formatter.write(rendered(page, sys.stdout).rstrip("\n") + "\n")  # type: ignore[attr-defined]


class Group(TyperGroup):
    """All commands together."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Read what stands before the command."""
        _check_flags(self, args)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: typer.Context, args: list[str]):  # type: ignore[no-untyped-def,override]
        """Find the command that is called; one that does not exist is refused."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise _no_command(args[0], list(self.commands))
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """The commands in the order in which one comes to use them."""
        return list(self.commands)

    def format_help(self, ctx: typer.Context, formatter: object) -> None:  # type: ignore[override]
        """Write what there is."""
        page = Page()
        session = _session(ctx)
        name = code_of(ctx)
        _top(page, session, f"{ctx.command_path} {session.say('help.command_usage')}", name)
        inside = "" if name == "sojourn" else f"{name}_"
        commands = [(one, session.say(f"help.{inside}{_code(one)}.short")) for one in self.list_commands(ctx)]
        _described(page, session, session.say("help.commands"), commands)
        _described(page, session, session.say("help.options"), _records(self, ctx, session, "option"))
        _examples(page, session, name)
        page.heading(session.say("help.exit_codes"))
        page.line(session.say("help.exit_codes_meaning"), 1)
        formatter.write(rendered(page, sys.stdout).rstrip("\n") + "\n")  # type: ignore[attr-defined]


def _check_flags(command: TyperCommand | TyperGroup, args: Sequence[str]) -> None:
    """Raise CallError where an option that stands by itself is given a value: `--json=yes`."""
    bare = {name for one in command.params if getattr(one, "is_flag", False) for name in one.opts}
    for written in args[: args.index("--")] if "--" in args else args:
        option, equals, _ = written.partition("=")
        if equals and option in bare:
            raise CallError("option_bare", option=option)


def code_of(ctx: typer.Context) -> str:
    """By what the catalogue knows a command: its name, after those of the groups it is in (`register_office_add`)."""
    names: list[str] = []
    at: typer.Context | None = ctx
    while at is not None and at.parent is not None:
        names.insert(0, _code(at.info_name or ""))
        at = at.parent  # type: ignore[assignment]
    return "_".join(names) or "sojourn"


def all_commands() -> dict[str, TyperCommand | TyperGroup]:
    """Every command and group, by what the catalogue knows it."""
    from .commands import app  # which is made of what stands here

    found: dict[str, TyperCommand | TyperGroup] = {}

    def note(name: str, command: TyperCommand | TyperGroup) -> None:
        found[name] = command
        for inner, one in getattr(command, "commands", {}).items():
            note(_code(inner) if name == "sojourn" else f"{name}_{_code(inner)}", one)

    note("sojourn", typer.main.get_group(app))
    return found


def _code(name: str) -> str:
    return name.replace("-", "_")


def _records(
    command: TyperCommand | TyperGroup, ctx: typer.Context, session: Session, kind: str
) -> list[tuple[str, str]]:
    """The arguments or options of a command, each with its help."""
    records = []
    for parameter in command.get_params(ctx):
        record = parameter.get_help_record(ctx)
        if parameter.param_type_name == kind and record is not None:
            told = _help_of(session, code_of(ctx), parameter.name or "", record[1])
            records.append((record[0], _with_default(session, told, parameter)))
    return records


def _with_default(session: Session, told: str, parameter: object) -> str:
    """The help of an option, with the number that is taken where it is left out, if there is one."""
    default = getattr(parameter, "default", None)
    if isinstance(default, bool) or not isinstance(default, int | float):
        return told
    return session.say("help.left_out", told=told, default=f"{default:g}" if isinstance(default, float) else default)


def _session(ctx: typer.Context) -> Session:
    session = ctx.obj
    assert isinstance(session, Session)
    return session


def _no_command(name: str, known: Sequence[str]) -> CallError:
    from sojourn.policy import nearest

    close = nearest(name, known)
    if close:
        return CallError("no_command_near", name=name[:60], near=close)
    return CallError("no_command", name=name[:60], commands=tuple(known))


# ---- pieces of a page of help ------------------------------------------------------------------------------------


def _usage(command: Command, ctx: typer.Context) -> str:
    pieces = [ctx.command_path]
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            pieces.append(parameter.make_metavar(ctx=ctx))
        elif parameter.name not in ("help", "lang"):
            option = parameter.opts[0]
            takes = "" if getattr(parameter, "is_flag", False) else f" {parameter.make_metavar(ctx=ctx)}"
            many = " ..." if parameter.multiple else ""
            pieces.append(f"[{option}{takes}]{many}")
    return " ".join([*pieces, "[--lang en|zh|vi]"])


def _top(page: Page, session: Session, usage: str, name: str) -> None:
    page.line(session.say("help.usage"), style=Style.HEADING)
    page.line(usage, 1)
    page.gap()
    page.line(session.say(f"help.{name}.about"))


def _described(page: Page, session: Session, heading: str, records: list[tuple[str, str]]) -> None:
    if not records:
        return
    page.heading(heading)
    for name, text in records:
        page.line(name, 1, style=Style.STRONG)
        page.line(text, 3)


def _help_of(session: Session, command: str, name: str, record: str) -> str:
    """The help of a parameter: what the command says of it, else what is said of it everywhere."""
    for code in (f"help.{command}.parameters.{name}", f"help.parameters.{name}"):
        if knows(session.language, code):
            return session.say(code)
    return record


def _examples(page: Page, session: Session, name: str) -> None:
    page.heading(session.say("help.examples"))
    for number, example in enumerate(EXAMPLES[name], 1):
        page.line(session.say(f"help.{name}.examples.{number}"), 1)
        page.line(example, 3, style=Style.STRONG)
