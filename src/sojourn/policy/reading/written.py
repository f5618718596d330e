"""What is written under a key, once its form has been checked: texts, names, flags, days; empty where it is absent.

A missing key that had to be there has been noted when the form was checked, so these functions only have to go on.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta

from ..model import Boundary, Day
from ..problems import Problems, nearest
from ..tree import Where
from .document import RawMapping, RawNode, RawScalar, RawSequence
from .forms import is_day


def scalar(raw: RawMapping, key: str) -> RawScalar | None:
    """The text under a key with its position, or None."""
    node = raw.values.get(key)
    return node if isinstance(node, RawScalar) else None


def text(raw: RawMapping, key: str) -> str:
    """The text under a key, its line breaks made spaces; '' where there is none."""
    node = raw.values.get(key)
    return " ".join(node.text.split()) if isinstance(node, RawScalar) else ""


def flag(raw: RawMapping, key: str) -> bool:
    """Whether a key says yes."""
    node = raw.values.get(key)
    return isinstance(node, RawScalar) and node.text in ("yes", "true")


def whole(raw: RawMapping, key: str) -> int:
    """The whole number under a key; 0 where there is none."""
    node = raw.values.get(key)
    return int(node.text) if isinstance(node, RawScalar) else 0


def mapping(raw: RawMapping, key: str) -> RawMapping | None:
    """The mapping under a key, or None."""
    node = raw.values.get(key)
    return node if isinstance(node, RawMapping) else None


def items(raw: RawMapping, key: str) -> tuple[RawNode, ...]:
    """The items under a key; a single thing counts as a list of one."""
    node = raw.values.get(key)
    if node is None:
        return ()
    return node.items if isinstance(node, RawSequence) else (node,)


def mappings(raw: RawMapping, key: str) -> tuple[RawMapping, ...]:
    """Those items under a key that are mappings."""
    return tuple(item for item in items(raw, key) if isinstance(item, RawMapping))


def scalars(raw: RawMapping, key: str) -> tuple[RawScalar, ...]:
    """Those items under a key that are texts."""
    return tuple(item for item in items(raw, key) if isinstance(item, RawScalar))


def words(raw: RawMapping, key: str) -> tuple[str, ...]:
    """The texts of the items under a key."""
    return tuple(item.text for item in scalars(raw, key))


def sources(raw: RawMapping) -> tuple[str, ...]:
    """The source ids given."""
    return words(raw, "source")


def labels(raw: RawMapping, key: str) -> dict[str, str]:
    """A mapping of names to texts (the options of a choice)."""
    inner = mapping(raw, key)
    return {} if inner is None else {name: text(inner, name) for name in inner.values}


# ---- days --------------------------------------------------------------------------------------------------


def first_and_last(written: str) -> tuple[date, date]:
    """The first and the last day of a day, month or year as written (`2019-05-15`, `2019-05`, `2019`)."""
    year = int(written[:4])
    if len(written) == 4:
        return date(year, 1, 1), date(year, 12, 31)
    month = int(written[5:7])
    if len(written) == 7:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    day = date.fromisoformat(written)
    return day, day


def read_day(node: RawNode | None, boundaries: Mapping[str, Boundary], problems: Problems) -> Day | None:
    """The day written: itself, some day of a month or year, a boundary by name, or one after one day and by another.

    None where there is none to read (or it says `unknown`).
    """
    if isinstance(node, RawMapping):
        return _alone(read_span(node, "", problems), node)
    if not isinstance(node, RawScalar) or node.text == "unknown":
        return None
    if is_day(node.text):
        return _alone(Day(*first_and_last(node.text)), node)
    boundary = boundaries.get(node.text)
    if boundary is not None:
        return boundary.day
    unknown_name(node.text, node.where, boundaries, "boundary", problems)
    return None


def _alone(day: Day | None, node: RawNode) -> Day | None:
    """A day that is not known and has no name is shared with nothing: it is named after where it stands."""
    if day is None or day.certain:
        return day
    return Day(day.earliest, day.latest, f"{node.where}@{day.earliest}..{day.latest}")


def read_span(raw: RawMapping, boundary: str, problems: Problems) -> Day | None:
    """The day of `{after: ..., by: ...}` or `{in: ...}`, under a boundary's name."""
    within = scalar(raw, "in")
    if within is not None:
        if not is_day(within.text):
            _no_day(within, problems)
            return None
        return Day(*first_and_last(within.text), boundary)
    after, by = scalar(raw, "after"), scalar(raw, "by")
    if after is None or by is None:
        if after is not None:
            problems.add(
                after.where,
                "day_open_end",
                "'after' needs 'by' beside it: the day from which the new certainly held.",
            )
        return None
    for bound in (after, by):
        if not is_day(bound.text):
            _no_day(bound, problems)
            return None
    last = first_and_last(after.text)[1]
    if last == date.max:
        return None
    earliest, latest = last + timedelta(days=1), first_and_last(by.text)[0]
    if earliest > latest:
        problems.add(
            by.where,
            "day_backwards",
            "No day lies after {after} and by {by}; 'by' must come later than 'after'.",
            after=after.text,
            by=by.text,
        )
        return None
    return Day(earliest, latest, boundary)


def _no_day(node: RawScalar, problems: Problems) -> None:
    problems.add(
        node.where, "day_needed", "'{given}' is no day; write 2019-05-15, 2019-05 or 2019 here.", given=node.text[:60]
    )


# ---- names -------------------------------------------------------------------------------------------------

_UNKNOWN = {
    "boundary": (
        "'{name}' is neither a day nor a boundary; did you mean '{near}'?",
        "'{name}' is neither a day nor a boundary; write 2019-05-15, 2019-05 or 2019, or add it under 'boundaries'.",
    ),
    "place": (
        "There is no place '{name}'; did you mean '{near}'?",
        "There is no place '{name}'; add it under 'places' in programme.yaml.",
    ),
    "role": (
        "There is no role '{name}'; did you mean '{near}'?",
        "There is no role '{name}'; add it under 'roles' in programme.yaml.",
    ),
    "authority": (
        "There is no authority '{name}'; did you mean '{near}'?",
        "There is no authority '{name}'; add it under 'authorities' in programme.yaml.",
    ),
    "actor": (
        "'{name}' is neither a role nor an authority; did you mean '{near}'?",
        "'{name}' is neither a role nor an authority; add it under 'roles' or 'authorities' in programme.yaml.",
    ),
    "assumption": (
        "There is no assumption '{name}'; did you mean '{near}'?",
        "There is no assumption '{name}'; add it to assumptions.yaml.",
    ),
    "work": (
        "There is no work '{name}'; did you mean '{near}'?",
        "There is no work '{name}'; add it under 'works' in sources.yaml.",
    ),
    "fact": (
        "There is no fact '{name}'; did you mean '{near}'?",
        "There is no fact '{name}'; add it to facts.yaml.",
    ),
    "entry": (
        "There is no rule, route or conduct '{name}'; did you mean '{near}'?",
        "There is no rule, route or conduct '{name}'.",
    ),
}


def unknown_name(name: str, where: Where, known: Mapping[str, object], what: str, problems: Problems) -> None:
    """Note that a name is not among those known, with the nearest one where there is one."""
    near = nearest(name, known)
    close, far = _UNKNOWN[what]
    if near:
        problems.add(where, f"no_such_{what}_near", close, name=name[:60], near=near)
    else:
        problems.add(where, f"no_such_{what}", far, name=name[:60])


def known_names(
    raw: RawMapping, key: str, known: Mapping[str, object], what: str, problems: Problems
) -> tuple[str, ...]:
    """The names under a key; those that are not known are noted and left out."""
    found = []
    for item in scalars(raw, key):
        if item.text in known:
            found.append(item.text)
        else:
            unknown_name(item.text, item.where, known, what, problems)
    return tuple(found)
