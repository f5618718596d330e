"""Complaints of workers to an office: seen by her, by the office she wrote to and by the auditor, and by nobody else.

Nothing here reads or starts anything of enforcement, and nothing of enforcement reads this: who complains about her pay
is not looked at for it. Whom a complaint is about is told nothing by the register.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from sojourn.policy import Outcome

from .. import clock, events, known, programme, reading
from ..actors import By
from ..models import Agency, Complaint, Employer, Job, Office
from ..numbers import new_number
from ..refusal import NotAllowed, Refused
from ..vocabulary import ComplaintKind, NoticeCode
from .notices import tell
from .offices import office_for
from .steps import held, take


@dataclass(frozen=True, slots=True)
class Said:
    """What a worker complains about, to which office (None: the human resources office of where she works)."""

    kind: ComplaintKind
    text: str
    about_employer: Employer | None = None
    about_agency: Agency | None = None
    office: Office | None = None


@dataclass(frozen=True, slots=True)
class WageBeside:
    """The wage a worker was promised beside what local workers earn, and whether it is at least as much.

    `enough` is what the programme says; `local` is None where nobody has said what local workers earn.
    """

    promised: Decimal | None
    local: Decimal | None
    enough: Outcome


def file_complaint(by: By, said: Said) -> Complaint:
    """File a complaint of one's own."""
    person = by.account.person
    if person is None:
        raise NotAllowed()
    if not said.text.strip():
        raise Refused("complaint_empty", field="text")
    complaint = Complaint(
        number=new_number("K"),
        person=person,
        office=said.office or office_for(by),
        about_employer=said.about_employer,
        about_agency=said.about_agency,
        kind=said.kind.value,
        text=said.text.strip(),
        filed_on=clock.today(),
    )
    complaint.state = take("complaint", "-", "file", by, complaint, {}).end
    complaint.save(force_insert=True)
    _note(by, complaint, "filed", {"kind": complaint.kind, "text": complaint.text})
    return complaint


def take_up(by: By, number: str) -> Complaint:
    """Take a complaint up: from now on somebody of the office looks into it."""
    complaint = _seen(by, number)
    complaint.state = take("complaint", complaint.state, "take_up", by, complaint, {}).end
    complaint.taken_up_by = by.account
    complaint.save()
    _note(by, complaint, "taken_up")
    return complaint


def answer(by: By, number: str, text: str) -> Complaint:
    """Answer a complaint; she is told that there is an answer, and reads it in her own record."""
    complaint = _seen(by, number)
    complaint.state = take("complaint", complaint.state, "answer", by, complaint, {}, reason=text).end
    complaint.answer, complaint.answered_on = text.strip(), clock.today()
    complaint.save()
    tell(NoticeCode.COMPLAINT_ANSWERED, person=complaint.person, complaint=complaint.number)
    _note(by, complaint, "answered", {"answer": complaint.answer})
    return complaint


def close(by: By, number: str) -> Complaint:
    """Close an answered complaint."""
    complaint = _seen(by, number)
    complaint.state = take("complaint", complaint.state, "close", by, complaint, {}).end
    complaint.save()
    _note(by, complaint, "closed")
    return complaint


def wage_beside(by: By, number: str, local: Decimal | None = None) -> WageBeside:
    """The promised wage of whoever complains beside the local one, for the office that looks into it.

    `local` is what the office has found out local workers earn a month in the same job, in yuan; the programme says
    what share of it is due.
    """
    complaint = _seen(by, number)
    day = complaint.filed_on
    jobs = Job.objects.filter(person=complaint.person, since__lte=day).filter(Q(until=None) | Q(until__gte=day))
    job = jobs.select_related("site").order_by("-since", "-pk").first()
    if job is None:
        return WageBeside(None, local, Outcome.NOT_KNOWN_YET)
    if local is not None and local <= 0:
        raise Refused("wage_not_positive", field="local")
    found = programme.answer_on(known.wage_facts(job, local), day, programme.bound().equal_pay)
    return WageBeside(job.wage_promised, local, found.paper.outcome)


def _seen(by: By, number: str) -> Complaint:
    complaint: Complaint = held(reading.visible(by, "complaint"), "complaint", number)
    return complaint


def _note(by: By, complaint: Complaint, what: str, personal: dict[str, object] | None = None) -> None:
    # Not even its kind stands in the ledger: who reads it learns that somebody complained and nothing of what.
    events.record(by, f"complaint.{what}", {"complaint": complaint.number}, person=complaint.person, personal=personal)
