"""Deciding against the finding: possible, with a reason, marked where it happens, and listed for who oversees it."""

from __future__ import annotations

from datetime import date

import pytest

from sojourn.register.actors import acting
from sojourn.register.models import Decision, Event, Look, Person
from sojourn.register.refusal import NotAllowed, Refused
from sojourn.register.services.applications import approve
from sojourn.register.services.overrides import overridden, overridden_counts
from sojourn.register.vocabulary import Purpose, Role
from tests.register.city import City, stand_at
from tests.register.conduct import banned_for_five_years


def _against(city: City) -> Decision:
    """Somebody from outside the four provinces who is approved all the same."""
    person = city.person()
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE):
        Person.objects.filter(pk=person.pk).update(province="other_province")
    number = city.application(person)
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        with pytest.raises(Refused) as refused:
            approve(by, number)
        assert refused.value.code == "against_finding_without_reason"
        return approve(by, number, reason="Her papers were lost in the flood")


def test_the_ledger_says_what_was_found_and_what_was_decided(city: City) -> None:
    decision = _against(city)
    facts = Event.objects.get(kind="decision.employment_approved").facts
    found = decision.application.finding  # type: ignore[union-attr]
    assert found is not None
    assert facts["against_finding"] is True
    assert (facts["finding"], facts["on_paper"], facts["edition"]) == (found.content_hash, "no", found.edition)
    assert facts["authority"] == "hrss"
    assert "flood" not in str(facts)


def test_the_auditor_sees_each_and_each_look_is_noted(city: City) -> None:
    decision = _against(city)
    with acting(city.of(Role.AUDITOR), Purpose.AUDIT) as by:
        page = overridden(by)
    assert [(row["number"], row["against_finding"]) for row in page] == [(decision.number, True)]
    assert Look.objects.filter(person=decision.person, account=city.of(Role.AUDITOR)).count() == 1


def test_the_supervisor_sees_numbers_and_nobody(city: City) -> None:
    _against(city)
    stand_at(date(2019, 6, 5))
    banned_for_five_years(city, city.person(document="T2222222"))
    looks = Look.objects.count()
    with acting(city.of(Role.SUPERVISOR), Purpose.STATISTICS) as by:
        counted = [(one.month, one.authority, one.kind, one.against, one.decided) for one in overridden_counts(by)]
        with pytest.raises(NotAllowed):
            overridden(by)
    assert counted == [
        (date(2019, 3, 1), "hrss", "employment_approved", 1, 1),
        (date(2019, 6, 1), "city_exit_entry", "ban", 1, 1),
    ]
    assert Look.objects.count() == looks
    for role in (Role.HR_OFFICER, Role.EMPLOYER, Role.DELEGATION):
        with acting(city.of(role), Purpose.STATISTICS) as by, pytest.raises(NotAllowed):
            overridden_counts(by)
