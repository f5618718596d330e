"""The rows of a filing as tables of a moment: what is the same for many, and why some are set apart.

Most workers of a filing share their facts (home, site, agency), and so the finding, term and fee; these are worked out
once for each distinct set and joined to the rows. Each row still has its own checks: bans, papers, other permits.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sojourn.policy import Outcome

from .. import known, programme
from ..models import Account, Agency, Application, Document, Permit, Person, Site
from ..rows import among, fetched, listed, run
from ..vocabulary import Apart, DocumentKind, PermitState
from .applications import OPEN_STATES
from .permits import bans, span_after

_VALID = PermitState.VALID.value

#: How the note of an application that is set apart begins; the reasons follow.
APART = "apart:"

#: What the facts of a case follow from, as a key: the person's home, the site, the agency.
FACTS_KEY = """person.nationality || '/' || person.province || '/' ||
    CASE WHEN person.border_commune THEN 'y' WHEN NOT person.border_commune THEN 'n' ELSE '?' END || '/' ||
    CAST({case}.site_id AS text) || '/' || CAST(coalesce({case}.agency_id, 0) AS text)"""

#: What the days of the next permit follow from, as a key.
SPAN_KEY = "p.state || '/' || CAST(p.valid_to AS text) || '/' || CAST(coalesce(p.counted_from, p.valid_from) AS text)"
SPAN_JOIN = (
    "JOIN filing_span s ON s.span_key = r.span_key || '/' || CAST(g.months AS text) || '/' || "
    "CAST(coalesce(g.paper_months, 0) AS text)"
)

_GROUP = {
    "facts_key": "text",
    "finding_id": "bigint",
    "decide_by": "date",
    "flag": "text",
    "yes": "integer",
    "may_file": "integer",
    "months": "integer",
    "paper_months": "integer",
    "fee": "numeric(14, 2)",
    "premium": "numeric(14, 2)",
}
_SPAN = {
    "span_key": "text",
    "first_day": "date",
    "last_day": "date",
    "paper_last_day": "date",
    "counted_from": "date",
}


@contextmanager
def grouped(day: date) -> Iterator[None]:
    """The table `filing_group`: for each distinct set of facts in `filing_row` the finding, term, fee and premium."""
    asked = list(
        fetched("SELECT facts_key, min(person_id), min(site_id), min(agency_id) FROM filing_row GROUP BY facts_key")
    )
    with listed(
        "filing_group", _GROUP, [_group(key, person, site, agency, day) for key, person, site, agency in asked]
    ):
        yield


@contextmanager
def spanned(day: date) -> Iterator[None]:
    """The table `filing_span`: the days of the next permit for each way in which the permits before end."""
    found = fetched(
        "SELECT DISTINCT r.span_key, p.state, p.valid_to, coalesce(p.counted_from, p.valid_from), g.months, "
        "g.paper_months FROM filing_row r JOIN register_permit p ON p.id = r.permit_id "
        "JOIN filing_group g ON g.facts_key = r.facts_key WHERE g.months IS NOT NULL"
    )
    rows = []
    for key, state, valid_to, counted_from, months, paper_months in found:
        before = Permit(state=state, valid_to=_date(valid_to), counted_from=_date(counted_from))
        span = span_after(before, months, paper_months, day)
        rows.append((f"{key}/{months}/{paper_months or 0}", span.first, span.last, span.paper_last, span.counted_from))
    with listed("filing_span", _SPAN, rows):
        yield


def set_apart(day: date, *, filing: bool, officer: Account | None = None) -> None:
    """Write into `filing_row` why a row is not clear on that day: every reason there is."""
    valid = Document.objects.filter(kind__in=list(DocumentKind), valid_from__lte=day, valid_to__gte=day)
    person = "filing_row.person_id"
    _because(Apart.BANNED, *among(person, bans(day), "person_id"))
    _because(Apart.NO_DOCUMENT, *among(person, valid, "person_id", none=True))
    _because(Apart.AGENCY, _GROUP_WHERE.format("may_file = 0"))
    _because(Apart.FINDING, _GROUP_WHERE.format("yes = 0"))
    _because(Apart.NO_TERM, _GROUP_WHERE.format("months IS NULL"))
    _because(Apart.NOT_LAST, _NOT_LAST)
    _because(Apart.OTHER_JOB, _OTHER_JOB)
    if filing:
        waiting = Application.objects.filter(state__in=list(OPEN_STATES))
        _because(Apart.OPEN_CASE, *among(person, waiting, "person_id"))
    if officer is not None and officer.person_id is not None:
        _because(Apart.OWN_CASE, "person_id = %s", (officer.person_id,))


_GROUP_WHERE = "facts_key IN (SELECT facts_key FROM filing_group WHERE {})"
#: The permit of the row is not valid, or has a valid one after it.
_NOT_LAST = f"""NOT EXISTS (SELECT 1 FROM register_permit p WHERE p.id = filing_row.permit_id AND p.state = '{_VALID}')
    OR EXISTS (SELECT 1 FROM register_permit p JOIN register_permit other
        ON other.person_id = p.person_id AND other.route = p.route AND other.valid_to > p.valid_to
        WHERE p.id = filing_row.permit_id AND other.state = '{_VALID}')"""
#: The holder does not work where the permit says.
_OTHER_JOB = """NOT EXISTS (SELECT 1 FROM register_job job WHERE job.person_id = filing_row.person_id
    AND job.until IS NULL AND +job.site_id = filing_row.site_id
    AND coalesce(job.agency_id, 0) = coalesce(filing_row.agency_id, 0))"""


def _because(reason: Apart, condition: str, parameters: tuple[object, ...] = ()) -> None:
    run(f"UPDATE filing_row SET apart = apart || ',{reason.value}' WHERE {condition}", parameters)


def _group(key: str, person_id: int, site_id: int, agency_id: int | None, day: date) -> tuple[object, ...]:
    site = Site.objects.select_related("employer").get(pk=site_id)
    agency = Agency.objects.get(pk=agency_id) if agency_id is not None else None
    person = Person.objects.get(pk=person_id)
    facts = known.case_facts(person, site.employer, site, agency, day)
    found = programme.finding(facts, day)

    def outcome(of: dict[str, str], about: str) -> Outcome:
        return programme.answer_on(of, day, about).paper.outcome

    terms = programme.terms(facts, day)
    may_file = agency is None or outcome(facts, programme.bound().may_file) is not Outcome.NO
    yes = programme.says_yes(found)
    if agency is not None and not may_file:
        # Whether anything but the agency stands in the way.
        alone = known.case_facts(person, site.employer, site, None, day)
        yes = outcome(alone, programme.bound().route) in (Outcome.YES, Outcome.YES_IF)
    grade = known.grade(agency, day) if agency is not None else None
    return (
        key,
        found.pk,
        terms.decide_by,
        f"grade:{grade}" if grade is not None else "",
        int(yes),
        int(may_file),
        terms.months,
        terms.paper_months,
        _plain(terms.fee),
        _plain(terms.premium * terms.months if terms.premium is not None and terms.months is not None else None),
    )


def _plain(amount: object) -> str | None:
    return None if amount is None else str(amount)


def _date(value: date | str) -> date:
    """SQLite gives the days of a statement as they stand in it."""
    return value if isinstance(value, date) else date.fromisoformat(value)
