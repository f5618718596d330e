"""An answer in words: the outcome, why, what is missing, what it rests on, and what practice says beside paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from ..answer import (
    Answer,
    Consequences,
    Difference,
    DocumentState,
    During,
    Finding,
    Granted,
    Liability,
    Outcome,
    PracticeBeside,
    Standing,
    StepWithin,
    Value,
)
from ..model import Attested, Conduct, Day, Entry, Layer, Note, Penalty, Route
from ..tree import Table, walk
from ..types import MONTHS, Kind, unit_named
from .conditions import Conditions
from .left_open import told_assumption, told_boundary
from .names import Names
from .penalties import Penalties
from .reasons import Reasons
from .seen import seen_in
from .shapes import (
    Told,
    ToldAnswer,
    ToldConsequences,
    ToldFinding,
    ToldGrant,
    ToldLiability,
    ToldPractice,
)
from .standing import Warnings
from .values import Values

_PLURALS = {"route": "routes", "rule": "rules", "parameter": "parameters", "conduct": "conduct"}


class Answers:
    """Answers about a programme in a language."""

    def __init__(self, names: Names, values: Values) -> None:
        self._names = names
        self._values = values
        self._say = names.say
        self._penalties = Penalties(names, values)
        self._warnings = Warnings(names, values)

    # ---- the whole -----------------------------------------------------------------------------------------

    def told(self, answer: Answer) -> ToldAnswer:
        """An answer in words."""
        entry = self._names.programme.entry(answer.about)
        if entry is None:
            raise KeyError(f"the programme {self._names.programme.key} has no '{answer.about}'")
        findings = _Findings(self, answer, entry)
        paper = findings.told(answer.paper)
        practice = self._practice(answer, entry, findings)
        as_verified = None if answer.as_verified is None else findings.told(answer.as_verified)
        return ToldAnswer(
            about=answer.about,
            title=self._names.label(answer.about),
            day=answer.at,
            asked=self._say("answer.asked", day=self._values.date(answer.at)),
            standing=answer.standing,
            warnings=self._warnings.of_answer(answer),
            outcome=answer.paper.outcome,
            headline=paper.headline,
            value=paper.value,
            paper=paper,
            practice=practice,
            as_verified_heading=self._as_verified_heading(answer),
            as_verified=as_verified,
            procedure=self.procedure(entry),
            papers_state=answer.papers,
            papers=self._papers(answer),
            grants_heading=self._grants_heading(answer),
            grants=tuple(self._grant(answer.about, grant) for grant in answer.grants),
            steps=self._steps(answer),
            duties=self._duties(answer),
            family=self._family(answer),
            notes=self._notes(answer, entry),
            sources_heading=self._say("sources.heading"),
            sources=self._names.sources(_cited(answer)),
        )

    def _as_verified_heading(self, answer: Answer) -> str:
        if answer.as_verified is None:
            return ""
        verified, day = self._values.date(answer.verified), self._values.date(answer.at)
        return self._say("answer.as_verified", verified=verified, day=day)

    def _grants_heading(self, answer: Answer) -> str:
        if answer.standing is Standing.NOT_VERIFIED and answer.grants:
            return self._say("grants.heading_when_verified", verified=self._values.date(answer.verified))
        return self._say("grants.heading") if answer.grants else ""

    def _notes(self, answer: Answer, entry: Entry) -> tuple[str, ...]:
        kind = _PLURALS.get(answer.kind, "")
        return tuple(
            self._names.sentence(
                self._names.text(f"{kind}.{entry.key}.note", note) if note == entry.note else self._names.phrase(note)
            )
            for note in answer.notes
        )

    # ---- outcomes ------------------------------------------------------------------------------------------

    def headline(self, outcome: Outcome, about: str, value: Value | None = None) -> str:
        """What came out, in a sentence. It never says no before that is certain."""
        programme = self._names.programme
        label = self._names.label(about)
        entry = programme.entry(about)
        if entry is not None and entry.type.kind is not Kind.YES_NO:
            return self._value_headline(outcome, label, value)
        kind = "route" if about in programme.routes else "conduct" if about in programme.conduct else "rule"
        return self._say(f"headline.{kind}.{outcome.value}", label=label)

    def _value_headline(self, outcome: Outcome, label: str, value: Value | None) -> str:
        if outcome is Outcome.DOES_NOT_APPLY:
            return self._say("headline.value.does_not_apply", label=label)
        told = self._values.value(value)
        if outcome is Outcome.YES:
            return self._say("headline.value.yes", label=label, value=told)
        if told == self._say("value.unknown"):
            return self._say("headline.value.unknown", label=label)
        return self._say("headline.value.not_known_yet", label=label, value=told)

    # ---- practice ------------------------------------------------------------------------------------------

    def _practice(self, answer: Answer, entry: Entry, findings: _Findings) -> ToldPractice:
        practice = answer.practice
        return ToldPractice(
            attested=practice.attested,
            heading=self._say("practice.heading"),
            text=self._practice_text(practice, entry),
            finding=None if practice.finding is None else findings.told(practice.finding),
            differences=tuple(self._difference(difference) for difference in practice.differences),
            notes=tuple(self.note(entry, note) for note in practice.notes),
        )

    def _practice_text(self, practice: PracticeBeside, entry: Entry) -> str:
        if practice.attested is Attested.NOT_ATTESTED and practice.notes:
            return self._say("practice.in_words")
        text = self._say(f"practice.{practice.attested.value}")
        if practice.notes or practice.differences or practice.finding is None:
            return text  # each remark says by itself when it was seen
        if entry.practice.attested is Attested.SAME:
            return self._names.joined(text, self.seen(entry.practice.sources))
        return self._names.joined(text, self.seen(practice.finding.reasons.sources))

    def _difference(self, difference: Difference) -> Told:
        text = self._say(
            "practice.difference",
            label=self._names.label(difference.key),
            paper=self._values.value(difference.paper),
            practice=self._values.value(difference.practice),
        )
        entry = self._names.programme.entry(difference.key)
        if difference.note is None:
            return Told(self._names.joined(text, self.seen(difference.sources)), (), difference.sources, difference.key)
        children = (self.note(entry, difference.note),)
        return Told(text, children, difference.sources, difference.key)

    def note(self, entry: Entry | None, note: Note) -> Told:
        """What practice is in words and when that was seen, with the word of the scale as its mark."""
        text, word = self.remark(entry, note)
        return Told(self._names.joined(text, self.seen(note.sources, note.start)), sources=note.sources, mark=word)

    def remark(self, entry: Entry | None, note: Note) -> tuple[str, str]:
        """What a note says, and the word of the scale ('': none)."""
        path = ""
        numbered = [] if entry is None else notes_of(entry)
        if entry is not None and note in numbered:
            kind = _PLURALS.get(type(entry).__name__.lower(), "")
            path = f"{kind}.{entry.key}.notes.{numbered.index(note) + 1}"
        word = self._say(f"word.{note.word.value}") if note.word is not None else ""
        text = self._names.sentence(self._names.text(path, note.note)) if note.note else self._names.sentence(word)
        return text, word

    def seen(self, sources: Iterable[str], since: Day | None = None) -> str:
        """When what some sources say of practice was seen or told, for practice moves on; '' where they do not say."""
        seen = seen_in(self._names.programme, sources, since)
        if seen is None:
            return ""
        last = self._values.span(seen.last)
        if seen.first is None:
            return self._say("practice.seen_until", last=last)
        return self._say("practice.seen", first=self._values.span(seen.first), last=last)

    # ---- what routes add -----------------------------------------------------------------------------------

    def procedure(self, entry: Entry) -> tuple[Told, ...]:
        """Who files, who decides, who is liable."""
        told = []
        if isinstance(entry, Route):
            if entry.applies_through:
                told.append(self._who("procedure.applies_through", entry.applies_through, self._values.either))
            if entry.decided_by:
                code = "procedure.jointly" if entry.jointly else "procedure.decided_by"
                joined = self._values.both if entry.jointly else self._values.listed
                told.append(self._who(code, entry.decided_by, joined))
        elif isinstance(entry, Conduct):
            told.append(self._who("procedure.liable", (entry.liable,), self._values.both))
            if entry.by:
                told.append(self._who("procedure.punished_by", entry.by, self._values.either))
        return tuple(told)

    def _who(self, code: str, keys: tuple[str, ...], joined: Callable[[list[str]], str]) -> Told:
        return Told(self._say(code, who=joined([self._names.label(key) for key in keys])))

    def _papers(self, answer: Answer) -> Told | None:
        if not answer.documents:
            return None
        children = tuple(self._document(answer.about, document) for document in answer.documents)
        return Told(self._say(f"papers.{answer.papers.value}"), children)

    def _document(self, route: str, document: DocumentState) -> Told:
        text = self._names.text(f"routes.{route}.documents.{document.key}", document.label)
        if document.needed is not Outcome.YES and document.needed is not Outcome.NOT_KNOWN_YET:
            mark, outcome = self._say("papers.not_needed"), Outcome.DOES_NOT_APPLY
        elif not document.asked:
            mark, outcome = self._say("papers.needed"), None
        else:
            mark, outcome = self._say(f"papers.there.{_there(document.there)}"), document.there
        if document.needed is Outcome.NOT_KNOWN_YET:
            mark = self._say("papers.perhaps")
        note = self.during(document.during)
        fired = document.there is Outcome.YES
        return Told(text, (), document.sources, document.key, outcome, mark, fired=fired, note=note)

    def _grant(self, route: str, grant: Granted) -> ToldGrant:
        label = self.grant_label(route, grant.key, grant.label, bool(grant.text))
        if grant.paper is None:
            text = self._names.sentence(self.grant_text(route, grant.key, grant.text))
            return ToldGrant(
                grant.key, label, "", "", self._names.joined(text, self.during(grant.during)), grant.sources
            )
        silent = grant.practice_attested is Attested.NOT_ATTESTED or grant.practice is None
        practice = self._say("practice.silent") if silent else self._values.value(grant.practice)
        note = self.during(grant.during)
        if note:
            note = self._say("grants.value", label=label, value=note)
        return ToldGrant(grant.key, label, self._values.value(grant.paper), practice, "", grant.sources, note)

    def during(self, during: During) -> str:
        """From and until when a part of a route holds, and that this is not known for the day; '' for throughout."""
        perhaps = "" if during.holds is Outcome.YES else self._say("part.perhaps")
        since = "" if during.start is None else self._say("part.since", since=self._values.since(during.start))
        before = "" if during.end is None else self._say("part.before", day=self._values.day(during.end))
        return self._names.joined(perhaps, since, before)

    def grant_label(self, route: str, key: str, label: str, has_text: bool) -> str:
        """What a grant is called; '' for one that is a sentence of its own."""
        path = f"routes.{route}.grants.{key}"
        return self._names.first([f"{path}.label"] if has_text else [f"{path}.label", path], label)

    def grant_text(self, route: str, key: str, text: str) -> str:
        """What a grant says that is a sentence of its own."""
        path = f"routes.{route}.grants.{key}"
        return self._names.first([f"{path}.text", path], text)

    def _steps(self, answer: Answer) -> Told | None:
        if not answer.steps:
            return None
        return Told(self._say("steps.heading"), tuple(self._step(answer.about, step) for step in answer.steps))

    def _step(self, route: str, step: StepWithin) -> Told:
        note = "" if step.within is None else self._say("steps.within", time=self._values.value(step.within))
        if step.latest is not None and step.latest.definite and not step.latest.nothing:
            note = self._names.joined(note, self._say("steps.latest", day=self._values.value(step.latest)))
        note = self._names.joined(note, self.during(step.during))
        return self.step(route, step.key, step.who, step.text, note, step.sources)

    def step(self, route: str, key: str, who: str, text: str, note: str, sources: tuple[str, ...]) -> Told:
        """A step of a procedure: who does what, and within which time."""
        told = self._names.sentence(self._names.text(f"routes.{route}.steps.{key}", text))
        if who:
            told = self._say("steps.who", who=self._names.label(who), text=told)
        return Told(told, sources=sources, key=key, note=note)

    def _duties(self, answer: Answer) -> Told | None:
        """What follows for whom once it is granted."""
        if not answer.duties:
            return None
        told = tuple(
            self.duty(answer.about, duty.key, duty.who, duty.text, self.during(duty.during), duty.sources)
            for duty in answer.duties
        )
        return Told(self._say("duties.heading"), told)

    def duty(self, route: str, key: str, who: str, text: str, note: str, sources: tuple[str, ...]) -> Told:
        """A duty: who has to do what."""
        told = self._names.sentence(self._names.text(f"routes.{route}.duties.{key}", text))
        if who:
            told = self._say("steps.who", who=self._names.label(who), text=told)
        return Told(told, sources=sources, key=key, note=note)

    def _family(self, answer: Answer) -> Told | None:
        if answer.family is None:
            return None
        family = answer.family
        return self.family(answer.about, family.text, self.during(family.during), family.sources)

    def family(self, route: str, text: str, note: str, sources: tuple[str, ...]) -> Told:
        """Who of the family may join."""
        told = self._names.sentence(self._names.text(f"routes.{route}.family", text))
        return Told(self._say("family.heading"), (Told(told, sources=sources, note=note),))

    # ---- what several breaches add up to -------------------------------------------------------------------

    def consequences(self, consequences: Consequences) -> ToldConsequences:
        """What may follow for each liable role from everything a case contains."""
        possible = None
        if consequences.possible:
            labels = tuple(Told(self._names.sentence(self._names.label(key)), key=key) for key in consequences.possible)
            possible = Told(self._say("consequences.possible"), labels)
        empty = not consequences.liabilities and possible is None
        heading = self._say("consequences.none" if empty else "consequences.heading")
        return ToldConsequences(heading, tuple(self._liability(one) for one in consequences.liabilities), possible)

    def _liability(self, liability: Liability) -> ToldLiability:
        breaches = tuple(Told(self._names.sentence(self._names.label(key)), key=key) for key in liability.breaches)
        measured = (
            (Penalty.FINE, liability.fine),
            (Penalty.DETENTION, liability.detention),
            (Penalty.BAN, liability.ban),
        )
        told = [self._penalties.sentence(kind, self._total(value)) for kind, value in measured if value is not None]
        told.extend(self._penalties.sentence(kind, "") for kind in liability.other)
        heading = self._say("consequences.for", role=self._names.label(liability.role))
        return ToldLiability(liability.role, heading, Told(self._say("consequences.breaches"), breaches), tuple(told))

    def _total(self, value: Value) -> str:
        value = _in_years(value)
        if value.low is not None and value.high is not None and value.chosen:
            return self._values.from_to(value.low, value.high, value.type)
        return self._values.value(value)


def _in_years(value: Value) -> Value:
    """A length of whole years as years: the law bars for one to five years, and nobody says 12 to 60 months."""
    ends = [end for end in (value.low, value.high) if isinstance(end, int)]
    if value.type != MONTHS or not ends or any(end % 12 for end in ends):
        return value
    return replace(value, type=replace(value.type, unit=unit_named("year") or MONTHS.unit))


class _Findings:
    """The findings of one answer in words."""

    def __init__(self, answers: Answers, answer: Answer, entry: Entry) -> None:
        self._answers = answers
        self._answer = answer
        self._entry = entry
        self._names = answers._names
        self._values = answers._values
        self._say = answers._say
        at = min(answer.at, answer.verified)
        self._reasons = {
            layer: Reasons(self._names, self._values, Conditions(self._names, self._values, at, layer))
            for layer in Layer
        }

    def told(self, finding: Finding) -> ToldFinding:
        """What one layer says."""
        value = "" if finding.value is None else self._values.value(finding.value)
        conduct = self._entry if isinstance(self._entry, Conduct) else None
        penalties = self._answers._penalties.results(finding.penalties, conduct)
        return ToldFinding(
            layer=finding.layer,
            heading=self._say("layer.paper" if finding.layer is Layer.PAPER else "layer.practice"),
            outcome=finding.outcome,
            headline=self._answers.headline(finding.outcome, self._answer.about, finding.value),
            value=value,
            reasons=self._reasons[finding.layer].told(finding.reasons),
            blame=self._reasons[finding.layer].blame(finding),
            missing=self._missing(finding),
            open_terms=self._open_terms(finding),
            unknowns=self._under("unknowns.heading", [self._unknown(kind, key) for kind, key in finding.unknowns]),
            rests_on=self._under(
                "assumptions.rests_on",
                [self._assumption(key) for key in finding.rests_on if key not in finding.hangs_on],
            ),
            hangs_on=self._under("assumptions.hangs_on", [self._assumption(key) for key in finding.hangs_on]),
            penalties=self._under("penalty.heading", list(penalties)),
            sources=tuple(dict.fromkeys(finding.sources)),
        )

    def _under(self, code: str, told: list[Told]) -> Told | None:
        return Told(self._say(code), tuple(dict.fromkeys(told))) if told else None

    def _missing(self, finding: Finding) -> Told | None:
        asked = [name for name in finding.matters if name not in finding.open_terms]
        return self._under("missing.heading", [Told(self._names.question(name), key=name) for name in asked])

    def _open_terms(self, finding: Finding) -> Told | None:
        return self._under("open.heading", [self._open_term(name) for name in finding.open_terms])

    def _open_term(self, name: str) -> Told:
        fact = self._names.programme.facts.get(name)
        if fact is None or not fact.decided_by:
            return Told(self._names.question(name), key=name)
        note = self._say("open.decided_by", by=self._values.decider(fact.decided_by))
        return Told(self._names.question(name), key=name, note=note, sources=fact.sources)

    def _unknown(self, kind: str, key: str) -> Told:
        programme = self._names.programme
        match kind:
            case "boundary":
                return self._boundary(key)
            case "not_verified":
                return Told(self._say("unknowns.not_verified", day=self._values.date(programme.verified)))
            case "gap":
                label = self._label_at(key)
                return (
                    Told(self._say("unknowns.gap", label=label)) if label else Told(self._say("unknowns.gap_unnamed"))
                )
            case "parameter" if key in programme.parameters and programme.parameters[key].type.kind is Kind.YES_NO:
                return Told(self._say("unknowns.whether", label=self._names.label(key)), key=key)
            case "parameter" | "history" | "not_attested" | "no_version":
                return Told(self._say(f"unknowns.{kind}", label=self._names.label(key)), key=key)
        known = key in programme.facts or programme.entry(key) is not None
        return (
            Told(self._say("unknowns.other", label=self._names.label(key)))
            if known
            else Told(self._say("unknowns.some"))
        )

    def _boundary(self, key: str) -> Told:
        programme = self._names.programme
        if key in programme.boundaries:
            return told_boundary(self._names, self._values, programme.boundaries[key])
        name, _, days = key.partition("@")
        label = self._names.label(name) if programme.entry(name) is not None else ""
        first, _, last = days.partition("..")
        try:
            low, high = self._values.date(date.fromisoformat(first)), self._values.date(date.fromisoformat(last))
        except ValueError:
            if label:
                return Told(self._say("unknowns.change", label=label), key=name)
            return Told(self._say("unknowns.some_day"))
        span = self._say("date.between", low=low, high=high)
        if label:
            return Told(self._say("unknowns.change_between", label=label, span=span), key=name)
        return Told(self._say("unknowns.day_between", span=span))

    def _label_at(self, where: str) -> str:
        """The label of the entry whose table stands at a position, or ''."""
        for rules in (self._names.programme.rules, self._names.programme.routes, self._names.programme.conduct):
            for entry in rules.values():
                for version in entry.paper:
                    parts = walk(version.body) if version.body is not None else []
                    if any(isinstance(part, Table) and str(part.where) == where for part in parts):
                        return self._names.label(entry.key)
        return ""

    def _assumption(self, key: str) -> Told:
        return told_assumption(self._names, self._values, self._names.programme.assumptions[key])


def notes_of(entry: Entry) -> list[Note]:
    """What practice is in words, as translations number it: remarks first, then those of versions."""
    versions = (*entry.paper, *entry.practice.versions)
    return [*entry.practice.notes, *(version.note for version in versions if version.note is not None)]


def _there(outcome: Outcome) -> str:
    if outcome is Outcome.YES:
        return "yes"
    return "no" if outcome is Outcome.NO else "not_known_yet"


def _cited(answer: Answer) -> list[str]:
    """Every source an answer names, in the order a reader meets them."""
    findings = (answer.paper, answer.practice.finding, answer.as_verified)
    cited = [source for finding in findings if finding is not None for source in finding.sources]
    for finding in findings:
        if finding is not None:
            cited += [source for penalty in finding.penalties for source in penalty.sources]
            cited += [source for penalty in finding.penalties for one in penalty.one_of for source in one.sources]
    for difference in answer.practice.differences:
        cited += [*difference.sources, *(difference.note.sources if difference.note else ())]
    cited += [source for note in answer.practice.notes for source in note.sources]
    cited += [source for grant in answer.grants for source in grant.sources]
    cited += [source for document in answer.documents for source in document.sources]
    cited += [source for step in answer.steps for source in step.sources]
    cited += [source for duty in answer.duties for source in duty.sources]
    cited += [] if answer.family is None else answer.family.sources
    return cited
