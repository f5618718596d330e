"""The answer: what comes out, why, what is missing, what it rests on, and what practice says beside paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from sojourn.policy import Answer, Attested, Consequences, Language, Outcome, Standing, Told, ToldAnswer, ToldFinding

from ..casework import answers, interview, said, sums, wrong_answers
from ..editions import edition
from ..frame import page
from ..shelf import shown_warnings
from ..sourcing import keys_of, source_list
from ..visits import Visit, visit
from .interview import next_page, start_page

#: How many of the questions that could still change an answer stand on its page unfolded.
FIRST_QUESTIONS = 5

#: How deep the reasons go on a printed page, but for what decided.
PRINTED_LEVELS = 2


@dataclass(frozen=True, slots=True)
class Supposition:
    """An assumption that an answer hangs on or rests on, with the ways to ask again under another."""

    key: str
    label: str
    because: str
    held: str
    others: tuple[tuple[str, str], ...]
    changes: bool
    supposed: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer as the page shows it: in words, with the questions and suppositions that could change it.

    `verified` is the last day the sources speak for; `finding` what the reasons are told of: today's, or that of the
    last day; None where neither can be told. `granted`: whether what a route gives is worth unfolding; `breach`:
    whether a yes means that rules are broken.
    """

    told: ToldAnswer
    questions: tuple[tuple[str, str], ...]
    suppositions: tuple[Supposition, ...]
    verified: date
    granted: bool
    finding: ToldFinding | None
    breach: bool = False

    @property
    def first_questions(self) -> tuple[tuple[str, str], ...]:
        """The questions that can still change it, the most useful ones; one more is no reason to fold it away."""
        return self.questions if len(self.questions) <= FIRST_QUESTIONS + 1 else self.questions[:FIRST_QUESTIONS]

    @property
    def more_questions(self) -> tuple[tuple[str, str], ...]:
        """The questions beyond the first ones."""
        return self.questions[len(self.first_questions) :]

    @property
    def parts(self) -> tuple[object, ...]:
        """Everything that is shown and may name sources, in order."""
        told = self.told
        practice = told.practice
        differing = practice.finding.penalties if practice.attested is Attested.DIFFERS and practice.finding else None
        beside = (*practice.notes, *practice.differences, differing)
        if self.finding is None:
            return beside
        found = self.finding
        why = (found.blame, found.penalties, found.reasons, found.open_terms, found.unknowns)
        return (*beside, *why, *told.grants, told.papers, *told.procedure, told.steps, told.duties, told.family)


#: Of several answers the good ones come first: a no to one of them is no answer to the whole question.
_RANK = (Outcome.YES, Outcome.YES_IF, Outcome.NOT_KNOWN_YET, Outcome.NO, Outcome.DOES_NOT_APPLY)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, language: Language, key: str, goal: str) -> HttpResponse:
    """The answer to what was posted; without a form, the way to the questions."""
    here = visit(request, language, key, goal)
    if request.method != "POST":
        return HttpResponseRedirect(here.at("ask"))
    if here.when.error:
        return start_page(request, here, status=422)
    if wrong_answers(here.programme, here.given, here.teller):
        return next_page(request, here)
    return answer_page(request, supposing(here))


def supposing(here: Visit) -> Visit:
    """The visit with the assumption whose alternative was pressed (`suppose:KEY=NUMBER`; no number: as it was)."""
    key, _, number = here.about.partition("=")
    if here.pressed != "suppose" or key not in here.programme.assumptions:
        return here
    return here.with_given(here.given.with_assumption(key, number))


def answer_page(request: HttpRequest, here: Visit) -> HttpResponse:
    """The page of an answer."""
    total = sums(here.programme, here.goal, here.given)
    # A breach that the goal asks about is told once, though the sum contains it too.
    found = {one.about: one for one in (*breaches(total), *answers(here.programme, here.goal, here.given))}
    shown = sorted((_shown(here, one) for one in found.values()), key=lambda one: _RANK.index(one.told.outcome))
    several = len(shown) != 1 or total is not None
    told_total = here.teller.consequences(total) if total is not None else None
    cited = source_list(here.teller.source(key) for key in keys_of(part for one in shown for part in one.parts))
    context = {
        "goal": here.goal_label,
        "given": here.given,
        "said": said(here.programme, here.teller, here.given),
        "shown": shown,
        "several": several,
        "level": "h3" if several else "h2",
        "warnings": shown_warnings(here.teller, (text for one in shown for text in one.told.warnings)),
        "total": told_total,
        "cited": cited,
        "numbers": cited.numbers,
        "goes_on": interview(here.programme, here.goal, here.given).next() is not None,
        "for_print": here.pressed == "print",
        "edition": edition(here.programme.key),
        "day_asked": here.given.day,
        "ask_url": here.at("ask"),
        "all_url": here.at("all"),
        "compare_url": here.at("compare_answers"),
    }
    return page(request, here.language, "answer", context, programme=here.programme, carries=True)


def breaches(total: Consequences | None) -> list[Answer]:
    """The answer about each breach that a case certainly contains."""
    if total is None:
        return []
    certain = dict.fromkeys(key for liability in total.liabilities for key in liability.breaches)
    return [total.answers[key] for key in certain if key in total.answers]


def _shown(here: Visit, one: Answer) -> Shown:
    told = here.teller.answer(one)
    told = replace(told, papers=_needed(told.papers))
    finding = one.as_verified or one.paper
    asks = [name for name in finding.matters if name not in finding.open_terms]
    return Shown(
        told,
        tuple((name, here.teller.question(name)) for name in asks if name not in here.given.skipped),
        tuple(_supposition(here, key, key in finding.hangs_on) for key in _rests_on(here, one)),
        one.verified,
        finding.outcome in (Outcome.YES, Outcome.YES_IF),
        # Of a programme that was suspended on its last verified day there is nothing to tell but that.
        _laid_out(here, told.as_verified if one.standing is Standing.NOT_VERIFIED else told.paper),
        one.about in here.programme.conduct,
    )


def _needed(papers: Told | None) -> Told | None:
    """The papers without those that are not needed; None where nothing is left."""
    if papers is None:
        return None
    needed = tuple(paper for paper in papers.children if paper.outcome is not Outcome.DOES_NOT_APPLY)
    return replace(papers, children=needed) if needed or papers.note else None


def _laid_out(here: Visit, finding: ToldFinding | None) -> ToldFinding | None:
    """A finding as the page needs it: for printing, without the inside of reasons that decided nothing."""
    if finding is None or here.pressed != "print":
        return finding
    return replace(finding, reasons=_printed(finding.reasons))


def _printed(reason: Told, level: int = 0) -> Told:
    if _cut(reason, level):
        return replace(reason, children=(), table=None)
    # What only heads a list is nothing without it.
    kept = (child for child in reason.children if child.mark or child.value or not _cut(child, level + 1))
    return replace(reason, children=tuple(_printed(child, level + 1) for child in kept))


def _cut(reason: Told, level: int) -> bool:
    decided = reason.fired and reason.outcome is not Outcome.NOT_KNOWN_YET
    return level >= PRINTED_LEVELS and not decided and bool(reason.children or reason.table)


def _rests_on(here: Visit, one: Answer) -> Iterable[str]:
    finding = one.as_verified or one.paper
    practice = one.practice.finding
    return dict.fromkeys([*finding.hangs_on, *finding.rests_on, *(practice.rests_on if practice else ())])


def _supposition(here: Visit, key: str, changes: bool) -> Supposition:
    assumption = here.programme.assumptions[key]
    told = [here.teller.exact(value, assumption.type) for value in (assumption.value, *assumption.alternatives)]
    number = here.given.assume.get(key, "")
    held = int(number) + 1 if number.isdigit() and int(number) < len(assumption.alternatives) else 0
    others = [(str(place - 1) if place else "", text) for place, text in enumerate(told) if place != held]
    return Supposition(
        key=key,
        label=here.teller.label(key),
        because=here.teller.text(f"assumptions.{key}.because", assumption.because),
        held=told[held],
        others=tuple((f"suppose:{key}={place}", text) for place, text in others),
        changes=changes,
        supposed=held > 0,
    )
