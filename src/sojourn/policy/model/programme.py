"""A programme as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ..types import Unit
from .cases import WorkedCase
from .conduct import Conduct
from .days import Boundary, Calendar, Day
from .entries import Entry, Parameter, Rule
from .facts import Assumption, Fact
from .routes import Route
from .surroundings import Authority, Event, Goal, Place, Role, Source, Suspension, Work


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme with everything it inherits from what it extends.

    `chain` are the keys of the programmes it is made of, its own last. `texts` maps a language to translations by path
    (``rules.eligible_home.label``) and ``phrase:English``. A `scenario` exists nowhere: it asks what if the programme
    that it extends were otherwise.
    """

    key: str
    title: str
    summary: str
    chain: tuple[str, ...]
    period_start: Day | None
    period_end: Day | None
    period_sources: tuple[str, ...]
    verified: date
    suspensions: tuple[Suspension, ...]
    roles: Mapping[str, Role]
    places: Mapping[str, Place]
    authorities: Mapping[str, Authority]
    boundaries: Mapping[str, Boundary]
    goals: tuple[Goal, ...]
    timeline: tuple[Event, ...]
    works: Mapping[str, Work]
    sources: Mapping[str, Source]
    assumptions: Mapping[str, Assumption]
    facts: Mapping[str, Fact]
    parameters: Mapping[str, Parameter]
    rules: Mapping[str, Rule]
    routes: Mapping[str, Route]
    conduct: Mapping[str, Conduct]
    cases: Mapping[str, WorkedCase]
    texts: Mapping[str, Mapping[str, str]]
    titles: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    reviewed: Mapping[str, bool] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    calendar: Calendar = field(default_factory=Calendar)
    scenario: bool = False

    def entry(self, key: str) -> Entry | None:
        """The parameter, rule, route or conduct of that name, or None."""
        return self.rules.get(key) or self.routes.get(key) or self.conduct.get(key) or self.parameters.get(key)
