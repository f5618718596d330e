"""Batch renewal: 300 workers in one filing, 296 signed in one act of each authority, four set apart with the reason."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from bench.crowd import crowd
from sojourn.policy import Language
from sojourn.register import events
from sojourn.register.actors import acting
from sojourn.register.models import (
    Application,
    AuditRow,
    Charge,
    Decision,
    Document,
    Employer,
    Event,
    Filing,
    Finding,
    Insurance,
    Permit,
    Rating,
    Signing,
    Site,
    Stay,
)
from sojourn.register.numbers import is_number, new_number
from sojourn.register.refusal import WORDS, NotAllowed, NotThere, Refused
from sojourn.register.services import applications, filings, standstill
from sojourn.register.services.qualifications import Grounds, withdraw
from sojourn.register.vocabulary import ApplicationState, DecisionKind, Payer, PermitState, Purpose, Role
from tests.register.border import comes_in
from tests.register.city import City, build, stand_at
from tests.register.forging import without_guards

DAY = date(2019, 12, 28)
ENDS = date(2019, 12, 31)


@pytest.fixture
def batch(db: None, settings: Any) -> City:
    """The city on 28 December 2019, run by the scenario in which many permits are renewed in one filing."""
    settings.REGISTER_PROGRAMME = "guangxi_batch"
    return build(DAY)


def workers(city: City, count: int, site: Site | None = None, **changed: Any) -> list[Permit]:
    """Workers of the city's firm, whose permits end on 31 December."""
    given = {"valid_from": date(2019, 12, 1), "valid_to": ENDS, "documents_to": date(2025, 12, 31)} | changed
    agency = given.pop("agency", city.agency)
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        return crowd(count, site or city.site, agency, account=by.account, **given)


def filed(city: City, permits: list[Permit]) -> Filing:
    """A filing of the firm for these permits."""
    with acting(city.of(Role.EMPLOYER), Purpose.FILING) as by:
        return filings.file(by, [permit.number for permit in permits])


def signed(city: City, filing: Filing, role: Role) -> Signing:
    """The signing of an authority."""
    with acting(city.of(role), Purpose.CASE) as by:
        return filings.sign(by, filing.number)


def test_a_number_that_somebody_bears_is_drawn_anew(batch: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of so many that are drawn some come again; the filing goes through, and nobody's number is another's."""
    filing = filed(batch, workers(batch, 2))
    for role in (Role.HR_OFFICER, Role.EXIT_ENTRY_OFFICER):
        signed(batch, filing, role)
    borne = {
        of: str(model.objects.order_by("-pk").values_list(field, flat=True)[0])
        for of, model, field in (
            ("A", Application, "number"),
            ("D", Decision, "number"),
            ("P", Permit, "number"),
            ("R", Charge, "receipt"),
            ("I", Insurance, "number"),
        )
    }
    others, draw = workers(batch, 2), filings.new_numbers
    monkeypatch.setattr(filings, "new_numbers", lambda of, count: [borne[of], *draw(of, count - 1)])
    filing = filed(batch, others)
    for role in (Role.HR_OFFICER, Role.EXIT_ENTRY_OFFICER):
        assert signed(batch, filing, role).rows == 2
    assert Permit.objects.filter(renewal_of__in=others).count() == 2
    assert events.verify() is None


def four_apart(city: City, count: int = 296) -> tuple[list[Permit], dict[str, Permit]]:
    """As many workers who are clear, and four who are not, by the reason."""
    clear = workers(city, count)
    banned, expired = workers(city, 2)
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE):
        bad = city.agency.__class__.objects.create(
            number=new_number("G"),
            name="Suspended Agency",
            credit_code="91451481MA5M7T2Y2A",
            place="pingxiang",
            registered_on=date(2017, 4, 1),
        )
        Rating.objects.create(agency=bad, grade="d", since=date(2019, 11, 1))
        farm = Site.objects.create(
            number=new_number("S"), employer=city.employer, name="Orchard", place="pingxiang_zone", sector="agriculture"
        )
        Document.objects.filter(person=expired.person).update(valid_to=date(2019, 12, 20))
        Decision.objects.create(
            number=new_number("D"),
            kind=DecisionKind.BAN.value,
            adverse=True,
            person=banned.person,
            officer=city.of(Role.EXIT_ENTRY_OFFICER),
            office=city.of(Role.EXIT_ENTRY_OFFICER).office,
            authority="city_exit_entry",
            reason="Worked without a permit in 2018",
            legal_basis="Exit and Entry Law, article 80",
            appeal_route="City government, within 60 days",
            decided_on=date(2019, 12, 20),
            begins_on=date(2019, 12, 20),
            ends_on=date(2024, 12, 20),
        )
    (suspended,) = workers(city, 1, agency=bad)
    (closed,) = workers(city, 1, site=farm)
    return clear, {"banned": banned, "no_document": expired, "agency": suspended, "finding": closed}


def test_three_hundred_in_one_filing_and_296_signed_in_one_act(batch: City) -> None:
    clear, others = four_apart(batch)
    order = [*clear[:100], *others.values(), *clear[100:]]
    filing = filed(batch, order)
    assert (filing.rows, filings.clear(filing).count(), filings.apart(filing).count()) == (300, 296, 4)
    for reason, permit in others.items():
        set_apart = filing.applications.get(renews=permit)
        assert filings.reasons(set_apart) == (reason,)
        for language in Language:
            assert WORDS.say(language, f"apart.{reason}")
    # The order of the filing is the order of its rows.
    assert list(filing.applications.order_by("pk").values_list("renews__number", flat=True)) == [
        permit.number for permit in order
    ]

    employment = signed(batch, filing, Role.HR_OFFICER)
    assert employment.rows == 296
    assert not Permit.objects.filter(renewal_of__in=clear).exists()
    residence = signed(batch, filing, Role.EXIT_ENTRY_OFFICER)
    assert residence.rows == 296

    for signing, kind, role in (
        (employment, DecisionKind.EMPLOYMENT_APPROVED, Role.HR_OFFICER),
        (residence, DecisionKind.PERMIT_ISSUED, Role.EXIT_ENTRY_OFFICER),
    ):
        decisions = Decision.objects.filter(signing=signing)
        assert decisions.count() == 296
        assert set(decisions.values_list("kind", "officer", "adverse", "against_finding")) == {
            (kind.value, batch.of(role).pk, False, False)
        }
    permits = Permit.objects.filter(renewal_of__in=clear)
    assert set(permits.values_list("valid_from", "valid_to", "paper_to", "counted_from")) == {
        (date(2020, 1, 1), date(2020, 1, 31), date(2020, 6, 30), date(2019, 12, 1))
    }
    assert set(filings.apart(filing).values_list("state", flat=True)) == {ApplicationState.SUBMITTED.value}
    assert set(filings.clear(filing).values_list("state", "version", "closed_on")) == {("issued", 3, DAY)}


def test_a_firm_that_lost_its_qualification_files_for_nobody(batch: City) -> None:
    permits = workers(batch, 3)
    with acting(batch.of(Role.HR_OFFICER), Purpose.SANCTION) as by:
        withdraw(by, batch.employer, Grounds("Broke its duties", "Plan of 2019", "City government", date(2020, 3, 31)))
    for account in (batch.of(Role.EMPLOYER), batch.of(Role.AGENCY)):
        with pytest.raises(Refused) as refused, acting(account, Purpose.FILING) as by:
            filings.file(by, [permit.number for permit in permits])
        assert refused.value.code == "firm_may_not_file"
    assert not Filing.objects.exists()


def test_each_row_has_its_finding_fee_insurance_receipts_and_audit(batch: City) -> None:
    permits = workers(batch, 12)
    filing = filed(batch, permits)
    signed(batch, filing, Role.HR_OFFICER)
    signed(batch, filing, Role.EXIT_ENTRY_OFFICER)
    # Four provinces, so four distinct sets of facts, each worked out once.
    assert Finding.objects.count() == 4
    assert set(filing.applications.values_list("finding__on_paper", flat=True)) == {"yes"}
    charges = Charge.objects.filter(application__filing=filing)
    assert set(charges.values_list("kind", "amount", "payer")) == {
        ("permit_fee", Decimal("120.00"), Payer.WORKER.value),
        ("premium", Decimal("23.00"), Payer.EMPLOYER.value),
    }
    assert charges.count() == 24
    new = Permit.objects.filter(renewal_of__in=permits)
    insured = Insurance.objects.filter(permit__in=new)
    assert set(insured.values_list("premium", "since", "until")) == {
        (Decimal("23.00"), date(2020, 1, 1), date(2020, 1, 31))
    }
    numbers = [
        *charges.values_list("receipt", flat=True),
        *new.values_list("number", flat=True),
        *insured.values_list("number", flat=True),
        *Decision.objects.filter(signing__filing=filing).values_list("number", flat=True),
        *filing.applications.values_list("number", flat=True),
    ]
    assert len(set(numbers)) == len(numbers) == 24 + 12 + 12 + 24 + 12
    assert all(is_number(number) for number in numbers)
    for table, keys in (
        ("register_permit", new.values_list("pk", flat=True)),
        ("register_charge", charges.values_list("pk", flat=True)),
        ("register_insurance", insured.values_list("pk", flat=True)),
    ):
        rows = AuditRow.objects.filter(table=table, operation="insert", row__in=[str(key) for key in keys])
        assert rows.count() == len(keys)
        assert set(rows.values_list("actor", flat=True)) == {batch.of(Role.EXIT_ENTRY_OFFICER).number}
    moved = AuditRow.objects.filter(table="register_application", operation="update")
    assert moved.count() == 24


def test_a_filing_row_is_what_the_same_renewal_alone_would_be(batch: City) -> None:
    together, alone = workers(batch, 2)
    filing = filed(batch, [together, alone])
    signed(batch, filing, Role.HR_OFFICER)
    # One of the two is taken out by hand and goes the ordinary way.
    (case,) = filing.applications.filter(renews=alone)
    with acting(batch.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
        issued = applications.issue(by, case.number)
    assert signed(batch, filing, Role.EXIT_ENTRY_OFFICER).rows == 1
    other = Permit.objects.get(renewal_of=together)
    for field in ("valid_from", "valid_to", "paper_to", "counted_from", "area", "sector", "state", "site", "agency"):
        assert getattr(issued, field) == getattr(other, field), field
    for permit in (issued, other):
        assert sorted(permit.application.charges.values_list("kind", "amount", "payer", "entry")) == [
            ("permit_fee", Decimal("120.00"), "worker", "worker_permit"),
            ("premium", Decimal("23.00"), "employer", "insurance_premium"),
        ]


def test_those_set_apart_are_decided_one_by_one(batch: City) -> None:
    _, others = four_apart(batch)
    filing = filed(batch, list(others.values()))
    with pytest.raises(Refused) as refused:
        signed(batch, filing, Role.HR_OFFICER)
    assert refused.value.code == "nothing_to_sign"
    suspended = filing.applications.get(renews=others["agency"])
    with acting(batch.of(Role.HR_OFFICER), Purpose.CASE) as by:
        applications.approve(by, suspended.number, reason="The worker is not to blame for her agency")
    with acting(batch.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
        assert applications.issue(by, suspended.number, reason="The worker is not to blame").renewal_of
    banned = filing.applications.get(renews=others["banned"])
    with acting(batch.of(Role.HR_OFFICER), Purpose.CASE) as by:
        applications.approve(by, banned.number)
    with pytest.raises(Refused) as refused, acting(batch.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
        applications.issue(by, banned.number)
    assert refused.value.code == "banned"


def test_where_the_programme_does_not_allow_it_it_is_refused_in_a_sentence(db: None) -> None:
    city = build(DAY)
    permits = workers(city, 3)
    with pytest.raises(Refused) as refused:
        filed(city, permits)
    assert refused.value.code == "batch_not_allowed"
    assert len({refused.value.told(language) for language in Language}) == 3
    assert not Filing.objects.exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda numbers: [], "filing_empty"),
        (lambda numbers: [*numbers, numbers[0]], "filing_twice"),
        (lambda numbers: [*numbers, "P-00000000-0"], "filing_unknown"),
    ],
)
def test_a_filing_with_a_bad_row_is_not_filed_at_all(batch: City, change: Any, code: str) -> None:
    numbers = [permit.number for permit in workers(batch, 3)]
    with pytest.raises(Refused) as refused, acting(batch.of(Role.EMPLOYER), Purpose.FILING) as by:
        filings.file(by, change(numbers))
    assert refused.value.code == code
    assert not Filing.objects.exists()
    assert not Application.objects.filter(filing__isnull=False).exists()


def test_nobody_files_for_another_firms_workers(batch: City) -> None:
    with acting(batch.of(Role.OPERATOR), Purpose.OPERATION):
        other = Employer.objects.create(
            number=new_number("E"),
            name="Another firm",
            credit_code="91451481MA5K8Q3X1A",
            place="pingxiang_zone",
            sector="wood_processing",
            registered_on=date(2017, 5, 2),
        )
        site = Site.objects.create(
            number=new_number("S"), employer=other, name="Works", place="pingxiang_zone", sector="wood_processing"
        )
    theirs = workers(batch, 1, site=site)
    with pytest.raises(Refused) as refused:
        filed(batch, theirs)
    assert refused.value.code == "filing_unknown"
    with acting(batch.of(Role.AGENCY), Purpose.FILING) as by, pytest.raises(Refused) as refused:
        filings.file(by, [theirs[0].number, workers(batch, 1)[0].number])
    assert refused.value.code == "filing_of_several"
    with acting(batch.of(Role.SUPERVISOR), Purpose.OPERATION) as by, pytest.raises(NotAllowed):
        filings.file(by, [theirs[0].number])


def test_what_was_clear_when_filed_and_is_no_longer_is_set_apart_at_the_signing(batch: City) -> None:
    permits = workers(batch, 5)
    filing = filed(batch, permits)
    with acting(batch.of(Role.HR_OFFICER), Purpose.CASE):
        Document.objects.filter(person=permits[2].person).update(valid_to=DAY - timedelta(days=1))
    assert signed(batch, filing, Role.HR_OFFICER).rows == 4
    assert filings.reasons(filing.applications.get(renews=permits[2])) == ("no_document",)
    assert events.verify() is None


def test_a_permit_renewed_already_is_set_apart(batch: City) -> None:
    permits = workers(batch, 2)
    first = filed(batch, permits[:1])
    again = filed(batch, permits)
    assert filings.reasons(again.applications.get(renews=permits[0])) == ("open_case",)
    signed(batch, first, Role.HR_OFFICER)
    signed(batch, first, Role.EXIT_ENTRY_OFFICER)
    third = filed(batch, permits)
    assert "not_last" in filings.reasons(third.applications.get(renews=permits[0]))


def test_officers_sign_only_what_is_theirs(batch: City) -> None:
    filing = filed(batch, workers(batch, 2))
    with pytest.raises(Refused):
        signed(batch, filing, Role.EXIT_ENTRY_OFFICER)
    with pytest.raises(NotAllowed), acting(batch.of(Role.SUPERVISOR), Purpose.OPERATION) as by:
        filings.sign(by, filing.number)
    with pytest.raises(NotThere), acting(batch.of(Role.HR_OFFICER), Purpose.CASE) as by:
        filings.sign(by, "F-00000000-0")


def test_her_own_renewal_is_set_apart_from_what_she_signs(batch: City) -> None:
    permits = workers(batch, 2)
    filing = filed(batch, permits)
    officer = batch.of(Role.HR_OFFICER)
    officer.person = permits[0].person
    assert signed(batch, filing, Role.HR_OFFICER).rows == 1
    hers = filing.applications.get(renews=permits[0])
    assert (hers.state, filings.reasons(hers)) == (ApplicationState.SUBMITTED, ("own_case",))
    assert not Decision.objects.filter(person=permits[0].person).exists()


def test_nothing_is_filed_or_signed_while_the_programme_stands_still(batch: City) -> None:
    first, second, third = workers(batch, 3)
    half = filed(batch, [first])
    signed(batch, half, Role.HR_OFFICER)
    whole = filed(batch, [second])
    with acting(batch.of(Role.SUPERVISOR), Purpose.OPERATION) as by:
        standstill.stop(by, DAY, "The border is closed")
    for act in (
        lambda: filed(batch, [third]),
        lambda: signed(batch, whole, Role.HR_OFFICER),
        lambda: signed(batch, half, Role.EXIT_ENTRY_OFFICER),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "programme_not_in_force"
    assert (Filing.objects.count(), Signing.objects.count()) == (2, 1)


def test_the_chain_covers_every_row_of_a_filing(batch: City) -> None:
    filing = filed(batch, workers(batch, 4))
    signed(batch, filing, Role.HR_OFFICER)
    signed(batch, filing, Role.EXIT_ENTRY_OFFICER)
    kinds = list(Event.objects.order_by("sequence").values_list("kind", flat=True))
    assert kinds == ["filing.filed", "filing.signed", "filing.signed"]
    assert events.verify() is None
    changes = (
        ("UPDATE register_permit SET valid_to = '2020-03-31' WHERE renewal_of_id IS NOT NULL", 3),
        ("UPDATE register_charge SET amount = 1 WHERE kind = 'permit_fee'", 3),
        ("UPDATE register_application SET number = number || 'X' WHERE filing_id IS NOT NULL", 1),
    )
    for change, sequence in changes:
        point = transaction.savepoint()
        with without_guards(), connection.cursor() as cursor:
            cursor.execute(change)
        assert events.verify() == events.Broken(sequence, "rows_changed")
        transaction.savepoint_rollback(point)
    assert events.verify() is None


def test_the_database_still_refuses_an_overlap_in_a_batch(batch: City) -> None:
    (permit,) = workers(batch, 1)
    filing = filed(batch, [permit])
    signed(batch, filing, Role.HR_OFFICER)
    with acting(batch.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE):
        Permit.objects.filter(pk=permit.pk).update(state=PermitState.SURRENDERED.value, ended_on=DAY)
        case = filing.applications.get()
        for copy in ("a", "b"):
            twin = Application.objects.get(pk=case.pk)
            twin.pk, twin.number, twin.filing = None, f"A-{copy}", None
            twin.save(force_insert=True)
        first, second = Application.objects.filter(number__startswith="A-").exclude(pk=case.pk).order_by("-pk")[:2]
        fields = {
            "route": "worker_permit",
            "person": permit.person,
            "employer": batch.employer,
            "site": batch.site,
            "area": "pingxiang_zone",
            "sector": "wood_processing",
            "issued_on": DAY,
        }
        Permit.objects.create(number="P-a", application=first, valid_from=DAY, valid_to=ENDS, **fields)
        with pytest.raises(IntegrityError), transaction.atomic():
            Permit.objects.create(number="P-b", application=second, valid_from=ENDS, valid_to=ENDS, **fields)


@pytest.mark.parametrize(
    ("signed_on", "first", "counted_from"),
    [
        (date(2019, 12, 29), date(2019, 12, 29), date(2019, 11, 29)),
        (date(2019, 12, 30), date(2019, 12, 30), None),
    ],
)
def test_permits_signed_after_the_old_ones_ran_out_begin_that_day(
    batch: City, signed_on: date, first: date, counted_from: date | None
) -> None:
    """Given a gap of a day or more, then the months are counted anew."""
    filing = filed(batch, workers(batch, 2, valid_from=date(2019, 11, 29), valid_to=DAY))
    signed(batch, filing, Role.HR_OFFICER)
    stand_at(signed_on)
    signed(batch, filing, Role.EXIT_ENTRY_OFFICER)
    assert set(Permit.objects.filter(application__filing=filing).values_list("valid_from", "counted_from")) == {
        (first, counted_from)
    }


def test_a_stay_lasts_as_long_as_a_permit_signed_in_a_filing(batch: City) -> None:
    permits = workers(batch, 1)
    comes_in(batch, permits[0].person, "2019-12-28T08:00")
    assert Stay.objects.get().leave_by == ENDS
    filing = filed(batch, permits)
    signed(batch, filing, Role.HR_OFFICER)
    signed(batch, filing, Role.EXIT_ENTRY_OFFICER)
    assert Stay.objects.get().leave_by == date(2020, 1, 31)
