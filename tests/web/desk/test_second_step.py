"""The second step as people meet it: set up at the first sign-in, asked for ever after, and nothing open before it."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

import pytest
from django.test import Client

from sojourn.policy import Language
from sojourn.register import Account, Purpose, Role, acting, second_factors
from sojourn.register.models import Look, Today
from sojourn.web.desk import sessions
from tests.register.city import City
from tests.web.visitor import Page, Visitor

AtDesk = Callable[[Role], Visitor]
STEP = "/en/register/second-step/"
#: Everybody who acts for an office.
OFFICES = [role for role in Role if role not in (Role.WORKER, Role.EMPLOYER, Role.AGENCY)]


@pytest.fixture
def in_use(city: City) -> City:
    """The city as a register in use, by the clock and without a demonstration."""
    Today.objects.all().delete()
    return city


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Have the clock that codes go by go on."""
    began = second_factors._clock()

    def go_on(seconds: float) -> None:
        monkeypatch.setattr(second_factors, "_clock", lambda: began + seconds)

    go_on(0)
    return go_on


def code_from(letters: str) -> str:
    """What an app shows into which these letters are typed."""
    totp = second_factors._totp(base64.b32decode(letters.replace(" ", "")))
    return totp.generate(int(second_factors._clock())).decode()


def sign_in(name: str, password: str = "a long password") -> tuple[Visitor, Page]:
    visitor = Visitor(Client())
    return visitor, visitor.send("/en/register/sign-in/", {"sign_in": name, "password": password})


def set_up(visitor: Visitor) -> tuple[str, list[str]]:
    """The letters for the app and the codes on paper of whoever is signed in."""
    page = visitor.open(STEP)
    letters = page.main.one("p", class_="secret").text
    done = visitor.send(STEP, {"do": "set_up", "code": code_from(letters)})
    assert done.status == 200
    return letters, [one.text for one in done.main.all("span", class_="secret")]


@pytest.mark.parametrize("role", OFFICES)
def test_an_officer_opens_nothing_before_the_second_step(in_use: City, later: object, role: Role) -> None:
    visitor, page = sign_in(in_use.of(role).sign_in)
    assert page.status == 302
    for path in ("", "permit/", "application/", "statistics/", "verify/"):
        page = visitor.open(f"/en/register/{path}")
        assert page.status == 403 or page.headers["Location"].startswith(STEP), path
    assert not Look.objects.filter(account=in_use.of(role)).exists()
    set_up(visitor)
    assert visitor.open("/en/register/").status == 200


def test_from_then_on_the_code_is_asked_for(in_use: City, later: Callable[[float], None]) -> None:
    first, _ = sign_in("hr_officer")
    letters, paper = set_up(first)
    later(60)
    visitor, page = sign_in("hr_officer")
    assert page.headers["Location"] == "/en/register/sign-in/code/"
    assert visitor.open("/en/register/").headers["Location"].startswith("/en/register/sign-in/?next")
    assert visitor.send("/en/register/sign-in/code/", {"code": "000000"}).status == 422
    assert visitor.open("/en/register/").status == 302
    done = visitor.send("/en/register/sign-in/code/", {"code": code_from(letters), "next": "/en/register/permit/"})
    assert done.headers["Location"] == "/en/register/permit/"
    assert visitor.open("/en/register/permit/").status == 200
    other, _ = sign_in("hr_officer")
    assert other.send("/en/register/sign-in/code/", {"code": paper[0]}).status == 302
    assert other.open("/en/register/").status == 200
    left = other.open(STEP).main.text
    assert "9 of your 10" in left


def test_too_many_wrong_codes_close_it(in_use: City, later: Callable[[float], None]) -> None:
    letters, _ = set_up(sign_in("hr_officer")[0])
    later(60)
    visitor, _ = sign_in("hr_officer")
    told = [visitor.send("/en/register/sign-in/code/", {"code": "000000"}).status for _ in range(6)]
    assert told == [422] * 4 + [429] * 2
    assert visitor.send("/en/register/sign-in/code/", {"code": code_from(letters)}).status == 429
    assert visitor.open("/en/register/").status == 302


def test_no_code_without_the_password_and_not_long_after(
    in_use: City, later: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    letters, _ = set_up(sign_in("hr_officer")[0])
    nobody = Visitor(Client())
    assert nobody.open("/en/register/sign-in/code/").headers["Location"] == "/en/register/sign-in/"
    visitor, _ = sign_in("hr_officer")
    later(60)
    from sojourn.web.desk import second_step

    now = second_step.time.time
    monkeypatch.setattr(second_step.time, "time", lambda: now() + second_step._BETWEEN + 5)
    late = visitor.send("/en/register/sign-in/code/", {"code": code_from(letters)})
    assert late.headers["Location"] == "/en/register/sign-in/"


def test_setting_it_up_ends_what_is_open_elsewhere(in_use: City, later: object) -> None:
    elsewhere, _ = sign_in("employer")
    here, _ = sign_in("employer")
    assert elsewhere.open("/en/register/").status == 200
    set_up(here)
    assert here.open("/en/register/").status == 200
    assert elsewhere.open("/en/register/").status == 302


def test_a_firm_may_have_one_and_give_it_up(in_use: City, later: object) -> None:
    visitor, _ = sign_in("employer")
    assert visitor.open("/en/register/").status == 200
    set_up(visitor)
    assert visitor.send(STEP, {"do": "give_up"}).status == 302
    assert visitor.open("/en/register/").status == 200
    assert sign_in("employer")[1].headers["Location"] == "/en/register/"


def test_an_officer_cannot_give_it_up(in_use: City, later: object) -> None:
    visitor, _ = sign_in("auditor")
    set_up(visitor)
    assert visitor.send(STEP, {"do": "give_up"}).status == 409
    assert second_factors.of(Account.objects.get(sign_in="auditor")) is not None


def test_a_wrong_code_changes_nothing_and_the_secret_stays(in_use: City, later: object) -> None:
    visitor, _ = sign_in("auditor")
    letters = visitor.open(STEP).main.one("p", class_="secret").text
    wrong = visitor.send(STEP, {"do": "set_up", "code": "123"})
    assert wrong.status == 422
    assert wrong.main.one("p", class_="secret").text == letters
    assert second_factors.of(Account.objects.get(sign_in="auditor")) is None


@pytest.mark.parametrize("language", Language)
def test_every_page_of_it_speaks_the_reader_s_language(in_use: City, later: object, language: Language) -> None:
    visitor, _ = sign_in("auditor")
    step = f"/{language}/register/second-step/"
    pages = [visitor.open(step), visitor.send(step, {"do": "set_up", "code": "1"})]
    pages.append(visitor.send(step, {"do": "set_up", "code": code_from(pages[0].main.one("p", class_="secret").text)}))
    pages.append(visitor.open(step))
    half = Visitor(Client())
    half.send(f"/{language}/register/sign-in/", {"sign_in": "auditor", "password": "a long password"})
    pages.append(half.open(f"/{language}/register/sign-in/code/"))
    pages.append(visitor.open(f"/{language}/register/again/"))
    assert len(pages[2].main.all("span", class_="secret")) == second_factors.RECOVERY_CODES
    for page in pages:
        assert page.status in (200, 422)
        entered = [one.text for kind in ("p", "span") for one in page.main.all(kind, class_="secret")]
        text = page.main.text
        for one in [*entered, "An account of the auditor", "Office of the auditor"]:
            text = text.replace(one, "")
        assert not re.search(r"desk\.|[a-z]+_[a-z]+", text), text
        if language is Language.ZH:
            assert not re.search(r"[A-Za-z]{4,}", text), text


def test_in_a_demonstration_its_accounts_are_told_why_not(city: City, at_desk: AtDesk) -> None:
    account = city.of(Role.AUDITOR)
    visitor = at_desk(Role.AUDITOR)
    assert visitor.open("/en/register/").status == 200
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
        account.shown = True
        account.save()
    page = visitor.open(STEP)
    assert "demonstration" in page.main.text
    assert not page.main.all("p", class_="secret")


# ---- how long a sign-in holds ----------------------------------------------------------------------------------------


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Have the clock that sessions go by go on."""
    now, gone = sessions.time.time, [0.0]

    def go_on(seconds: float) -> None:
        gone[0] += seconds
        monkeypatch.setattr(sessions, "_clock", lambda: now() + gone[0])

    return go_on


def test_a_session_ends_when_nothing_is_done_in_it(at_desk: AtDesk, wait: Callable[[float], None]) -> None:
    visitor = at_desk(Role.EMPLOYER)
    for _ in range(4):
        wait(sessions.IDLE.total_seconds() - 60)
        assert visitor.open("/en/register/").status == 200
    wait(sessions.IDLE.total_seconds() + 60)
    assert visitor.open("/en/register/").status == 302
    assert "_auth_user_id" not in visitor.client.session


def test_a_session_ends_with_the_working_day_whatever_is_done(at_desk: AtDesk, wait: Callable[[float], None]) -> None:
    visitor = at_desk(Role.EMPLOYER)
    steps = int(sessions.WHOLE.total_seconds() // 1800)
    for _ in range(steps - 1):
        wait(1800)
        assert visitor.open("/en/register/").status == 200
    wait(1900)
    assert visitor.open("/en/register/").status == 302


def test_the_session_s_name_changes_as_somebody_signs_in_and_ends_on_the_server(in_use: City) -> None:
    visitor, _ = sign_in("employer")
    first = visitor.client.cookies["sojourn_register"].value
    again = Visitor(visitor.client)
    again.send("/en/register/sign-out/", {"do": "out"})
    kept = Client()
    kept.cookies["sojourn_register"] = first
    assert kept.get("/en/register/").status_code == 302
    other, _ = sign_in("employer")
    assert other.client.cookies["sojourn_register"].value != first


def test_signing_out_everywhere_ends_every_session(in_use: City) -> None:
    here, elsewhere = sign_in("employer")[0], sign_in("employer")[0]
    assert here.send("/en/register/sign-out/everywhere/", {"do": "out"}).status == 302
    assert here.open("/en/register/").status == elsewhere.open("/en/register/").status == 302
    assert sign_in("employer")[0].open("/en/register/").status == 200


def test_a_new_password_ends_the_other_sessions(in_use: City) -> None:
    here, elsewhere = sign_in("employer")[0], sign_in("employer")[0]
    new = "four words and a half"
    sent = {"now": "a long password", "new": new, "again": new}
    assert here.send("/en/register/password/", sent).status == 302
    assert here.open("/en/register/").status == 200
    assert elsewhere.open("/en/register/").status == 302


# ---- the password again ----------------------------------------------------------------------------------------------


def test_a_record_opens_in_an_emergency_only_soon_after_the_password(
    city: City, at_desk: AtDesk, wait: Callable[[float], None]
) -> None:
    person = city.person()
    visitor = at_desk(Role.BORDER_POST)
    assert visitor.open("/en/register/emergency/").status == 200
    wait(sessions.SURE.total_seconds() + 5)
    page = visitor.open("/en/register/emergency/")
    assert page.headers["Location"] == "/en/register/again/?next=%2Fen%2Fregister%2Femergency%2F"
    wait(sessions.SURE_TO_SEND.total_seconds())
    sent = {"person": person.number, "reason": "Unconscious at the crossing", "do": "act"}
    assert visitor.send("/en/register/emergency/", sent).headers["Location"].startswith("/en/register/again/")
    assert not Look.objects.filter(person=person).exists()
    again = "/en/register/again/"
    assert visitor.send(again, {"password": "wrong"}).status == 422
    on = visitor.send(again, {"password": "a long password", "next": "/en/register/emergency/"})
    assert on.headers["Location"] == "/en/register/emergency/"
    assert visitor.send("/en/register/emergency/", sent).status == 302


def test_going_on_never_leads_to_another_site(in_use: City) -> None:
    visitor = Visitor(Client())
    sent = {"sign_in": "employer", "password": "a long password", "next": "https://elsewhere.example/"}
    assert visitor.send("/en/register/sign-in/", sent).headers["Location"] == "/en/register/"
