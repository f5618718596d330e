"""An application as an officer needs it: what the programme finds and why, what issuing gives, what was before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from sojourn.policy import Language, Outcome, ToldAnswer, ToldFinding
from sojourn.register import Act, ApplicationState, By, Role, Row, all_rights, bound, briefing, today

from ..saying import say
from ..shelf import shown_warnings, teller
from ..sourcing import SourceList, keys_of, source_list
from .insuring import why_uninsured
from .telling import Told, told, told_field, words
from .worklists import section

#: What an officer reads of an application before the finding.
_FIRST = tuple(
    "holder_name holder kind employer site occupation wage_promised agency filed_by flag".split()  # noqa: SIM905
)
_OFFICERS = (Role.HR_OFFICER, Role.EXIT_ENTRY_OFFICER)
_UNDECIDED = (ApplicationState.SUBMITTED, ApplicationState.CHECKED, ApplicationState.APPROVED)


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as a page shows it, and what of it the page's sources are numbered by."""

    told: ToldAnswer
    as_kept: bool
    same_edition: bool
    warnings: tuple[str, ...]

    @property
    def finding(self) -> ToldFinding:
        """What paper says."""
        return self.told.paper

    @property
    def parts(self) -> tuple[object, ...]:
        """Everything shown that may name sources, in order."""
        found, practice = self.told.paper, self.told.practice
        return (*practice.notes, *practice.differences, found.blame, found.reasons, found.open_terms, found.unknowns)


def about(by: By, row: Row, language: Language) -> Mapping[str, object]:
    """What the page of an application shows beside its fields."""
    number = str(row["number"])
    context: dict[str, object] = {"first": _first(row, language), "fields": _rest(row, language), "state": row["state"]}
    found = shown(by, number, language)
    if found is not None:
        cited: SourceList = source_list(teller(bound().programme, language).source(key) for key in keys_of(found.parts))
        context |= {"found": found, "cited": cited, "numbers": cited.numbers, "warnings": found.warnings}
    role = Role(by.account.role)
    if role in _OFFICERS:
        if row["state"] in _UNDECIDED:
            context["outlook"] = outlook(by, number, language)
        context["sections"] = [
            section(
                by,
                kind,
                language,
                title=title,
                where=where,
                order=order,
                empty=empty,
            )
            for kind, title, where, order, empty in (
                (
                    "permit",
                    "desk.case.earlier",
                    Q(person__applications__number=number),
                    ["-valid_to", "-pk"],
                    "desk.case.none_earlier",
                ),
                (
                    "decision",
                    "desk.case.decisions",
                    Q(application__number=number),
                    ["pk"],
                    "desk.case.none_decided",
                ),
            )
        ]
        context["person"] = row.get("holder")
    return context


def shown(by: By, number: str, language: Language) -> Shown | None:
    """The finding of an application in words; None where there is none yet, or the role is not told why."""
    found = briefing.found(by, number)
    if found is None:
        return None
    answer = teller(bound().programme, language).answer(found.answer)
    warnings = shown_warnings(teller(bound().programme, language), answer.warnings)
    return Shown(answer, found.as_kept, found.same_edition, warnings)


def outlook(by: By, number: str, language: Language) -> tuple[Told, ...]:
    """What issuing the permit today gives out, as lines of a page."""
    given = briefing.outlook(by, number)
    lines = [
        ("first", "valid_from", given.first),
        ("last", "valid_to", given.last),
        ("paper", "paper_to", given.paper_last),
    ]
    told_lines = [
        Told(name, say(language, f"desk.outlook.{name}"), words("permit", field, value, language))
        for name, field, value in lines
    ]
    payer = say(language, f"desk.word.{given.fee_payer}")
    fee = words("charge", "amount", given.fee, language)
    premium = words("charge", "amount", given.premium, language)
    paid_by = say(language, "desk.outlook.paid_by", payer=payer) if given.fee is not None else ""
    insurer = say(language, "desk.outlook.paid_by", payer=say(language, f"desk.word.{given.premium_payer}"))
    uninsured = why_uninsured(today(), language) if given.premium is None else ""
    return (
        *told_lines,
        Told("fee", say(language, "desk.outlook.fee"), fee, mark=paid_by),
        Told("premium", say(language, "desk.outlook.premium"), premium, mark=insurer if given.premium else uninsured),
    )


def against(row: Row, event: str) -> bool:
    """Whether taking a step goes against what the programme finds."""
    yes = row.get("on_paper") in (Outcome.YES, Outcome.YES_IF)
    if event in ("approve", "issue"):
        return row.get("on_paper") is not None and not yes
    return event == "refuse" and yes


def _first(row: Row, language: Language) -> tuple[Told, ...]:
    return tuple(told_field(row, name, language) for name in (*_FIRST, "decide_by") if row.get(name) not in (None, ""))


def _rest(row: Row, language: Language) -> tuple[Told, ...]:
    shown_above = (*_FIRST, "decide_by", "state")
    return tuple(one for one in told(row, language) if one.field not in shown_above)


def opens_person(role: Role) -> bool:
    """Whether a role may open the person of a case."""
    right = all_rights().get((role, "person"))
    return right is not None and Act.OPEN in right.acts
