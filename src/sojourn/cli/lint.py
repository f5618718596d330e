"""`sojourn lint`: every mistake in programme files, with its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sojourn.policy import Problem, Programme, ProgrammeError, available, lint_programme, load, problem_text, scenarios

from .programmes import named_or_all, programme_named
from .session import Session


def lint_programmes(session: Session, names: Sequence[str] | None, *, as_json: bool) -> int:
    """Look for mistakes in the programmes named (or in all) and show each; gives 1 where there is one."""
    report: list[dict[str, object]] = []
    failed = False
    for name in named_or_all(names):
        problems = _problems(name)
        failed = failed or bool(problems)
        report.extend(_data(name, problem, session) for problem in problems)
        if not as_json:
            for problem in problems:
                where = problem.where
                text = problem_text(problem, session.language)
                print(f"{_file(name, where.file)}:{where.line}:{where.column}: {text}")
            print(session.say("lint.result", programme=name, count=len(problems)))
    if as_json:
        session.data(report)
    return 1 if failed else 0


def _problems(name: str) -> Sequence[Problem]:
    try:
        programme = programme_named(name)
    except ProgrammeError as error:
        return error.problems
    return lint_programme(programme, _users(programme))


def _users(programme: Programme) -> list[Programme]:
    """The programmes that extend this one: what they use of it is used."""
    users = []
    for key in (*available(), *scenarios()):
        try:
            other = load(key)
        except ProgrammeError:
            continue  # its mistakes are its own
        if programme.key in other.chain[:-1]:
            users.append(other)
    return users


def _file(name: str, file: str) -> str:
    """A file of a programme as it is found from here, where the programme was named by its folder."""
    found = Path(name).parent / file
    return str(found) if Path(name).name != name and found.exists() else file


def _data(name: str, problem: Problem, session: Session) -> dict[str, object]:
    return {
        "programme": name,
        "file": _file(name, problem.where.file),
        "line": problem.where.line,
        "column": problem.where.column,
        "code": problem.code,
        "text": problem_text(problem, session.language),
    }
