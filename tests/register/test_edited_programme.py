"""Somebody edits the files of the programme and starts the register anew: it does otherwise without new code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from sojourn.policy import Outcome, Penalty
from sojourn.register import clock, programme
from sojourn.register.actors import acting
from sojourn.register.models import (
    Application,
    Charge,
    Decision,
    Insurance,
    Permit,
    Person,
    PersonDetails,
    Rating,
    Site,
    Stay,
)
from sojourn.register.numbers import new_number
from sojourn.register.refusal import Refused
from sojourn.register.services import appeals, ratings, renewals, standstill, violations
from sojourn.register.vocabulary import Payer, Purpose, Role
from tests.register.border import comes_in
from tests.register.changed import Edits, assumed, edited
from tests.register.city import City, stand_at
from tests.register.conduct import AT_WORK, JUNE, OVERSTAY, fined, given, noted

DECEMBER = date(2019, 12, 20)
_TERM = "guangxi/parameters/permit.yaml"
_PRACTICE_TERM = "      value: 1 month\n"
_LAW = "china/parameters/law.yaml"
_BREACHES = "china/conduct/law.yaml"


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit of the files, what the register does before and after it, and how that is seen."""

    edits: Edits
    seen: Callable[[City], Any]
    before: Any
    after: Any


# ---- What is looked at -----------------------------------------------------------------------------------------------


def _permit(city: City) -> Permit:
    return Permit.objects.get(number=city.permit(city.person()))


def _last_days(city: City) -> tuple[date, date | None]:
    permit = _permit(city)
    return permit.valid_to, permit.paper_to


def _charged(kind: str, day: date = date(2019, 3, 4)) -> Callable[[City], tuple[Decimal, str]]:
    def seen(city: City) -> tuple[Decimal, str]:
        stand_at(day)
        charge = Charge.objects.get(kind=kind, person=_permit(city).person)
        return charge.amount, charge.payer

    return seen


def _premium(city: City) -> Decimal | None:
    stand_at(DECEMBER)
    return Insurance.objects.get(permit=_permit(city)).premium


def _limit(city: City) -> date | None:
    comes_in(city, person := city.person(), "2019-03-04T08:00:00")
    return Stay.objects.get(person=person).leave_by


def _past_on_the_third_day(city: City) -> bool:
    comes_in(city, person := city.person(), "2019-03-04T08:00:00")
    stand_at(date(2019, 3, 6))
    stay = Stay.objects.get(person=person)
    return stay.leave_by is not None and clock.today() > stay.leave_by


def _finding(sector: str, day: date = DECEMBER) -> Callable[[City], str]:
    def seen(city: City) -> str:
        stand_at(day)
        with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
            site = Site.objects.create(
                number=new_number("S"), employer=city.employer, name="Other", place="pingxiang_zone", sector=sector
            )
        number = city.application(city.person(), site=site)
        found = Application.objects.get(number=number).finding
        assert found is not None
        return found.on_paper

    return seen


def _taken(act: Callable[[], object]) -> bool:
    """Whether an act is done; it is undone again."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
        return True
    except Refused:
        return False


def _fines(conduct: str, facts: dict[str, str], *amounts: int) -> Callable[[City], list[int]]:
    """Which of these fines the register takes for a breach."""

    def seen(city: City) -> list[int]:
        stand_at(JUNE)
        violation = noted(city, city.person(), conduct, facts)
        return [one for one in amounts if _taken(partial(given, city, violation, Penalty.FINE, amount=Decimal(one)))]

    return seen


def _detentions(*days: int) -> Callable[[City], list[int]]:
    def seen(city: City) -> list[int]:
        stand_at(JUNE)
        violation = noted(city, city.person(), "pass_overstay", OVERSTAY)
        return [one for one in days if _taken(partial(given, city, violation, Penalty.DETENTION, days=one))]

    return seen


def _ban_ends(city: City) -> date | None:
    stand_at(JUNE)
    return given(city, noted(city, city.person(), "caught_at_work", AT_WORK), Penalty.BAN).ends_on


def _proposed(violations_noted: int) -> Callable[[City], str | None]:
    def seen(city: City) -> str | None:
        stand_at(JUNE)
        for _ in range(violations_noted):
            noted(city, city.agency, "agency_violation", {"agency.breaks_duties": "yes"}, by=Role.HR_OFFICER)
        return ratings.proposed(city.agency, JUNE).by_rule

    return seen


def _counted(city: City) -> int | None:
    noted(city, city.agency, "agency_violation", {"agency.breaks_duties": "yes"}, by=Role.HR_OFFICER)
    return ratings.proposed(city.agency, clock.today() + timedelta(days=200)).counted


def _grade_files(grade: str) -> Callable[[City], bool]:
    def seen(city: City) -> bool:
        with acting(city.of(Role.HR_OFFICER), Purpose.CASE):
            Rating.objects.create(agency=city.agency, grade=grade, since=clock.today())
        return _taken(lambda: city.application(city.person()))

    return seen


def _last_day_to_appeal(city: City) -> date | None:
    return appeals.last_day_to_appeal(fined(city, city.person()))


def _paused(city: City) -> str:
    """What becomes of a breach of somebody who is seventeen."""
    stand_at(JUNE)
    person: Person = city.person()
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE):
        PersonDetails.objects.filter(person=person).update(birth_date=date(2002, 1, 1))
    person.refresh_from_db()
    return noted(city, person, "pass_overstay", OVERSTAY).paused_for


def _leaves_to_renew(city: City) -> bool:
    """Whether somebody who goes ten days before her permit ends is taken to leave for the next one."""
    permit = _permit(city)
    day = permit.valid_to - timedelta(days=10)
    stand_at(day)
    with acting(city.of(Role.BORDER_POST), Purpose.BORDER_CONTROL):
        return renewals.left(permit.person, day) is not None


def _batches(city: City) -> bool:
    return programme.batch_renewal(clock.today())


def _open(city: City) -> bool:
    """Whether anything is filed in December 2019."""
    stand_at(DECEMBER)
    return _taken(lambda: city.application(city.person()))


def _who_decides(city: City) -> bool:
    """Whether an exit-entry officer decides on the firm's breach of the trial's rules."""
    stand_at(JUNE)
    firm = noted(city, city.employer, "employer_violation", {"employer.breaks_duties": "yes"})
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.SANCTION) as by:
        return violations.may_decide(by, firm)


EDITS = {
    "the term in practice": Edit(
        {_TERM: ((_PRACTICE_TERM, "      value: 6 months\n"),)},
        _last_days,
        (date(2019, 4, 3), date(2019, 9, 3)),
        (date(2019, 9, 3), date(2019, 9, 3)),
    ),
    "the term on paper": Edit(
        {
            _TERM: (
                ("{from: trial_start, value: 6 months, source: gx.permit.paper}",) * 1
                + ("{from: trial_start, value: 3 months, source: gx.permit.paper}",),
            )
        },
        _last_days,
        (date(2019, 4, 3), date(2019, 9, 3)),
        (date(2019, 4, 3), date(2019, 6, 3)),
    ),
    "the fee": Edit(
        {_TERM: (("value: 120 CNY/permit", "value: 95 CNY/permit"),)},
        _charged("permit_fee"),
        (Decimal(120), Payer.WORKER.value),
        (Decimal(95), Payer.WORKER.value),
    ),
    "who pays the fee": Edit(
        assumed("worker_pays_fee", "no"),
        _charged("permit_fee"),
        (Decimal(120), Payer.WORKER.value),
        (Decimal(120), Payer.EMPLOYER.value),
    ),
    "the premium": Edit(
        {"guangxi/parameters/pay.yaml": (("value: 23 CNY/person/month", "value: 40 CNY/person/month"),)},
        _premium,
        Decimal(23),
        Decimal(40),
    ),
    "when the insurance began": Edit(
        {
            "guangxi/programme.yaml": (
                (
                    "The start of the commercial insurance, after: 2018-12, by: 2019-12,",
                    "The start of the commercial insurance, after: 2018-12-01, by: 2018-12-31,",
                ),
            )
        },
        lambda city: Insurance.objects.filter(permit=_permit(city)).count(),
        0,
        1,
    ),
    "the limit of a pass": Edit(
        {"guangxi/parameters/pass.yaml": (("{place: pingxiang, value: 1 day,", "{place: pingxiang, value: 4 days,"),)},
        _limit,
        date(2019, 3, 5),
        date(2019, 3, 8),
    ),
    "whether the day of entry counts": Edit(
        assumed("pass_entry_day_counts", "yes"), _limit, date(2019, 3, 5), date(2019, 3, 4)
    ),
    "from when a stay is past its limit": Edit(
        {"guangxi/parameters/pass.yaml": (("{place: pingxiang, value: 1 day,", "{place: pingxiang, value: 2 days,"),)},
        _past_on_the_third_day,
        True,
        False,
    ),
    "the sectors": Edit(
        {
            "guangxi/rules/eligibility.yaml": (
                (
                    "employer.sector in [sugar_processing, wood_processing, manufacturing]",
                    "employer.sector in [sugar_processing, wood_processing, manufacturing, agriculture]",
                ),
            )
        },
        _finding("agriculture"),
        Outcome.NO.value,
        Outcome.YES.value,
    ),
    "a sector that is closed": Edit(
        {
            "guangxi/rules/eligibility.yaml": (
                (
                    "employer.sector in [sugar_processing, wood_processing, manufacturing]",
                    "employer.sector in [sugar_processing, wood_processing]",
                ),
            )
        },
        _finding("manufacturing"),
        Outcome.YES.value,
        Outcome.NO.value,
    ),
    "the fine for a day": Edit(
        {_LAW: (("value: 500 CNY ", "value: 300 CNY "),)},
        _fines("pass_overstay", OVERSTAY, 300, 500),
        [500],
        [300],
    ),
    "the bounds of a fine": Edit(
        {
            _BREACHES: (
                (
                    "- fine: [5000 CNY, 20000 CNY]\n        - {detention: [5 days, 15 days], when: stay.work",
                    "- fine: [6000 CNY, 30000 CNY]\n        - {detention: [5 days, 15 days], when: stay.work",
                ),
            )
        },
        _fines(
            "illegal_work",
            {"applicant.works_in_china": "yes", "applicant.beyond_permit": "yes", "stay.work_serious": "no"},
            4999,
            5000,
            6000,
            20000,
            30000,
            30001,
        ),
        [5000, 6000, 20000],
        [6000, 20000, 30000],
    ),
    "the bounds of a detention": Edit(
        {
            "guangxi/conduct.yaml": (
                (
                    "- detention: [5 days, 15 days]\n        # As in the national programme",
                    "- detention: [2 days, 3 days]\n        # As in the national programme",
                ),
            )
        },
        _detentions(1, 2, 3, 5, 15, 16),
        [5, 15],
        [2, 3],
    ),
    "the length of a ban": Edit(
        {
            _TERM: (
                (
                    "{from: blacklist, value: 5 years, source: gx.enf.ban}",
                    "{from: blacklist, value: 2 years, source: gx.enf.ban}",
                ),
            )
        },
        _ban_ends,
        date(2024, 6, 4),
        date(2021, 6, 4),
    ),
    "how many violations lower a grade": Edit(
        assumed("grade_moves", "two_and_four_in_a_year"), _proposed(1), "c", None
    ),
    "how many violations suspend": Edit(assumed("grade_moves", "one_and_two_in_half_a_year"), _proposed(2), "c", "d"),
    "for how long a violation counts": Edit(assumed("grade_moves", "one_and_two_in_half_a_year"), _counted, 1, 0),
    "which grades may file": Edit(assumed("warned_agency_may_file", "no"), _grade_files("c"), True, False),
    "how long one can appeal": Edit(
        assumed("appeal_period", "six_months"), _last_day_to_appeal, date(2019, 8, 4), date(2019, 12, 5)
    ),
    "who counts as a minor": Edit(assumed("minor_until", "sixteen"), _paused, "minor", ""),
    "who leaves to renew": Edit(assumed("days_before_end_to_renew", "14 days"), _leaves_to_renew, False, True),
    "renewal in batches": Edit(assumed("batch_renewal_allowed", "yes"), _batches, False, True),
    "when the trial was suspended": Edit(
        {
            "guangxi/programme.yaml": (
                (
                    "suspension: {label: The suspension of the trial, after: 2019-12-31, by: 2020-02-29,",
                    "suspension: {label: The suspension of the trial, after: 2019-11-01, by: 2019-11-30,",
                ),
            )
        },
        _open,
        True,
        False,
    ),
    "which authority decides a breach": Edit(
        {
            "guangxi/conduct.yaml": (
                (
                    "Firm breaks the rules of the trial\n  law_of: breach\n  liable: employer\n  by: hrss\n",
                    "Firm breaks the rules of the trial\n  law_of: breach\n  liable: employer\n  by: city_exit_entry\n",
                ),
            )
        },
        _who_decides,
        False,
        True,
    ),
}


@pytest.mark.parametrize("what", list(EDITS))
def test_an_edited_file_changes_what_the_register_does(city: City, tmp_path: Path, what: str) -> None:
    """Given the files as they are, then as somebody has edited them: the same acts come out otherwise."""
    edit = EDITS[what]
    assert _undone(edit.seen, city) == edit.before
    with edited(tmp_path, edit.edits):
        assert _undone(edit.seen, city) == edit.after
    assert _undone(edit.seen, city) == edit.before


def test_what_was_decided_before_the_edit_stands_as_it_was(city: City, tmp_path: Path) -> None:
    """Given a permit and a finding from before, an edited file changes neither; what is filed anew has its own."""
    number = city.permit(person := city.person())
    before = Permit.objects.values().get(number=number)
    finding = Application.objects.get(person=person).finding
    assert finding is not None
    with edited(tmp_path, {_TERM: ((_PRACTICE_TERM, "      value: 6 months\n"),)}):
        again = Application.objects.get(number=city.application(city.person())).finding
        assert again is not None
        assert (again.facts, again.day) == (finding.facts, finding.day)
        assert (again.pk, again.edition) != (finding.pk, finding.edition)
        assert Permit.objects.values().get(number=number) == before
        with acting(city.of(Role.SUPERVISOR), Purpose.OPERATION) as by:
            standstill.stop(by, clock.today(), "To see that nothing runs on")
    assert Permit.objects.values().get(number=number) == before
    assert Decision.objects.filter(person=person).count() == 2


def _undone(seen: Callable[[City], Any], city: City) -> Any:
    """What is seen, with everything taken back that was done for it."""
    with transaction.atomic():
        found = seen(city)
        transaction.set_rollback(True)
    return found
