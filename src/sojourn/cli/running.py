"""Running a command: in which language, and what becomes of whatever goes wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

import typer

from .errors import CallError
from .languages import language_of
from .session import Session
from .speaking import knows

if TYPE_CHECKING:
    from sojourn.policy import Problem

DONE, FAILED, WRONG, STOPPED = 0, 1, 2, 130

#: What Typer raises for a call that it cannot read. Its own modules for it are private.
_Unread = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "UsageError")


def run(arguments: Sequence[str]) -> int:
    """Carry out a call; gives its exit code: 0 done, 1 the answer is a failure, 2 the call is wrong, 130 stopped."""
    from .commands import app

    for stream in (sys.stdout, sys.stderr):
        _never_fails(stream)
    session = Session(language_of(arguments, os.environ))
    command = typer.main.get_command(app)
    try:
        code = command.main(list(arguments), prog_name="sojourn", standalone_mode=False, obj=session)
        sys.stdout.flush()
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):
            return _nobody_reads()
        raise
    except BrokenPipeError:
        return _nobody_reads()
    except KeyboardInterrupt:
        return _stopped(session)
    except typer.Abort as error:
        if isinstance(error.__cause__, EOFError):  # a file that ends too soon: nobody stopped anything
            raise error.__cause__ from None
        return _stopped(session)
    except Exception as error:
        if line := _unavailable(session, error):
            session.complain(line)
            return FAILED
        lines = _told(session, error)
        if lines is None:
            raise
        for line in lines:
            session.complain(line)
        return WRONG
    return code if isinstance(code, int) else DONE


def _stopped(session: Session) -> int:
    """Whoever called has stopped it: what comes next on the terminal begins a line."""
    session.complain("")
    return STOPPED


def _never_fails(stream: TextIO) -> None:
    """Have a stream write what its encoding lacks as escapes, rather than break off."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def _nobody_reads() -> int:
    """The reader has gone (`| head`): nothing more is written, not even at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


# ---- what is wrong with a call, in words ---------------------------------------------------------------------------


def _told(session: Session, error: Exception) -> list[str] | None:
    """The lines that say what is wrong with a call; None for an error that is nobody's mistake but ours."""
    from sojourn.policy import CaseError, ProgrammeError

    if isinstance(error, CallError):
        return [session.say(f"wrong.{error.code}", **_filled(session, error.slots))]
    if isinstance(error, (CaseError, ProgrammeError)):
        return list(dict.fromkeys(problem_line(session, problem) for problem in error.problems))
    if isinstance(error, _Unread):
        return [_unread(session, error)]
    return None


def _unavailable(session: Session, error: Exception) -> str | None:
    """The line that says what the site lacks, and what to do; None for any other error."""
    from sojourn.web import SiteError

    if isinstance(error, SiteError):
        return session.say(f"unavailable.{error.code}", **_filled(session, error.slots))
    return None


def _filled(session: Session, slots: Mapping[str, object]) -> dict[str, object]:
    """What fills a sentence; several things are listed as the language lists them."""
    comma = session.say("layout.comma")
    return {name: comma.join(value) if isinstance(value, tuple) else value for name, value in slots.items()}


def _unread(session: Session, error: Exception) -> str:
    """What Typer could not read: an option that does not exist or lacks its value, an argument that is missing."""
    option = str(getattr(error, "option_name", ""))
    parameter = getattr(error, "param", None)
    if near := getattr(error, "possibilities", None):
        return session.say("wrong.no_option_near", option=option, near=next(iter(near)))
    if hasattr(error, "possibilities"):
        return session.say("wrong.no_option", option=option)
    if option:
        return session.say("wrong.option_value", option=option)
    if parameter is not None and hasattr(error, "param_type"):
        return session.say("wrong.missing", name=parameter.human_readable_name)
    return session.say("wrong.call")


def problem_line(session: Session, problem: Problem) -> str:
    """A problem with its place, where it has one, in the language of the call."""
    from sojourn.policy import problem_text

    code = f"case_file.{problem.code}"
    if knows(session.language, code):
        text = session.say(code, **dict(problem.slots))
    else:
        text = problem_text(problem, session.language)
    return text if problem.where.file == "case" else f"{problem.where}: {text}"
