"""Finding the programme a call names: by its key or by the path of its folder."""

from __future__ import annotations

from collections.abc import Sequence

from sojourn.policy import Programme, ProgrammeError, available, load, nearest, scenarios

from .errors import CallError

#: What says that there is no such programme at all, rather than something wrong in one.
_NOT_FOUND = ("no_programme", "no_programme_near")


def programme_named(name: str) -> Programme:
    """The programme of a key or folder. Raises CallError if there is none, ProgrammeError if it cannot be read."""
    try:
        return load(name)
    except ProgrammeError as error:
        if all(problem.code in _NOT_FOUND for problem in error.problems):
            raise _not_found(name) from None
        raise


def named_or_all(names: Sequence[str] | None) -> list[str]:
    """The programmes named, or all that come with Sojourn, its scenarios last."""
    return list(names or (*available(), *scenarios()))


def _not_found(name: str) -> CallError:
    keys = [*available(), *scenarios()]
    close = nearest(name, keys)
    if close:
        return CallError("no_programme_near", name=name[:80], near=close)
    return CallError("no_programme", name=name[:80], keys=tuple(keys))
