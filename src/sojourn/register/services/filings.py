"""Renewing many permits in one filing, where the programme allows it: clear cases signed in one act, the others apart.

Each row is a case of its own: with its finding, overlap check, decisions of named officers, fee, receipt, insurance and
audit. They are only written together. The chain has one event for the filing and one for each signing, with a hash
over their rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from itertools import islice

from django.db import IntegrityError
from django.db.models import Model, QuerySet

from .. import clock, events, programme, reading
from ..actors import By
from ..filed_rows import FILED, SIGNED, digest_of_filing, digest_of_signing
from ..models import Application, Charge, Decision, Employer, Filing, Insurance, Office, Permit, Signing
from ..numbers import new_number, new_numbers
from ..refusal import NotAllowed, NotThere, Refused
from ..rows import Given, copied, draw_anew, fetched, listed, run, selected
from ..transitions import step
from ..vocabulary import ApplicationKind, ApplicationState, ChargeKind, DecisionKind, Role
from .deciding import office_of
from .filed_sets import APART, FACTS_KEY, SPAN_JOIN, SPAN_KEY, grouped, set_apart, spanned
from .qualifications import may_hire
from .stays import follow_permits

#: What each authority signs: from which state, by which event of `transitions.yaml`, with which decisions.
_ACTS = {
    Role.HR_OFFICER: (ApplicationState.SUBMITTED, "approve", DecisionKind.EMPLOYMENT_APPROVED),
    Role.EXIT_ENTRY_OFFICER: (ApplicationState.APPROVED, "issue", DecisionKind.PERMIT_ISSUED),
}
_ROWS = "FROM filing_row r JOIN filing_number n ON n.place = r.place JOIN filing_group g ON g.facts_key = r.facts_key"


def file(by: By, permits: Sequence[str]) -> Filing:
    """File the renewal of the permits of these numbers, in this order: all of them, or none.

    A row that is not clear is filed too and set apart with every reason. Raises Refused where the programme does not
    allow it or is not in force, where a permit is unknown to the account or named twice, or where they are of several
    firms.
    """
    today = clock.today()
    if Role(by.account.role) not in (Role.EMPLOYER, Role.AGENCY):
        raise NotAllowed()
    if not programme.batch_renewal(today):
        raise Refused("batch_not_allowed")
    if not programme.in_force(today):
        raise Refused("programme_not_in_force")
    with _asked(by, permits) as employer_id, grouped(today):
        firm = Employer.objects.get(pk=employer_id)
        if not may_hire(firm, firm.place, today):
            raise Refused("firm_may_not_file")
        set_apart(today, filing=True)
        filing = Filing.objects.create(
            number=new_number("F"),
            employer_id=employer_id,
            agency=by.account.agency,
            filed_on=today,
            rows=len(permits),
            digest="",
        )
        _write_applications(by, filing, today)
    filing.digest = digest_of_filing(filing)
    filing.save()
    events.record(
        by,
        FILED,
        {
            "filing": filing.number,
            "employer": filing.employer.number,
            "rows": filing.rows,
            "apart": apart(filing).count(),
            "digest": filing.digest,
        },
    )
    return filing


def clear(filing: Filing) -> QuerySet[Application]:
    """The applications of a filing that are put before an officer as clear."""
    return filing.applications.exclude(note_of_flag__startswith=APART)


def apart(filing: Filing) -> QuerySet[Application]:
    """Those that are set apart, to be decided one by one."""
    return filing.applications.filter(note_of_flag__startswith=APART)


def reasons(application: Application) -> tuple[str, ...]:
    """Why an application is set apart: codes under `apart` of the words; none where it is clear."""
    return reasons_in(application.note_of_flag)


def reasons_in(note: str) -> tuple[str, ...]:
    """The reasons in an application's note; none where it is clear."""
    return tuple(note.removeprefix(APART).split(",")) if note.startswith(APART) else ()


def sign(by: By, number: str) -> Signing:
    """Decide every clear application of a filing in favour, in one act of the officer who acts.

    Each has its own decision; the second authority's act issues the permits. A row that is no longer clear
    today is set apart. Raises Refused where nothing waits for this authority, and NotThere where the office has no such
    filing.
    """
    role, today = Role(by.account.role), clock.today()
    if role not in _ACTS:
        raise NotAllowed()
    start, event, kind = _ACTS[role]
    taken = step("application", start.value, event, role.value)
    office = office_of(by)
    if office.authority not in programme.programme().routes[programme.bound().route].decided_by:
        raise NotAllowed("not_your_authority")
    if not programme.in_force(today):
        raise Refused("programme_not_in_force")
    filing = Filing.objects.select_for_update().filter(number=number).first()
    if filing is None or not reading.visible(by, "application").filter(filing=filing).exists():
        raise NotThere("filing")
    with _waiting(by, filing, start), ExitStack() as tables:
        tables.enter_context(grouped(today))
        _leave_out(by, today)
        run("DELETE FROM filing_row WHERE apart <> ''")
        rows = next(fetched("SELECT count(*) FROM filing_row"))[0]
        if not rows:
            raise Refused("nothing_to_sign")
        tables.enter_context(_numbered(kind))
        signing = Signing.objects.create(
            filing=filing, kind=kind.value, officer=by.account, signed_on=today, rows=rows, digest=""
        )
        _write_decisions(by, signing, office, today)
        if kind is DecisionKind.PERMIT_ISSUED:
            tables.enter_context(spanned(today))
            _write_permits(by, office, today)
        _move(start, ApplicationState(taken.end), rows, today if kind is DecisionKind.PERMIT_ISSUED else None)
    signing.digest = digest_of_signing(signing)
    signing.save()
    # The border posts take the chain before the stays; who takes them the other way round waits for them for ever.
    events.hold()
    follow_permits(Permit.objects.filter(application__decisions__signing=signing))
    events.record(
        by,
        SIGNED,
        {"signing": signing.pk, "filing": filing.number, "kind": kind.value, "rows": rows, "digest": signing.digest},
    )
    return signing


# ---- Tables of a moment ----------------------------------------------------------------------------------------------
# A `+` before a column keeps SQLite from walking through everything that the account may see for each row.


@contextmanager
def _asked(by: By, permits: Sequence[str]) -> Iterator[int]:
    """The table `filing_row` of the permits asked for; gives the firm that they are of."""
    if not permits:
        raise Refused("filing_empty", field="permits")
    if len(set(permits)) < len(permits):
        twice = next(number for place, number in enumerate(permits) if number in permits[:place])
        raise Refused("filing_twice", field="permits", permit=twice)
    visible, parameters = reading.visible(by, "permit").values("pk").query.sql_with_params()
    numbers = new_numbers("A", len(permits))
    columns = {"place": "integer", "permit": "text", "number": "text"}
    with (
        listed("filing_asked", columns, zip(range(1, len(permits) + 1), permits, numbers, strict=True)),
        selected(
            "filing_row",
            f"""SELECT asked.place, asked.number, p.id AS permit_id, p.person_id, p.site_id, p.agency_id, p.employer_id,
                {FACTS_KEY.format(case="p")} AS facts_key, CAST('' AS text) AS apart
            FROM filing_asked asked JOIN register_permit p ON p.number = asked.permit
            JOIN register_person person ON person.id = p.person_id WHERE +p.id IN ({visible})""",
            parameters,
        ) as found,
    ):
        draw_anew("filing_row", "number", "A", Application)
        if found < len(permits):
            missing = next(
                fetched(
                    "SELECT permit FROM filing_asked WHERE place NOT IN (SELECT place FROM filing_row) ORDER BY place"
                )
            )[0]
            raise Refused("filing_unknown", field="permits", permit=missing, count=len(permits) - found)
        firms = [row[0] for row in fetched("SELECT DISTINCT employer_id FROM filing_row")]
        if len(firms) > 1:
            raise Refused("filing_of_several", field="permits")
        yield firms[0]


@contextmanager
def _waiting(by: By, filing: Filing, state: ApplicationState) -> Iterator[None]:
    """The table `filing_row` of the clear applications that wait in a state."""
    visible, parameters = reading.visible(by, "application").values("pk").query.sql_with_params()
    with selected(
        "filing_row",
        f"""SELECT row_number() OVER (ORDER BY a.id) AS place, a.id AS application_id, a.renews_id AS permit_id,
            a.person_id, a.site_id, a.agency_id, a.employer_id, {FACTS_KEY.format(case="a")} AS facts_key,
            {SPAN_KEY} AS span_key, CAST('' AS text) AS apart
        FROM register_application a JOIN register_permit p ON p.id = a.renews_id
        JOIN register_person person ON person.id = a.person_id
        WHERE a.filing_id = %s AND a.state = %s AND a.note_of_flag NOT LIKE %s AND +a.id IN ({visible})""",
        [filing.pk, state.value, f"{APART}%", *parameters],
    ):
        yield


#: The numbers of each row: the column, the letter, and the model's field that bears them.
_NUMBERS: tuple[tuple[str, str, type[Model], str], ...] = (
    ("decision", "D", Decision, "number"),
    ("permit", "P", Permit, "number"),
    ("fee", "R", Charge, "receipt"),
    ("premium", "R", Charge, "receipt"),
    ("insurance", "I", Insurance, "number"),
)


@contextmanager
def _numbered(kind: DecisionKind) -> Iterator[None]:
    """The table `filing_number`: the new numbers of each row."""
    last = next(fetched("SELECT max(place) FROM filing_row"))[0]
    wanted = _NUMBERS if kind is DecisionKind.PERMIT_ISSUED else _NUMBERS[:1]
    # Two columns may draw from the same letter, and are drawn together: no two numbers of it are alike.
    letters = Counter(of for _, of, _, _ in wanted)
    drawn = {of: iter(new_numbers(of, times * last)) for of, times in letters.items()}
    columns = [list(islice(drawn[of], last)) for _, of, _, _ in wanted]
    named = {f"{column}_number": "text" for column, _, _, _ in wanted}
    with listed("filing_number", {"place": "bigint", **named}, zip(range(1, last + 1), *columns, strict=True)):
        for column, of, model, field in wanted:
            draw_anew("filing_number", f"{column}_number", of, model, field)
        yield


def _leave_out(by: By, today: date) -> None:
    """Set apart in the register what is no longer clear today."""
    set_apart(today, filing=False, officer=by.account)
    run(
        f"""UPDATE register_application SET version = version + 1, note_of_flag =
            (SELECT '{APART}' || substr(r.apart, 2) FROM filing_row r WHERE r.application_id = register_application.id)
        WHERE id IN (SELECT application_id FROM filing_row WHERE apart <> '')"""
    )


# ---- What is written -------------------------------------------------------------------------------------------------


def _write_applications(by: By, filing: Filing, today: date) -> None:
    copied(
        Application,
        {
            "number": "r.number",
            "kind": Given(ApplicationKind.RENEWAL.value),
            "route": Given(programme.bound().route),
            "state": Given(ApplicationState.SUBMITTED.value),
            "person": "r.person_id",
            "employer": "r.employer_id",
            "site": "r.site_id",
            "agency": "r.agency_id",
            "filed_by": Given(by.account.role),
            "filing": Given(filing.pk),
            "renews": "r.permit_id",
            "occupation": "before.occupation",
            "wage_promised": "before.wage_promised",
            "begun_on": Given(today),
            "submitted_on": Given(today),
            "decide_by": "g.decide_by",
            "finding": "g.finding_id",
            "note_of_flag": f"CASE WHEN r.apart <> '' THEN '{APART}' || substr(r.apart, 2) ELSE g.flag END",
        },
        "FROM filing_row r JOIN register_permit p ON p.id = r.permit_id "
        "JOIN register_application before ON before.id = p.application_id "
        "JOIN filing_group g ON g.facts_key = r.facts_key ORDER BY r.place",
    )


def _write_decisions(by: By, signing: Signing, office: Office, today: date) -> None:
    copied(
        Decision,
        {
            "number": "n.decision_number",
            "kind": Given(signing.kind),
            "adverse": Given(False),
            "application": "r.application_id",
            "person": "r.person_id",
            "officer": Given(by.account.pk),
            "office": Given(office.pk),
            "authority": Given(office.authority),
            "decided_on": Given(today),
            "begins_on": Given(today),
            "signing": Given(signing.pk),
        },
        f"{_ROWS} ORDER BY r.place",
    )


def _write_permits(by: By, office: Office, today: date) -> None:
    """The permits, with their fees, receipts and insurance. The database refuses one that overlaps another."""
    try:
        copied(
            Permit,
            {
                "number": "n.permit_number",
                "route": Given(programme.bound().route),
                "application": "r.application_id",
                "person": "r.person_id",
                "employer": "r.employer_id",
                "site": "r.site_id",
                "agency": "r.agency_id",
                "area": "site.place",
                "sector": "site.sector",
                "issued_on": Given(today),
                "valid_from": "s.first_day",
                "valid_to": "s.last_day",
                "paper_to": "s.paper_last_day",
                "counted_from": "s.counted_from",
                "renewal_of": "r.permit_id",
            },
            f"{_ROWS} {SPAN_JOIN} JOIN register_site site ON site.id = r.site_id ORDER BY r.place",
        )
    except IntegrityError as error:
        if "permit_no_overlap" not in str(error):
            raise
        raise Refused("filing_overlaps") from error
    payers = {ChargeKind.PERMIT_FEE: programme.fee_payer(), ChargeKind.PREMIUM: programme.premium_payer()}
    for kind, number, amount in (
        (ChargeKind.PERMIT_FEE, "n.fee_number", "g.fee"),
        (ChargeKind.PREMIUM, "n.premium_number", "g.premium"),
    ):
        copied(
            Charge,
            {
                "receipt": number,
                "kind": Given(kind.value),
                "amount": amount,
                "payer": Given(payers[kind].value),
                "charged_by": Given(office.name),
                "person": "r.person_id",
                "employer": "r.employer_id",
                "application": "r.application_id",
                "entry": Given(programme.entry_of(kind)),
                "charged_on": Given(today),
            },
            f"{_ROWS} WHERE {amount} IS NOT NULL ORDER BY r.place",
        )
    copied(
        Insurance,
        {
            "number": "n.insurance_number",
            "person": "r.person_id",
            "employer": "r.employer_id",
            "permit": "p.id",
            "since": "p.valid_from",
            "until": "p.valid_to",
            "premium": "g.premium",
        },
        f"{_ROWS} JOIN register_permit p ON p.application_id = r.application_id "
        "WHERE g.premium IS NOT NULL ORDER BY r.place",
    )


def _move(start: ApplicationState, end: ApplicationState, rows: int, closed_on: date | None) -> None:
    """Take the step in every row; where somebody else has moved one meanwhile, nothing of this happens."""
    moved = run(
        "UPDATE register_application SET state = %s, version = version + 1, closed_on = %s "
        # No index on the state: PostgreSQL would take there to be as few in it as there were some time ago.
        "WHERE state || '' = %s AND id IN (SELECT application_id FROM filing_row)",
        [end.value, closed_on, start.value],
    )
    if moved != rows:
        raise Refused("stale_form")
