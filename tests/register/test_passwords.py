"""Which passwords are refused: short ones, and those that are guessed soon; nothing is asked of their letters."""

from __future__ import annotations

import pytest

from sojourn.register.actors import acting
from sojourn.register.refusal import Refused
from sojourn.register.services import enrolling, passwords
from sojourn.register.vocabulary import OfficeKind, Purpose, Role
from tests.register.city import City


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("elevenchars", "password_short"),
        ("aaaaaaaaaaaaaaaaaaaa", "password_guessed"),
        ("password12345", "password_guessed"),
        ("qwertyuiop123", "password_guessed"),
        ("123456789012", "password_guessed"),
        ("hr_officer 2019", "password_guessed"),
        ("sojournsojourn", "password_guessed"),
        ("demonstration", "password_guessed"),
        ("correct horse battery", ""),
        ("hai con gà trống", ""),
        ("中国友谊关口岸一二三四五", ""),
        ("x" * 60 + "correct horse battery" * 40, ""),
        ("only lower case words", ""),
    ],
)
def test_what_a_password_may_be(city: City, password: str, why: str) -> None:
    if not why:
        passwords.require_good(password, city.of(Role.HR_OFFICER), field="new")
        return
    with pytest.raises(Refused) as refused:
        passwords.require_good(password, city.of(Role.HR_OFFICER), field="new")
    assert (refused.value.code, refused.value.field) == (why, "new")


def test_it_holds_wherever_a_password_is_chosen(city: City) -> None:
    from sojourn.register.services.setting_up import Belongs, add_account

    officer = city.of(Role.HR_OFFICER)
    with acting(officer, Purpose.CASE) as by, pytest.raises(Refused) as refused:
        enrolling.choose(by, now="a long password", new="password12345", again="password12345")
    assert refused.value.code == "password_guessed"
    assert officer.office is not None
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION) as by, pytest.raises(Refused) as refused:
        add_account(
            by,
            sign_in="newcomer",
            name="Wei Liping",
            role=Role.HR_OFFICER,
            belongs=Belongs(office=officer.office.number),
            password="letmeinletmein",
        )
    assert refused.value.code == "password_guessed"
    assert officer.office.kind == OfficeKind.HUMAN_RESOURCES


def test_every_password_of_a_slip_is_good_and_opens_for_some_days(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    person = city.person()
    city.permit(person)
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        slip = enrolling.enrol(by, person.number)
    person.account.refresh_from_db()
    passwords.require_good(slip.password, person.account, field="new")
    assert not enrolling.run_out(person.account)
    assert person.account.password_until is not None
    after = person.account.password_until.replace(year=person.account.password_until.year + 1)
    monkeypatch.setattr(enrolling.clock, "by_the_clock", lambda: after)
    assert enrolling.run_out(person.account)
