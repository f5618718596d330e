"""Reading a programme: its folder and those it extends, into one `Programme`; every mistake at once, with its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from ..model import Entry, Goal, Law, Programme, Rule
from ..problems import Problems
from .assumptions import read_assumptions
from .bibliography import read_sources
from .cases import read_texts
from .checks import check_names, check_replacements, note_circles
from .collecting import nothing_collected
from .document import RawMapping
from .facts import read_facts, relate_facts
from .files import RawProgramme, read_raw
from .folders import Folder, available, find_chain
from .head import (
    read_authorities,
    read_boundaries,
    read_goals,
    read_places,
    read_roles,
    read_suspensions,
    read_timeline,
)
from .holidays import read_calendar
from .later import CasesLater
from .naming import claim, entries
from .parameters import read_parameters
from .routes import read_conduct, read_route
from .rules import known_type, read_rule, read_rules
from .scope import RawEntry, Scope
from .written import flag, mapping, read_day, sources, text

__all__ = ["available", "read", "read_chain", "replacements"]


def read(path_or_key: str | Path) -> Programme:
    """Read a programme from its files, whatever may be remembered of it. Raises ProgrammeError."""
    problems = Problems()
    chain = find_chain(path_or_key, problems)
    problems.raise_if_any()
    return read_chain(chain)


# ---- the whole ---------------------------------------------------------------------------------------------


def read_chain(chain: tuple[Folder, ...]) -> Programme:
    """The programme that a chain of folders describes. Raises ProgrammeError with every problem found."""
    problems = Problems()
    with nothing_collected():
        programme = _assembled(chain, problems)
    problems.raise_if_any()
    return programme


def _assembled(chain: tuple[Folder, ...], problems: Problems) -> Programme:
    """The programme, as far as it could be read; what it was read from is gone when this returns."""
    raws = [read_raw(folder.key, folder.files, problems) for folder in chain]
    found = [raw for raw in raws if raw is not None]
    if len(found) < len(raws) or not all(raw.whole for raw in found):
        # What else is wrong would only follow from what is missing.
        problems.raise_if_any()
    return assembled_of(chain[-1], found, problems)


def assembled_of(folder: Folder, raws: list[RawProgramme], problems: Problems) -> Programme:
    """The programme that what was read of a chain of folders makes; what is wrong with it is noted."""
    return _Assembly(folder, raws, problems).programme()


class _Assembly:
    """Puts a programme together: names first, then what expressions need, then everything that holds expressions."""

    def __init__(self, folder: Folder, raws: list[RawProgramme], problems: Problems) -> None:
        self.folder = folder
        self.raws = raws
        self.own = raws[-1]
        self.problems = problems
        self.scope = Scope(problems)
        self.scope.known_type = known_type
        self.scope.read_rule = lambda name: read_rule(name, self.scope)
        self.raw_routes: dict[str, RawEntry] = {}
        self.raw_conduct: dict[str, RawEntry] = {}

    def programme(self) -> Programme:
        self.read_names()
        self.note_broken()
        self.read_entries()
        scope = self.scope
        check_replacements(self.raws, scope)
        note_circles(scope)
        goals = self.goals()
        check_names(self.raws, goals, scope)
        self.check_scenario()
        programme = self.assembled(goals)
        scope.forget_how()
        return programme

    def read_names(self) -> None:
        """Everything that expressions may name, and what needs no expressions."""
        scope = self.scope
        for raw in self.raws:
            read_roles(raw, scope)
            read_boundaries(raw, scope)
        for raw in self.raws:
            read_places(raw, scope)
            read_authorities(raw, scope)
            read_sources(raw, scope)
            read_assumptions(raw, scope)
        self.related = [fact for raw in self.raws for fact in read_facts(raw, scope)]
        law = Law.APPLICATION
        for raw in self.raws:
            written = text(raw.head, "law_of")
            law = Law(written) if written else law
            read_parameters(raw, law, scope)
            self.take("rules", raw, law, scope.raw_rules)
            self.take("routes", raw, law, self.raw_routes)
            self.take("conduct", raw, law, self.raw_conduct)
        scope.raw_conditions.update(self.raw_routes)
        scope.raw_conditions.update(self.raw_conduct)

    def note_broken(self) -> None:
        """Names whose entries could not be used at all: citing them is no second mistake."""
        for raw in self.raws:
            sections = [
                raw.kinds.get(kind) for kind in ("assumptions", "facts", "parameters", "rules", "routes", "conduct")
            ]
            sections.extend(mapping(raw.head, key) for key in ("roles", "places"))
            for section in sections:
                if section is not None:
                    for name in section.keys.keys() - section.values.keys():
                        self.scope.given.setdefault(name, section.where_of(name))

    def take(self, kind: str, raw: RawProgramme, law: Law, into: dict[str, RawEntry]) -> None:
        for name, one, where in entries(raw.kinds.get(kind)):
            if text(one, "overrides") == name and name in into and "where" not in one.values:
                # The whole of an inherited entry is put anew under its own name.
                into[name] = RawEntry(one, where, raw.key, law)
                self.scope.given[name] = where
            elif claim(name, where, self.scope):
                into[name] = RawEntry(one, where, raw.key, law)

    def read_entries(self) -> None:
        scope = self.scope
        read_rules(scope)
        for name, entry in self.raw_routes.items():
            scope.routes[name] = read_route(name, entry, scope)
        for name, entry in self.raw_conduct.items():
            scope.conduct[name] = read_conduct(name, entry, scope)
        relate_facts(self.related, scope)

    def goals(self) -> tuple[Goal, ...]:
        """The programme's own goals first, then those it inherits under other names."""
        goals: dict[str, Goal] = {}
        for raw in reversed(self.raws):
            for goal in read_goals(raw):
                goals.setdefault(goal.key, goal)
        return tuple(goals.values())

    def texts(self) -> tuple[dict[str, dict[str, str]], dict[str, bool]]:
        """Translations of the whole chain; the titles of all its programmes stand under `titles`."""
        joined: dict[str, dict[str, str]] = {}
        reviewed: dict[str, bool] = {}
        for raw in self.raws:
            texts, read = read_texts(raw, self.problems)
            for language, flat in texts.items():
                into = joined.setdefault(language, {})
                left = () if raw is self.own else _NEVER_INHERITED if flag(self.own.head, "scenario") else _OWN_PATHS
                into.update({path: flat[path] for path in flat if not path.startswith(left)})
                if "programme.title" in flat:
                    into[f"titles.{raw.key}"] = flat["programme.title"]
            for language, said in read.items():
                reviewed[language] = reviewed.get(language, True) and said
        return joined, reviewed

    def assembled(self, goals: tuple[Goal, ...]) -> Programme:
        scope, own, head = self.scope, self.own, self.own.head
        scenario = flag(head, "scenario")
        period = self.period()
        texts, reviewed = self.texts()
        verified = text(head, "verified")
        return Programme(
            key=own.key,
            title=text(head, "title"),
            summary=text(head, "summary"),
            chain=tuple(raw.key for raw in self.raws),
            period_start=None if period is None else read_day(period.get("from"), scope.boundaries, self.problems),
            period_end=None if period is None else read_day(period.get("to"), scope.boundaries, self.problems),
            period_sources=() if period is None else sources(period),
            verified=date.fromisoformat(verified) if verified else date.min,
            suspensions=read_suspensions(self.nearest("suspensions") if scenario else own, scope),
            roles=scope.roles,
            places=scope.places,
            authorities=scope.authorities,
            boundaries=scope.boundaries,
            goals=goals,
            timeline=read_timeline(self.nearest("timeline") if scenario else own, scope),
            works=scope.works,
            sources=scope.sources,
            assumptions=scope.assumptions,
            facts=scope.facts,
            parameters=scope.parameters,
            rules=_in_order(scope.rules, scope.raw_rules),
            routes=scope.routes,
            conduct=scope.conduct,
            cases=CasesLater(self.folder),
            texts=texts,
            titles={raw.key: (text(raw.head, "title"), text(raw.head, "summary")) for raw in self.raws},
            reviewed=reviewed,
            calendar=read_calendar(self.raws),
            scenario=scenario,
        )

    def check_scenario(self) -> None:
        """A scenario is one of something."""
        if flag(self.own.head, "scenario") and len(self.raws) == 1:
            self.problems.add(
                self.own.head.values["scenario"].where,
                "scenario_of_nothing",
                "A scenario asks what if another programme were otherwise; say with 'extends' which one.",
            )

    def nearest(self, key: str) -> RawProgramme:
        """The programme of the chain that says it last: a scenario has what it does not say of what it extends."""
        return next((raw for raw in reversed(self.raws) if key in raw.head.values), self.own)

    def period(self) -> RawMapping | None:
        """The programme's own period, else that of the nearest it extends."""
        for raw in reversed(self.raws):
            period = mapping(raw.head, "period")
            if period is not None:
                return period
        return None


#: Translations that nothing inherits, and those that only a scenario does.
_NEVER_INHERITED = ("programme.title", "programme.summary", "cases.")
_OWN_PATHS = (*_NEVER_INHERITED, "programme.suspensions.", "programme.timeline.")


def _in_order(read_rules: Mapping[str, Rule], raw: Mapping[str, RawEntry]) -> dict[str, Rule]:
    """Rules in the order written, bases first, and not in the order in which they were needed."""
    return {name: read_rules[name] for name in raw if name in read_rules}


def replacements(programme: Programme) -> dict[str, tuple[Entry, ...]]:
    """For each key that others override or stand beside: those others, in the order of the chain."""
    found: dict[str, list[Entry]] = {}
    kinds: tuple[Mapping[str, Entry], ...] = (
        programme.parameters,
        programme.rules,
        programme.routes,
        programme.conduct,
    )
    for kind in kinds:
        for entry in kind.values():
            target = entry.overrides or entry.alternative_to
            if target and target != entry.key:
                found.setdefault(target, []).append(entry)
    return {key: tuple(others) for key, others in found.items()}
