"""An answer: what came out, why, what is missing, what it rests on, and what practice says beside paper.

Values in an answer are counted in stored units (fen, months) and carry their type, so that every reader can tell them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from .model import Attested, Day, Layer, Note, Penalty
from .tree import Node
from .types import Type

Exact = bool | int | Fraction | str | date

#: Before the key of a place, as something given: in that place, but in none of the places that lie in it.
ELSEWHERE_IN: Final = "elsewhere_in_"


class Outcome(StrEnum):
    """What a condition, rule, route or conduct comes to."""

    YES = "yes"
    YES_IF = "yes_if"
    NO = "no"
    NOT_KNOWN_YET = "not_known_yet"
    DOES_NOT_APPLY = "does_not_apply"


@dataclass(frozen=True, slots=True)
class Value:
    """What a value can still be: exact, within bounds (numbers and dates), one of some options, or chosen by somebody.

    - exact: `low` equals `high`, `options` empty (or one option/place, with `low` and `high` None);
    - bounds: `low` <= value <= `high` (None: no bound on that side);
    - options: the possible options or places, in declared order;
    - `chosen`: a definite lawful range from `low` to `high` within which `by` decides: nothing is missing;
    - `varies`: bounds because each place has its own value and this one's is not stated;
    - `may_not_apply`: it may also not apply; `nothing`: it does not apply for certain.
    """

    type: Type
    low: int | Fraction | date | None = None
    high: int | Fraction | date | None = None
    options: tuple[str, ...] = ()
    chosen: bool = False
    by: str = ""
    varies: bool = False
    may_not_apply: bool = False
    nothing: bool = False

    @property
    def definite(self) -> bool:
        """Whether nothing about it is open (a chosen range counts as definite)."""
        if self.nothing:
            return True
        if self.may_not_apply:
            return False
        if self.options:
            return len(self.options) == 1
        return self.chosen or (self.low is not None and self.low == self.high)


class ReasonKind(StrEnum):
    """What a reason is about."""

    ENTRY = "entry"
    ALL = "all"
    ANY = "any"
    CONDITION = "condition"
    EXCEPTION = "exception"
    LINE = "line"
    OTHERWISE = "otherwise"
    ROW = "row"
    GAP = "gap"
    HISTORY = "history"
    PARAMETER = "parameter"
    GATE = "gate"


@dataclass(frozen=True, slots=True)
class Reason:
    """A node of the reasons: what was looked at, what it came to, whether it fired (decided), and what lies under
    it.

    `key` names the entry, member, row or line; `label` is its English text (translated through the programme's texts)
    and may be empty, in which case `node` is told in words. `version_from` is the day its version began.
    """

    kind: ReasonKind
    key: str
    label: str
    outcome: Outcome | None
    value: Value | None
    fired: bool
    sources: tuple[str, ...] = ()
    assumption: str = ""
    node: Node | None = None
    version_from: date | None = None
    children: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Blamed:
    """One condition to blame: where it stands (keys from the top), its label, and its node for telling.

    `wanted`: whether it would have to hold (else: not to hold).
    """

    path: tuple[str, ...]
    key: str
    label: str
    node: Node | None
    sources: tuple[str, ...]
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class PenaltyResult:
    """What may follow: bounds where the kind has them, whether it certainly follows, and the choices where one is
    chosen.

    `may`: whoever decides may also leave it out.
    """

    kind: Penalty | None
    outcome: Outcome
    low: Value | None
    high: Value | None
    one_of: tuple[PenaltyResult, ...]
    label: str
    ground: str
    sources: tuple[str, ...]
    may: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What one layer says.

    `matters` are the facts that could still change it, most useful first; `open_terms` those of them that an
    authority decides; `unknowns` are unknowns of the programme itself (boundaries, parameters without a figure,
    printed gaps) as (kind, key) pairs; `blame` are the smallest sets of conditions whose change would turn a no into
    a yes (or, for yes_if, that must come out well). `rests_on` are the assumptions used, `hangs_on` those of them
    whose alternatives would change the finding.
    """

    layer: Layer
    outcome: Outcome
    value: Value | None
    reasons: Reason
    blame: tuple[tuple[Blamed, ...], ...]
    matters: tuple[str, ...]
    open_terms: tuple[str, ...]
    unknowns: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    rests_on: tuple[str, ...]
    hangs_on: tuple[str, ...]
    penalties: tuple[PenaltyResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """An entry that practice handles otherwise than paper says: both values, and practice's sources."""

    key: str
    paper: Value | None
    practice: Value | None
    note: Note | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PracticeBeside:
    """What practice says beside paper: attested or not, the finding where it can be worked out, the differences,
    words and notes.
    """

    attested: Attested
    finding: Finding | None
    differences: tuple[Difference, ...]
    notes: tuple[Note, ...]


class Papers(StrEnum):
    """Whether the documents a route asks for are there."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    NOT_KNOWN_YET = "not_known_yet"
    NONE_ASKED = "none_asked"


@dataclass(frozen=True, slots=True)
class During:
    """Whether a part of a route holds on the law's day (yes, or not known yet), and from and until when.

    `start` is None where it begins with the route, `end` (the first day on which it no longer holds) where it has none.
    """

    holds: Outcome = Outcome.YES
    start: Day | None = None
    end: Day | None = None


#: As long as the route.
THROUGHOUT: Final = During()


@dataclass(frozen=True, slots=True)
class DocumentState:
    """A document of a route: does the programme ask for it as a fact (else it is only listed), is it needed, is it
    there.
    """

    key: str
    label: str
    asked: bool
    needed: Outcome
    there: Outcome
    sources: tuple[str, ...]
    during: During = THROUGHOUT


@dataclass(frozen=True, slots=True)
class Granted:
    """What a route grants: a value on each layer, or a text."""

    key: str
    label: str
    paper: Value | None
    practice: Value | None
    practice_attested: Attested
    text: str
    sources: tuple[str, ...]
    during: During = THROUGHOUT


@dataclass(frozen=True, slots=True)
class StepWithin:
    """A step of a route's procedure with its time limit; `latest` is the day it ends, counted from the law's day."""

    key: str
    who: str
    text: str
    within: Value | None
    sources: tuple[str, ...]
    latest: Value | None = None
    during: During = THROUGHOUT


@dataclass(frozen=True, slots=True)
class DutyOwed:
    """A duty that follows for somebody."""

    key: str
    who: str
    text: str
    sources: tuple[str, ...]
    during: During = THROUGHOUT


@dataclass(frozen=True, slots=True)
class FamilyJoining:
    """Who of the family may join."""

    text: str
    sources: tuple[str, ...]
    during: During = THROUGHOUT


class Standing(StrEnum):
    """Whether the programme can speak for the day asked about."""

    IN_FORCE = "in_force"
    NOT_BEGUN = "not_begun"
    MAY_NOT_HAVE_BEGUN = "may_not_have_begun"
    SUSPENDED = "suspended"
    MAY_BE_SUSPENDED = "may_be_suspended"
    ENDED = "ended"
    NOT_VERIFIED = "not_verified"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question about one case.

    `about` is the key of the entry, `kind` what it is (route, rule, parameter, conduct). `standing` says whether the
    programme can speak for the day: past `verified` the paper finding is never yes or no for certain, and
    `as_verified` holds what would have come out on the last verified day (None while suspended). `papers` and what
    follows are for routes: only what holds, or may hold, on the law's day.
    """

    programme: str
    about: str
    kind: str
    at: date
    standing: Standing
    verified: date
    paper: Finding
    practice: PracticeBeside
    as_verified: Finding | None = None
    papers: Papers = Papers.NONE_ASKED
    documents: tuple[DocumentState, ...] = ()
    grants: tuple[Granted, ...] = ()
    steps: tuple[StepWithin, ...] = ()
    notes: tuple[str, ...] = ()
    duties: tuple[DutyOwed, ...] = ()
    family: FamilyJoining | None = None


@dataclass(frozen=True, slots=True)
class Liability:
    """What all breaches of a case add up to for one role: total fines in fen, detention in days, ban in months
    (bounds), and the breaches.
    """

    role: str
    breaches: tuple[str, ...]
    fine: Value | None
    detention: Value | None
    ban: Value | None
    other: tuple[Penalty, ...]


@dataclass(frozen=True, slots=True)
class Consequences:
    """What may follow for each liable role from everything a case contains: certain and still possible breaches."""

    liabilities: tuple[Liability, ...]
    possible: tuple[str, ...]
    answers: Mapping[str, Answer]
