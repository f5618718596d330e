"""Wrong crossings on the site: a file with bad lines, two in one second, one twice, one out without one in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sojourn.policy import Language
from sojourn.register import Role
from sojourn.register.models import Crossing, Gap, Stay
from sojourn.web.saying import say
from tests.register.city import City, stand_at
from tests.web.bad_crossings import a_file, opening
from tests.web.visitor import Page, Visitor

#: Ten thousand go in over the API; what a page tells of its bad lines does not hang on how many good ones there are.
LINES = 1_000
#: What the page says of somebody who left and had not come in.
SAID = {language: say(language, "desk.word.no_entry") for language in Language}

AtDesk = Callable[[Role], Visitor]


def delivered(post: Visitor, text: bytes, whole: str, language: Language) -> Page:
    """Deliver a file by the page's form, in a language."""
    sent = {"file": SimpleUploadedFile("crossings.csv", text), "whole": whole}
    return post._page("", post.client.post(f"/{language}/register/cross/file/", sent))


def test_a_file_of_which_37_lines_are_bad(city: City, at_desk: AtDesk) -> None:
    """Given such a file, then none goes in or the good ones, as chosen, and each bad line is told in each language."""
    stand_at(date(2019, 6, 30))
    file, wrong = a_file(city, LINES)
    post = at_desk(Role.BORDER_POST)
    for language in Language:
        page = delivered(post, file, "all_or_none", language)
        rows = [[cell.text for cell in row.all("td")] for row in page.main.one("tbody").all("tr")]
        assert [(int(row[0]), row[1]) for row in rows] == [(line, field) for line, field, _ in wrong]
        for row, (_, _, code) in zip(rows, wrong, strict=True):
            assert opening(language, code).strip() in row[3], language
        assert not Crossing.objects.exists()
    page = delivered(post, file, "good_lines", Language.VI)
    assert len(page.main.one("tbody").all("tr")) == 37
    assert Crossing.objects.count() == LINES - 37
    delivered(post, file, "good_lines", Language.ZH)
    assert Crossing.objects.count() == LINES - 37


@pytest.mark.parametrize("language", list(Language))
def test_two_in_one_second_the_same_twice_and_one_out_without_one_in(
    city: City, at_desk: AtDesk, language: Language
) -> None:
    """Given an exit and an entry at one moment, then both stand; told again, none is added; a lone exit is noted."""
    person, other = city.person(document="T5550001"), city.person(document="T5550002")
    post = at_desk(Role.BORDER_POST)
    cross = f"/{language}/register/cross/"

    def passes(document: str, direction: str, time: str) -> Page:
        sent = {"document": document, "direction": direction, "time": time}
        return post.open(post.send(cross, sent).headers["Location"])

    for direction, time in (("in", "08:00"), ("out", "08:15"), ("in", "08:15"), ("out", "08:15")):
        passes("T5550001", direction, time)
    assert Crossing.objects.filter(person=person).count() == 3
    assert Stay.objects.filter(person=person, open=True).count() == 1
    assert not Gap.objects.exists()
    page = passes("T5550002", "out", "08:15")
    assert Gap.objects.get().person == other
    assert SAID[language] in page.text
    unknown = post.send(cross, {"document": "T9999999", "direction": "in", "time": "08:15"})
    assert "T9999999" in unknown.main.one("p", class_="error").text
