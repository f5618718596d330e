"""What telling gives: frozen structures in plain words that the terminal and the site lay out in their own way.

Nothing here holds markup. Sources are named by key in the order of importance; every told programme and answer
carries the list that explains them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..answer import Outcome, Papers, Standing
from ..model import Attested, Layer


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A row of a told table."""

    cells: tuple[str, ...]
    sources: tuple[str, ...] = ()
    fired: bool = False


@dataclass(frozen=True, slots=True)
class ToldTable:
    """A table in words: the heads of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[ToldRow, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """Something in words and, under it, what it consists of.

    ``text`` is a whole sentence, or a heading that ends in a colon where there are children. ``key`` names the fact
    or entry it is about, ``mark`` is the outcome in a word or two (``met``, ``not known yet``), ``fired`` whether it
    decided what stands above it, ``value`` a value beside the text, ``note`` a further sentence.
    """

    text: str
    children: tuple[Told, ...] = ()
    sources: tuple[str, ...] = ()
    key: str = ""
    outcome: Outcome | None = None
    mark: str = ""
    value: str = ""
    fired: bool = False
    note: str = ""
    table: ToldTable | None = None


@dataclass(frozen=True, slots=True)
class ToldSource:
    """A source in words: the work, where in it, how sure it is, and where it can be read.

    ``keys`` are the ids of all sources in the list that are cited alike, its own among them.
    ``text`` is the whole citation in one line; ``title`` stays in the language of the work unless it is a
    description of ours, ``meaning`` is what it means where the reader may not read it ('' elsewhere).
    """

    key: str
    keys: tuple[str, ...]
    text: str
    title: str
    meaning: str
    author: str
    kind: str
    date: str
    at: str
    confidence: str
    note: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """What one layer says, in words. What there is nothing to say about is None.

    ``hangs_on`` are the assumptions that would change it, ``rests_on`` the others it used.
    """

    layer: Layer
    heading: str
    outcome: Outcome
    headline: str
    value: str
    reasons: Told
    blame: Told | None
    missing: Told | None
    open_terms: Told | None
    unknowns: Told | None
    rests_on: Told | None
    hangs_on: Told | None
    penalties: Told | None
    sources: tuple[str, ...]

    @property
    def parts(self) -> tuple[Told, ...]:
        """Everything there is to say beside the headline, in reading order; the reasons last."""
        parts = (
            self.blame,
            self.open_terms,
            self.missing,
            self.unknowns,
            self.penalties,
            self.hangs_on,
            self.rests_on,
            self.reasons,
        )
        return tuple(part for part in parts if part is not None)


@dataclass(frozen=True, slots=True)
class ToldPractice:
    """What practice says beside paper: one sentence, the differences, and the words of the sources."""

    attested: Attested
    heading: str
    text: str
    finding: ToldFinding | None
    differences: tuple[Told, ...]
    notes: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class ToldGrant:
    """What a route grants: on paper and in practice, or as a sentence (then both are empty).

    ``note`` says from and until when it grants the values, where that is not as long as the route.
    """

    key: str
    label: str
    paper: str
    practice: str
    text: str
    sources: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """An answer in words.

    ``warnings`` stand above everything: that the programme is suspended or not verified for the day, that no lawyer
    has read the translation. ``as_verified`` is what would have come out on the last verified day, under
    ``as_verified_heading``, which says that it is not today's answer.
    """

    about: str
    title: str
    day: date
    asked: str
    standing: Standing
    warnings: tuple[str, ...]
    outcome: Outcome
    headline: str
    value: str
    paper: ToldFinding
    practice: ToldPractice
    as_verified_heading: str
    as_verified: ToldFinding | None
    procedure: tuple[Told, ...]
    papers_state: Papers
    papers: Told | None
    grants_heading: str
    grants: tuple[ToldGrant, ...]
    steps: Told | None
    duties: Told | None
    family: Told | None
    notes: tuple[str, ...]
    sources_heading: str
    sources: tuple[ToldSource, ...]


@dataclass(frozen=True, slots=True)
class ToldLiability:
    """What everything a case contains adds up to for one role."""

    role: str
    heading: str
    breaches: Told
    penalties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldConsequences:
    """What may follow for each liable role, and the breaches that are possible but not certain."""

    heading: str
    liabilities: tuple[ToldLiability, ...]
    possible: Told | None


@dataclass(frozen=True, slots=True)
class ToldVersion:
    """One version of an entry: since when, what it says, and whether it holds (or may hold) on the day told."""

    since: str
    start: date | None
    content: Told
    holds: bool
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldEntry:
    """A rule, route, conduct or parameter in words.

    ``paper`` and ``practice`` are its versions, oldest first; ``practice_text`` says what is known of practice in one
    sentence, ``practice_notes`` what sources say of it in words. ``parts`` is everything else, each under a heading
    of its own.
    """

    key: str
    kind: str
    programme: str
    label: str
    note: str
    law: str
    parts: tuple[Told, ...]
    paper: tuple[ToldVersion, ...]
    attested: Attested
    practice_text: str
    practice: tuple[ToldVersion, ...]
    practice_notes: tuple[Told, ...]
    sources: tuple[str, ...]

    @property
    def holding(self) -> tuple[ToldVersion, ...]:
        """The versions on paper that hold, or may hold, on the day told."""
        return tuple(version for version in self.paper if version.holds)


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A dated change: when (in words, with what is not known of the day), of what, and to what."""

    when: str
    start: date | None
    layer: Layer | None
    key: str
    text: str
    content: Told | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldBeside:
    """Paper and practice of one entry side by side, for the day told."""

    key: str
    label: str
    attested: Attested
    paper: str
    practice: str
    notes: tuple[Told, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldProgramme:
    """A programme in words, for a day and perhaps a place. Headings are by the name of the part they stand over."""

    key: str
    title: str
    summary: str
    day: date
    asked: str
    place: str
    standing: Standing
    warnings: tuple[str, ...]
    headings: Mapping[str, str]
    about: tuple[Told, ...]
    places: tuple[Told, ...]
    authorities: tuple[Told, ...]
    routes: tuple[ToldEntry, ...]
    rules: tuple[ToldEntry, ...]
    conduct: tuple[ToldEntry, ...]
    parameters: tuple[ToldEntry, ...]
    timeline: tuple[ToldChange, ...]
    beside: tuple[ToldBeside, ...]
    beside_note: str
    assumptions: tuple[Told, ...]
    unknowns: tuple[Told, ...]
    sources: tuple[ToldSource, ...]
