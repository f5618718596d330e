"""Appeals, complaints, claims and corrections: asked for by those they are about, and answered by the office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from sojourn.policy import Language
from sojourn.register import Role
from sojourn.register.actors import acting
from sojourn.register.models import Appeal, Claim, Complaint, Correction, Decision, Person, PersonDetails
from sojourn.register.services.notices import tell, tell_people
from sojourn.register.vocabulary import NoticeCode, Purpose
from tests.register.city import City, stand_at
from tests.register.conduct import JUNE, banned_for_five_years, colleague, fined
from tests.web.desk.acting_forms import assert_in_her_language, confirm, day, fill
from tests.web.visitor import Visitor

AtDesk = Callable[[Role], Visitor]
BACKEND = "django.contrib.auth.backends.ModelBackend"


def herself(person: Person) -> Visitor:
    """The worker, signed in."""
    client = Client()
    client.force_login(person.account, backend=BACKEND)
    return Visitor(client)


def another(city: City, role: Role) -> Visitor:
    """Another officer of the same office, signed in."""
    client = Client()
    client.force_login(colleague(city, role), backend=BACKEND)
    return Visitor(client)


@pytest.mark.parametrize("language", Language)
def test_she_appeals_sees_its_state_and_is_told_the_outcome(city: City, at_desk: AtDesk, language: Language) -> None:
    """Given a ban, when she appeals, another officer suspends it and allows the appeal, then she reads it all."""
    person = city.person(document="T7654321")
    decision = banned_for_five_years(city, person)
    worker = herself(person)
    page = worker.open(f"/{language}/register/decision/{decision.number}/")
    address = next(one.attributes["href"] for one in page.main.all("a") if "/appeal/" in one.attributes["href"])
    empty = fill(worker, address, grounds=" ")
    assert empty.status == 422
    check = fill(worker, address, grounds="Tôi có giấy phép.")
    assert not Appeal.objects.exists()
    assert_in_her_language(check, language)
    assert confirm(worker, check).status == 302
    appeal = Appeal.objects.get()
    assert appeal.number in worker.open(f"/{language}/register/decision/{decision.number}/").main.text
    officer = another(city, Role.EXIT_ENTRY_OFFICER)
    post = at_desk(Role.BORDER_POST)
    assert decision.number in post.send(f"/{language}/register/presented/", {"shown": "T7654321"}).text
    suspend = f"/{language}/register/appeal/{appeal.number}/suspend/"
    assert confirm(officer, fill(officer, suspend, reason="Her papers are looked for.")).status == 302
    assert decision.number not in post.send(f"/{language}/register/presented/", {"shown": "T7654321"}).text
    allow = fill(officer, f"/{language}/register/appeal/{appeal.number}/allow/", reason="She had a permit.")
    assert confirm(officer, allow).status == 302
    home = worker.open(f"/{language}/register/")
    assert decision.number in home.main.one("section", class_="notices").text
    assert_in_her_language(home, language)


def test_nobody_decides_the_appeal_against_her_own_decision(city: City, at_desk: AtDesk) -> None:
    person = city.person()
    decision = fined(city, person)
    worker = herself(person)
    confirm(worker, fill(worker, f"/en/register/decision/{decision.number}/appeal/", grounds="No."))
    number = Appeal.objects.get().number
    page = fill(at_desk(Role.EXIT_ENTRY_OFFICER), f"/en/register/appeal/{number}/dismiss/", reason="I stand by it.")
    assert page.status == 409
    assert page.main.one("textarea", name="reason").text == "I stand by it."
    officer = another(city, Role.EXIT_ENTRY_OFFICER)
    dismissed = fill(officer, f"/en/register/appeal/{number}/dismiss/", reason="It is right.")
    assert confirm(officer, dismissed).status == 302
    assert Appeal.objects.get().state == "dismissed"


def test_an_appeal_that_comes_too_late_is_told_with_its_day(city: City) -> None:
    person = city.person()
    decision = fined(city, person)
    stand_at(JUNE + timedelta(days=400))
    page = fill(herself(person), f"/en/register/decision/{decision.number}/appeal/", grounds="No.")
    assert page.status == 409
    assert not Appeal.objects.exists()


def test_nobody_appeals_against_what_is_not_hers(city: City) -> None:
    decision = fined(city, city.person())
    assert herself(city.person("Lý Thị Hoa")).open(f"/en/register/decision/{decision.number}/appeal/").status == 404


def test_a_complaint_about_pay_her_employer_cannot_see(city: City, at_desk: AtDesk) -> None:
    """Given a complaint about unequal pay, then the office compares the wages, and the employer sees nothing."""
    person = city.person()
    city.permit(person)
    worker = herself(person)
    form = worker.open("/vi/register/complain/")
    assert "3.000,00" in form.main.text
    assert_in_her_language(form, "vi")
    sent = {"kind": "unequal_pay", "about": "employer", "text": "Tôi được trả ít hơn."}
    first = fill(worker, "/vi/register/complain/", **sent)
    assert first.status == 302
    complaint = Complaint.objects.get()
    assert complaint.about_employer == city.employer
    employer = at_desk(Role.EMPLOYER)
    assert employer.open(f"/en/register/complaint/{complaint.number}/").status in (403, 404)
    assert complaint.number not in employer.open("/en/register/").text
    officer = at_desk(Role.HR_OFFICER)
    page = officer.open(f"/en/register/complaint/{complaint.number}/?local=4000")
    assert page.main.one("section", aria_labelledby="wage").all("dd")[1].text == "No"
    wrong = officer.open(f"/en/register/complaint/{complaint.number}/?local=much")
    assert "Give an amount" in wrong.main.text
    assert fill(officer, f"/en/register/complaint/{complaint.number}/take_up/").status == 302
    assert fill(officer, f"/en/register/complaint/{complaint.number}/answer/", answer="They pay now.").status == 302
    assert "They pay now." in worker.open(f"/vi/register/complaint/{complaint.number}/").text
    assert fill(officer, f"/en/register/complaint/{complaint.number}/close/").status == 302
    assert Complaint.objects.get().state == "closed"


def test_a_form_pressed_twice_files_one_complaint(city: City) -> None:
    person = city.person()
    city.permit(person)
    worker = herself(person)
    form = worker.open("/en/register/complain/")
    key = form.main.one("input", name="once").attributes["value"]
    sent = {"kind": "other", "about": "nobody", "text": "The water is cold.", "once": key, "do": "act"}
    addresses = {worker.send("/en/register/complain/", sent).headers["Location"] for _ in range(2)}
    assert len(addresses) == 1
    assert Complaint.objects.count() == 1


def test_an_injury_is_claimed_declined_contested_and_paid(city: City, at_desk: AtDesk) -> None:
    # By then the insurance has certainly begun.
    stand_at(date(2019, 12, 31))
    person = city.person()
    city.permit(person)
    worker = herself(person)
    future = fill(worker, "/en/register/claim-injury/", what_happened="Saw.", **day("injured_on", date(2020, 5, 1)))
    assert future.status == 409
    assert future.main.one("input", name="injured_on-month").attributes["value"] == "5"
    sent = {"what_happened": "The saw cut my hand.", **day("injured_on", date(2019, 12, 31))}
    assert fill(worker, "/en/register/claim-injury/", **sent).status == 302
    number = Claim.objects.get().number
    officer = at_desk(Role.HR_OFFICER)
    grounds = {"reason": "Not at work.", "legal_basis": "Insurance terms", "appeal_route": "authority:hrss"}
    declined = fill(officer, f"/en/register/claim/{number}/decline/", **grounds)
    assert confirm(officer, declined).status == 302
    contested = fill(worker, f"/en/register/claim/{number}/contest/", reason="I was at the saw.")
    assert confirm(worker, contested).status == 302
    assert fill(officer, f"/en/register/claim/{number}/pay/", amount="1500").status == 409
    other = another(city, Role.HR_OFFICER)
    assert fill(other, f"/en/register/claim/{number}/pay/", amount="nothing").status == 422
    paid = fill(other, f"/en/register/claim/{number}/pay/", amount="1,500")
    assert paid.status == 302, paid.main.text
    assert Claim.objects.get().state == "paid"
    assert "1500" in worker.open("/vi/register/").main.one("section", class_="notices").text


def test_a_correction_is_asked_for_and_granted(city: City, at_desk: AtDesk) -> None:
    person = city.person()
    city.permit(person)
    worker = herself(person)
    assert worker.open("/vi/register/my-data/").main.all("a", href="/vi/register/correct/")
    address = "/vi/register/correct/?about=birth_date"
    assert fill(worker, address, **{"wanted-year": "1990", "wanted-month": "13", "wanted-day": "1"}).status == 422
    assert fill(worker, address, **day("wanted", date(1991, 3, 2))).status == 302
    number = Correction.objects.get().number
    officer = at_desk(Role.HR_OFFICER)
    assert number in officer.open("/zh/register/").main.text
    step = f"/zh/register/correction/{number}/answer/"
    assert officer.open(f"/zh/register/correction/{number}/").main.all("a", href=step)
    done = fill(officer, f"/zh/register/correction/{number}/answer/", granted="yes", answer="已更正。")
    assert done.status == 302
    assert PersonDetails.objects.get(person=person).birth_date == date(1991, 3, 2)
    assert not officer.open(f"/zh/register/correction/{number}/").main.all("a", href=step)


def test_a_notice_that_was_read_stands_behind_the_others(city: City) -> None:
    person = city.person()
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE):
        tell(NoticeCode.COMPLAINT_ANSWERED, person=person, complaint="K-OLD")
        read = tell(NoticeCode.COMPLAINT_ANSWERED, person=person, complaint="K-READ")
    worker = herself(person)
    assert worker.send("/vi/register/notices/read/", {"number": read.number}).status == 302
    said = worker.open("/vi/register/").main.one("section", class_="notices").all("li")
    assert ["K-OLD" in said[0].text, "K-READ" in said[1].text] == [True, True]
    assert [len(one.all("button")) for one in said] == [1, 0]
    other = herself(city.person("Lý Thị Hoa"))
    assert other.send("/vi/register/notices/read/", {"number": read.number}).status == 404


def test_notices_stand_newest_first_in_the_readers_language_with_days_told(city: City) -> None:
    person = city.person()
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE):
        tell(NoticeCode.COMPLAINT_ANSWERED, person=person, complaint="K-OLD")
        tell_people(NoticeCode.EMPLOYER_SUSPENDED, [person], employer="Red Pine", ends_on=date(2019, 6, 3))
    said = herself(person).open("/vi/register/").main.one("section", class_="notices").all("li")
    assert "Red Pine" in said[0].text
    assert "2019-06-03" not in said[0].text
    assert "K-OLD" in said[1].text
    assert not Decision.objects.exists()
