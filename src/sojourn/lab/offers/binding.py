"""How the lab's words tie to a programme's entries: which route is the permit, what a place gives, what a breach is.

A binding is data and holds no rule. It is checked against the programme when it is read, so that a renamed entry is
noticed at the start, and not in the middle of a run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from sojourn.policy import Programme, nearest

from ..written import read_written

Facts = Mapping[str, object]
#: Parts of a binding that stand in another file, or under another key of its own.
_ELSEWHERE: Final = frozenset({"homes", "term", "fee", "away", "told"})


class BindingError(Exception):
    """The binding names something that the programme does not have, or leaves something out that it must say."""


class Breach(StrEnum):
    """What somebody is found at."""

    WORK = "work"
    OVERSTAY = "overstay"
    ENTRY = "entry"
    FURTHER = "further"
    MISMATCH = "mismatch"
    EMPLOYER = "employer"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Area:
    """Where people come from, or work: its labels by language, the facts it gives, and what is decided of it."""

    key: str
    label: Mapping[str, str]
    facts: Facts
    decided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """What of a breach is counted: a fact (workers), or days past a limit that a rule gives, from a day to another.

    `reference` is how many, where nobody says.
    """

    reference: int
    fact: str = ""
    days_past: str = ""
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class BoundBreach:
    """A kind of breach: who answers for it, which conduct it may be, and the facts of such a case.

    `where_done` are facts of a case in which practice does something for which it has no measure.
    """

    kind: Breach
    liable: str
    conduct: tuple[str, ...]
    facts: Facts
    counted: Counted | None
    where_done: Facts


@dataclass(frozen=True, slots=True)
class Assumed:
    """A range taken where no source gives a figure: its bounds, why (by language), and the sources that leave it so."""

    low: int
    high: int
    because: Mapping[str, str]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """How histories are told as a ledger, beside what the engine says.

    `nationality`, `province` and `border_commune` are facts that say it of a person, `place` the fact that says which
    place of the programme an area is; `shown` is the option of the fact `document` that people show at the border,
    `sanctioned_by` the authority that fines, detains and bans, `language` the one that people speak (a code: `vi`).
    """

    nationality: str
    province: str
    border_commune: str
    place: str
    document: str
    shown: str
    sanctioned_by: str
    language: str


@dataclass(frozen=True, slots=True)
class Binding:
    """A programme as the lab uses it: see `guangxi/binding.yaml` for what each part says."""

    programme: str
    homes: tuple[Area, ...]
    places: tuple[Area, ...]
    route: str
    term: str
    fee: str
    away: str
    may_file: str
    may_hire: str
    batch_renewal: str
    premium: str
    insurance_rate: str
    transfer_anew: str
    suspended_for: str
    worker_pays: str
    employer_insures: str
    pass_route: str
    overstays_found: str
    leave_by: str
    grade: str
    grades: Mapping[str, str]
    counted_violations: str
    most_violations: int
    violations_count_for: str
    tracked_by: str
    answered_by: str
    answered_at: tuple[str, ...]
    sector: str
    facts: Facts
    qualified: Facts
    unqualified: Facts
    filing: Facts
    breaches: tuple[BoundBreach, ...]
    assumed: Mapping[str, Assumed]
    told: Told

    def place_of(self, area: Area) -> str:
        """The place of the programme that an area is: the one in its facts, else the one of its own key."""
        return str(area.facts.get(self.told.place, area.key))

    @property
    def duties(self) -> tuple[str, ...]:
        """The duties of the permit's route of which it is asked whether they hold."""
        return self.tracked_by, self.answered_by

    def entries(self) -> tuple[str, ...]:
        """Every entry of the programme that is asked about."""
        conduct = (key for breach in self.breaches for key in breach.conduct)
        limits = (breach.counted.days_past for breach in self.breaches if breach.counted and breach.counted.days_past)
        permit = (self.route, self.may_file, self.may_hire, self.batch_renewal, self.transfer_anew)
        others = (self.premium, self.insurance_rate, self.suspended_for, self.pass_route, self.leave_by)
        asked = (*permit, *others, self.violations_count_for, *self.grades.values())
        return tuple(dict.fromkeys((*asked, *conduct, *limits)))


def read_binding(path: Path) -> Binding:
    """The binding in a file, with the places in the file that it names beside it. Raises BindingError."""
    written = _read(path)
    _check_keys(path.name, written, {one.name for one in fields(Binding)} - _ELSEWHERE | {"grants", "ledger"})
    areas = _read(path.with_name(written.pop("places")))
    grants = written.pop("grants")
    breaches = tuple(_breach(kind, one) for kind, one in written.pop("breaches").items())
    missing = [kind.value for kind in Breach if kind not in {breach.kind for breach in breaches}]
    if missing:
        raise BindingError(f"{path.name} does not say what these breaches are: {', '.join(missing)}")
    assumed = {
        key: Assumed(one["low"], one["high"], one["because"], tuple(one["source"]))
        for key, one in written.pop("assumed").items()
    }
    answered_at = tuple(written.pop("answered_at"))
    told = written.pop("ledger")
    _check_keys(f"'ledger' in {path.name}", told, {one.name for one in fields(Told)})
    return Binding(
        **written,
        **grants,
        homes=_areas(areas["homes"]),
        places=_areas(areas["places"]),
        breaches=breaches,
        assumed=assumed,
        answered_at=answered_at,
        told=Told(**told),
    )


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = read_written(path)
    return read


def _check_keys(where: str, written: Mapping[str, Any], known: set[str]) -> None:
    """Raise BindingError, naming every key that is missing or that nobody reads, with what may have been meant."""
    wrong = [f"does not say '{key}'; add it" for key in sorted(known - written.keys())]
    for key in written:
        if key not in known:
            near = nearest(key, sorted(known))
            wrong.append(f"says '{key}', which nobody reads" + (f" (did you mean '{near}'?)" if near else ""))
    if wrong:
        raise BindingError(f"{where} {', and '.join(wrong)}")


def _areas(written: Mapping[str, Any]) -> tuple[Area, ...]:
    return tuple(Area(key, one["label"], one["facts"], tuple(one.get("decided", ()))) for key, one in written.items())


def _breach(kind: str, written: Mapping[str, Any]) -> BoundBreach:
    counted = written.get("counted")
    return BoundBreach(
        Breach(kind),
        written["liable"],
        tuple(written["conduct"]),
        written["facts"],
        None
        if counted is None
        else Counted(
            counted["reference"],
            counted.get("fact", ""),
            counted.get("days_past", ""),
            counted.get("from", ""),
            counted.get("to", ""),
        ),
        written.get("where_done", {}),
    )


def check_binding(bound: Binding, programme: Programme) -> None:
    """Raise BindingError, naming every entry, grant, assumption and fact that the programme does not have."""
    entries = [*programme.rules, *programme.routes, *programme.conduct, *programme.parameters]
    facts = [*programme.facts, *programme.roles, "entry"]
    named = [("entry", key, entries) for key in bound.entries()]
    route = programme.routes.get(bound.route)
    granted = [] if route is None else [grant.key for grant in route.grants]
    named += [("grant", key, granted) for key in (bound.term, bound.fee, bound.away)]
    owed = [] if route is None else [duty.key for duty in route.duties]
    named += [("duty", key, owed) for key in bound.duties]
    named += [("place of work", key, [area.key for area in bound.places]) for key in bound.answered_at]
    named += [("assumption", key, [*programme.assumptions]) for key in (bound.worker_pays, bound.employer_insures)]
    given = [bound.facts, bound.qualified, bound.unqualified, bound.filing]
    given += [area.facts for area in (*bound.homes, *bound.places)]
    given += [facts_given for breach in bound.breaches for facts_given in (breach.facts, breach.where_done)]
    counted = [breach.counted.fact or breach.counted.end for breach in bound.breaches if breach.counted]
    decided = [fact for area in bound.places for fact in area.decided]
    of_a_case = [name for facts_given in given for name in facts_given]
    told = bound.told
    of_a_case += [told.nationality, told.province, told.border_commune, told.place, told.document]
    shown = programme.facts.get(told.document)
    named += [("option", told.shown, [] if shown is None else [*shown.type.options])]
    named += [("authority", told.sanctioned_by, [*programme.authorities])]
    named += [("place", bound.place_of(area), [*programme.places]) for area in bound.places]
    conduct = [key for breach in bound.breaches for key in breach.conduct]
    named += [("conduct of a breach", bound.overstays_found, conduct)]
    named += [("fact", name, facts) for name in (*of_a_case, *counted, *decided, bound.sector, bound.grade)]
    lacking = dict.fromkeys(
        f"{kind} '{key}'" + (f" (did you mean '{near}'?)" if (near := nearest(key, known)) else "")
        for kind, key, known in named
        if key not in known
    )
    if lacking:
        raise BindingError(f"the binding of '{bound.programme}' names what the programme lacks: {', '.join(lacking)}")
