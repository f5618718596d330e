"""The second step of signing in: no code twice, none for long, nothing readable at rest, and all of it in the trail."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.register import sealing
from sojourn.register.actors import By, acting
from sojourn.register.models import Account, AuditRow, Event, RecoveryCode, SecondFactor, Today
from sojourn.register.refusal import NotAllowed, NotThere, Refused
from sojourn.register.services import second_factors
from sojourn.register.services.second_factors import STEP, Drawn, Tried
from sojourn.register.vocabulary import Purpose, Role
from tests.register.city import City

Clock = Callable[[float], None]


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Have the clock that codes go by stand at some seconds after now."""
    began = time.time()

    def at(seconds: float) -> None:
        monkeypatch.setattr(second_factors, "_clock", lambda: began + seconds)

    at(0)
    return at


@pytest.fixture
def officer(city: City) -> Account:
    """An officer of a register in use."""
    Today.objects.all().delete()
    return city.of(Role.HR_OFFICER)


def code_at(account: Account, new: Drawn, seconds: float = 0) -> str:
    """What an app shows."""
    secret = sealing.unseal(new.sealed, account.number)
    assert secret is not None
    return second_factors._totp(secret).generate(int(second_factors._clock() + seconds)).decode()


def set_up(account: Account) -> tuple[Drawn, tuple[str, ...]]:
    new = second_factors.draw(account)
    with acting(account, Purpose.OPERATION) as by:
        return new, second_factors.set_up(by, new, code_at(account, new))


def tried(account: Account, said: str) -> Tried:
    with acting(account, Purpose.OPERATION) as by:
        return second_factors.tried(by, said)


def test_whoever_acts_for_an_office_needs_one_and_others_may(city: City, officer: Account) -> None:
    worker = city.person().account
    for role in Role:
        if role is not Role.WORKER:
            assert second_factors.required(city.of(role)) is (role not in (Role.EMPLOYER, Role.AGENCY)), role
    assert not second_factors.required(worker)


def test_a_demonstration_asks_nobody_for_one(city: City) -> None:
    assert not second_factors.required(city.of(Role.HR_OFFICER))
    shown = city.of(Role.AUDITOR)
    shown.shown = True
    with acting(shown, Purpose.AUDIT) as by, pytest.raises(NotAllowed):
        second_factors.set_up(by, second_factors.draw(shown), "000000")


def test_the_setting_leaves_it_to_each(officer: Account, settings: pytest.FixtureRequest) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    assert not second_factors.required(officer)


def test_a_code_is_good_once_and_only_around_its_half_minute(officer: Account, moment: Clock) -> None:
    new, _ = set_up(officer)
    assert tried(officer, code_at(officer, new)) is Tried.WRONG  # it was used to set up
    moment(3 * STEP)
    code = code_at(officer, new)
    assert tried(officer, f" {code[:3]} {code[3:]} ") is Tried.RIGHT
    assert tried(officer, code) is Tried.WRONG
    moment(10 * STEP)
    for off in (-3, 3):
        assert tried(officer, code_at(officer, new, off * STEP)) is Tried.WRONG
    assert tried(officer, code_at(officer, new, STEP)) is Tried.RIGHT  # an app that is half a minute fast
    assert tried(officer, code_at(officer, new)) is Tried.WRONG  # what came before the last one is over


def test_wrong_codes_shut_it_for_longer_each_time_whatever_comes(officer: Account, moment: Clock) -> None:
    new, paper = set_up(officer)
    minutes = second_factors.SHUT_FOR.total_seconds()
    at = 10 * STEP
    for times in (1, 2, 4):
        moment(at)
        for _ in range(second_factors.WRONG_CODES - 1):
            assert tried(officer, "000000x") is Tried.WRONG
        assert tried(officer, "abcdef") is Tried.SHUT
        moment(at + times * minutes - 5)
        assert tried(officer, code_at(officer, new)) is Tried.SHUT
        assert tried(officer, paper[0]) is Tried.SHUT
        at += times * minutes + 5
    moment(at)
    assert tried(officer, code_at(officer, new)) is Tried.RIGHT
    assert SecondFactor.objects.get(account=officer).wrong == 0
    assert Event.objects.filter(kind="account.second_factor_shut").count() == 3


def test_a_code_on_paper_stands_in_once(officer: Account, moment: Clock) -> None:
    _, paper = set_up(officer)
    assert len(set(paper)) == second_factors.RECOVERY_CODES
    assert tried(officer, f"  {paper[3].upper().replace('-', ' ')} ") is Tried.RIGHT
    assert tried(officer, paper[3]) is Tried.WRONG
    factor = SecondFactor.objects.get(account=officer)
    assert second_factors.codes_left(factor) == second_factors.RECOVERY_CODES - 1
    with acting(officer, Purpose.OPERATION) as by:
        anew = second_factors.renew_codes(by)
    assert tried(officer, paper[4]) is Tried.WRONG
    assert tried(officer, anew[0]) is Tried.RIGHT


def test_nothing_readable_is_kept_or_noted(officer: Account, moment: Clock) -> None:
    new, paper = set_up(officer)
    secret = sealing.unseal(new.sealed, officer.number)
    assert secret is not None
    factor = SecondFactor.objects.get(account=officer)
    assert secret not in bytes(factor.sealed)
    assert not RecoveryCode.objects.filter(digest__in=paper).exists()
    trail = [str(row.before) + str(row.after) for row in AuditRow.objects.filter(table__contains="second")]
    trail += [str(row.before) + str(row.after) for row in AuditRow.objects.filter(table__contains="recovery")]
    assert len(trail) == 1 + len(paper)
    assert not any("sealed" in row.replace("sealed changed", "") or "digest'" in row for row in trail)


@given(secret=st.binary(max_size=64), whose=st.text(max_size=12), other=st.text(max_size=12), at=st.integers(0))
def test_what_is_sealed_opens_only_unchanged_and_for_its_owner(secret: bytes, whose: str, other: str, at: int) -> None:
    sealed = sealing.seal(secret, whose)
    assert sealing.unseal(sealed, whose) == secret
    assert other == whose or sealing.unseal(sealed, other) is None
    at %= len(sealed)
    assert sealing.unseal(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], whose) is None


def test_the_key_lies_where_only_its_owner_reads_it() -> None:
    sealing.seal(b"x", "y")
    assert (sealing.keys_folder() / "sealing.key").stat().st_mode & 0o077 == 0


def test_setting_up_and_taking_away_end_every_session(city: City, officer: Account, moment: Clock) -> None:
    before = officer.get_session_auth_hash()
    set_up(officer)
    between = officer.get_session_auth_hash()
    assert between != before
    with acting(officer, Purpose.OPERATION) as by, pytest.raises(Refused) as refused:
        second_factors.give_up(by)
    assert refused.value.code == "second_factor_required"
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION) as by:
        second_factors.reset(by, officer)
    officer.refresh_from_db()
    assert officer.get_session_auth_hash() not in (before, between)
    assert second_factors.of(officer) is None
    kinds = list(Event.objects.filter(kind__startswith="account.second").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["account.second_factor_set", "account.second_factor_removed"]


def test_only_an_operator_takes_away_another_s(city: City, officer: Account, moment: Clock) -> None:
    set_up(officer)
    operator = city.of(Role.OPERATOR)
    set_up(operator)

    def refuses(account: Account, whose: Account, why: type[Refused]) -> None:
        with acting(account, Purpose.OPERATION) as by, pytest.raises(why):
            second_factors.reset(by, whose)

    refuses(city.of(Role.SUPERVISOR), officer, NotAllowed)
    refuses(officer, officer, NotAllowed)
    refuses(operator, operator, NotAllowed)
    refuses(operator, city.of(Role.AUDITOR), NotThere)


def test_a_firm_may_give_it_up_again(city: City, officer: Account, moment: Clock) -> None:
    firm = city.of(Role.EMPLOYER)
    set_up(firm)

    def give_up(by: By) -> None:
        second_factors.give_up(by)

    with acting(firm, Purpose.EMPLOYMENT) as by:
        give_up(by)
    assert second_factors.of(firm) is None
    assert not RecoveryCode.objects.exists()
