"""A border post's own pages: crossings with their verdict, refused entries, files, who is in; and gaps answered."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pyarrow
import pyarrow.parquet
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sojourn.policy import Language
from sojourn.register import Role
from sojourn.register.models import Crossing, Decision, Gap, Look, Stay
from tests.register.border import comes_in, goes_out
from tests.register.city import City, stand_at
from tests.web.visitor import Page, Visitor

AtDesk = Callable[[Role], Visitor]
CROSS = "/en/register/cross/"


def passes(post: Visitor, document: str, direction: str, **more: str) -> Page:
    """Record a crossing and see what the register says."""
    done = post.send(CROSS, {"document": document, "direction": direction, **more})
    return post.open(done.headers["Location"]) if done.status == 302 else done


def test_who_has_a_permit_comes_in_with_what_it_rests_on(city: City, at_desk: AtDesk) -> None:
    number = city.permit(city.person("Lý Thị Hoa", document="T5550001"))
    page = passes(at_desk(Role.BORDER_POST), "t5550001", "in")
    assert "Nothing speaks against it" in page.text
    assert number in page.text
    assert Stay.objects.get().on_permit.number == number
    assert not page.main.all("a", href="refuse")


def test_pressed_twice_is_one_crossing(city: City, at_desk: AtDesk) -> None:
    city.person(document="T5550001")
    for _ in range(2):
        at_desk(Role.BORDER_POST).send(CROSS, {"document": "T5550001", "direction": "in", "once": "same"})
    assert Crossing.objects.count() == 1


@pytest.mark.parametrize("language", Language)
def test_a_document_that_ran_out_is_referred_and_an_officer_refuses(
    city: City, at_desk: AtDesk, language: Language
) -> None:
    city.person(document="T5550001", valid_to=date(2019, 1, 1))
    post = at_desk(Role.BORDER_POST)
    page = passes(post, "T5550001", "in")
    assert "The document ran out on 2019-01-01." in page.text
    where = f"/{language}/register/cross/{Crossing.objects.get().pk}/refuse/"
    missing = post.send(where, {"do": "done"})
    assert (missing.status, len(missing.main.all("p", class_="error"))) == (422, 3)
    form = post.open(where).main
    basis = form.all("input", name="legal_basis")[0].attributes["value"]
    assert basis.startswith("source:")
    # The rules on passes are there to choose from; so is another basis, in words.
    unsaid = post.send(where, {"reason": "The pass ran out.", "legal_basis": "other", "appeal_route": "other"})
    assert (unsaid.status, len(unsaid.main.all("p", class_="error"))) == (422, 2)
    grounds = {
        "reason": "The pass ran out.",
        "legal_basis": basis,
        "appeal_route": "other",
        "appeal_route_other": "The post, 60 days",
    }
    post.send(where, grounds)
    refusal = Decision.objects.get()
    assert (refusal.legal_basis, refusal.appeal_route) == (basis, "The post, 60 days")
    assert Decision.objects.get().kind == "entry_refused"
    assert not Stay.objects.filter(open=True).exists()
    assert "The pass ran out." in post.open(f"/{language}/register/cross/{Crossing.objects.get().pk}/").text
    assert post.send(where, grounds).status == 409


def test_bad_input_is_told_at_its_field_and_kept(city: City, at_desk: AtDesk) -> None:
    city.person(document="T5550001")
    post = at_desk(Role.BORDER_POST)
    page = passes(post, "", "sideways", **{"at-year": "2019", "at-month": "2", "at-day": "30", "time": "25:00"})
    assert (page.status, len(page.main.all("p", class_="error"))) == (422, 4)
    unknown = passes(post, "T000", "in")
    assert (unknown.status, "T000" in unknown.main.one("p", class_="error").text) == (409, True)
    future = passes(post, "T5550001", "in", **{"at-year": "2019", "at-month": "3", "at-day": "5", "time": "08:15"})
    assert (future.status, "today is 2019-03-04" in future.text) == (409, True)
    assert not Crossing.objects.exists()


def test_one_told_late_and_one_out_without_one_in(city: City, at_desk: AtDesk) -> None:
    city.person(document="T5550001")
    post = at_desk(Role.BORDER_POST)
    page = passes(post, "T5550001", "out", time="08:15")
    assert "Left without having come in" in page.text
    assert Gap.objects.get().closed_on is None
    assert Crossing.objects.get().day == date(2019, 3, 4)


def delivered(post: Visitor, text: bytes, whole: str = "good_lines") -> Page:
    """Deliver a file by the page's form."""
    sent = {"file": SimpleUploadedFile("crossings.csv", text), "whole": whole}
    return post._page("", post.client.post("/en/register/cross/file/", sent))


def test_the_good_lines_of_a_file_go_in_and_the_bad_are_listed(city: City, at_desk: AtDesk) -> None:
    """Given a file with two bad lines, then each is told with number, field, value and reason, as chosen."""
    city.person(document="T5550001")
    text = (
        b"document,direction,at\nT5550001,in,2019-03-04T08:00:00\nT000,in,2019-03-04T08:00:01\n"
        b"T5550001,out,2019-02-30T08:00:00\n"
    )
    post = at_desk(Role.BORDER_POST)
    none = delivered(post, text, "all_or_none")
    assert "Nothing was recorded" in none.text
    assert not Crossing.objects.exists()
    page = delivered(post, text)
    rows = [[cell.text for cell in row.all("td")] for row in page.main.one("tbody").all("tr")]
    assert [row[:3] for row in rows] == [["3", "document", "T000"], ["4", "at", "2019-02-30T08:00:00"]]
    assert Crossing.objects.count() == 1
    delivered(post, text)
    assert Crossing.objects.count() == 1


def test_a_file_in_parquet_goes_in_and_nonsense_does_not(city: City, at_desk: AtDesk) -> None:
    city.person(document="T5550001")
    post = at_desk(Role.BORDER_POST)
    file = io.BytesIO()
    columns = {"document": ["T5550001"], "direction": ["in"], "at": ["2019-03-04T08:00:00"]}
    pyarrow.parquet.write_table(pyarrow.table(columns), file)
    delivered(post, file.getvalue())
    assert Crossing.objects.count() == 1
    assert delivered(post, b"PAR1 and no more").status == 409
    assert delivered(post, b"").status == 422


def test_files_are_taken_by_that_page_alone_and_up_to_a_size(city: City, at_desk: AtDesk) -> None:
    post = at_desk(Role.BORDER_POST)
    sent = {"file": SimpleUploadedFile("a.csv", b"x"), "shown": "T1"}
    assert post.client.post("/en/register/presented/", sent).status_code == 400
    large = {"file": SimpleUploadedFile("a.csv", b"x" * 16_200_000)}
    assert post.client.post("/en/register/cross/file/", large).status_code == 413
    assert at_desk(Role.EMPLOYER).client.post("/en/register/cross/file/", sent).status_code == 403


def test_who_is_in_past_the_limit_is_counted_by_place_without_names(city: City, at_desk: AtDesk) -> None:
    person = city.person("Lý Thị Hoa")
    comes_in(city, person, "2019-03-04T09:00:00")
    stand_at(date(2019, 3, 20))
    page = at_desk(Role.BORDER_POST).open("/en/register/inside/")
    assert [cell.text for cell in page.main.one("tbody").all("td")][1:3] == ["1", "1"]
    assert "Lý Thị Hoa" not in page.text
    assert person.number not in page.text


def test_an_exit_entry_officer_answers_a_gap(city: City, at_desk: AtDesk) -> None:
    goes_out(city, city.person(), "2019-03-04T09:00:00")
    gap, officer = Gap.objects.get(), at_desk(Role.EXIT_ENTRY_OFFICER)
    assert gap.number in officer.open("/en/register/").text
    where = f"/en/register/gap/{gap.number}/answer/"
    assert where in officer.open(f"/en/register/gap/{gap.number}/").html
    assert officer.send(where, {"answer": " "}).status == 422
    officer.send(where, {"answer": "She came in by another post whose line was down."})
    gap.refresh_from_db()
    assert gap.closed_on == date(2019, 3, 4)
    assert at_desk(Role.HR_OFFICER).open(where).status == 403


def test_a_crossing_of_another_day_or_post_is_not_there(city: City, at_desk: AtDesk) -> None:
    comes_in(city, city.person(), "2019-03-04T09:00:00")
    key = Crossing.objects.get().pk
    assert at_desk(Role.BORDER_POST).open(f"{CROSS}{key}/").status == 200
    stand_at(date(2019, 3, 5))
    assert at_desk(Role.BORDER_POST).open(f"{CROSS}{key}/").status == 404


@pytest.mark.parametrize("language", Language)
def test_a_post_sees_whom_it_referred_today_and_no_name_until_it_opens(
    city: City, at_desk: AtDesk, language: Language
) -> None:
    person = city.person("Lý Thị Hoa", document="T5550001", valid_to=date(2019, 1, 1))
    post = at_desk(Role.BORDER_POST)
    inside = f"/{language}/register/inside/"
    assert not post.open(inside).main.all("ul", class_="alerts")
    passes(post, "T5550001", "in")
    looks = Look.objects.filter(person=person).count()
    page = post.open(inside)
    (alert,) = page.main.one("ul", class_="alerts").all("li")
    assert "2019" in alert.text
    assert "Hoa" not in page.text
    assert "T5550001" not in page.text
    assert Look.objects.filter(person=person).count() == looks + 1
    where = alert.one("a").attributes["href"]
    assert "Lý Thị Hoa" in post.open(where).text
    post.send(f"{where}refuse/", {"reason": "R", "legal_basis": "L", "appeal_route": "A"})
    assert not post.open(inside).main.all("ul", class_="alerts")
    passes(post, "T5550001", "in", **{"at-year": "2019", "at-month": "3", "at-day": "4", "time": "01:15"})
    assert len(post.open(inside).main.one("ul", class_="alerts").all("li")) == 1
    stand_at(date(2019, 3, 5))
    assert not post.open(inside).main.all("ul", class_="alerts")
