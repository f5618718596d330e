"""What cannot be served: no such page, a refused form, something broken; always in the reader's language."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.visitor import FORM, Visitor


@pytest.mark.parametrize(
    ("path", "language", "said"),
    [
        ("/en/nonsense/", "en", "There is no such page"),
        ("/zh/guangxi/rule/nonsense/", "zh", "没有这个页面"),
        ("/vi/guangxi/ask/nonsense/", "vi", "Không có trang này"),
        ("/nonsense", "en", "There is no such page"),
        ("/en/guangxi/rule/../../etc/passwd", "en", "There is no such page"),
    ],
)
def test_no_such_page(visitor: Visitor, path: str, language: str, said: str) -> None:
    """Given an address that leads nowhere, when it is opened, then the page says so in its language."""
    page = visitor.open(path)
    assert page.status == 404
    assert said in page.heading
    assert page.root.one("html").attributes["lang"].startswith(language)


def test_an_unknown_address_is_answered_in_the_preferred_language(visitor: Visitor) -> None:
    """Given no language in the address, when a page is not found, then the browser's language is spoken."""
    assert "Không có trang này" in visitor.open("/nonsense/", accept_language="vi").heading


@pytest.mark.parametrize("where", ["cross-site", "same-site"])
def test_forms_of_other_sites_are_refused(visitor: Visitor, where: str) -> None:
    """Given a form that another site sends, when it arrives, then it is refused; from here it is answered."""
    sent = {"at": "2019-06-01", "do": "next"}
    assert visitor.send("/en/guangxi/ask/work/", sent, sec_fetch_site=where).status == 400
    assert visitor.send("/en/guangxi/ask/work/", sent, sec_fetch_site="same-origin").status == 200


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json", "text/plain"])
def test_only_forms_are_read(client: Client, kind: str) -> None:
    """Given a body that no form of the site makes, when it is sent, then it is refused unread."""
    assert client.post("/en/guangxi/ask/work/", b"--x--", content_type=kind).status_code == 400


@pytest.mark.parametrize("body", ["a=" + "x" * 250_000, "&".join(f"a.x{n}=1" for n in range(4000))])
def test_too_much_is_too_much(client: Client, body: str) -> None:
    """Given more than any case holds, when it is sent, then the page says so."""
    response = client.post("/zh/guangxi/ask/work/", body, content_type=FORM)
    assert response.status_code == 413
    assert "内容太多" in response.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {"at": "0000-99-99"},
        {"at": "2019-06-01", "ask": "no.such.fact", "a.no.such.fact": "1"},
        {"at": "2019-06-01", "change": "no.such.fact"},
        {"at": "2019-06-01", "ask": "applicant.nationality", "do": "remove:applicant.years:99999999999"},
        {"at": "2019-06-01", "do": "suppose:nothing=7"},
        {"at": "2019-06-01", "assume.border_resident_by_commune": "99"},
        {"at": "2019-06-01", "do": "nonsense", "in": "xx"},
        {"at": "2019-06-01", "said.a.applicant.nationality": "\x00<script>"},
        {"at": "2019-06-01", "h.applicant.years.x.year": "1", "h..complete": "yes", "a.": "1"},
        {"when": "other", "at:year": "²", "at:month": "x", "at:day": "-1"},
        {"at": "9999-12-31"},
        {"at": "0001-01-01"},
    ],
)
@pytest.mark.parametrize("page", ["", "all/", "answer/", "compare/"])
def test_nonsense_breaks_nothing(visitor: Visitor, sent: dict[str, str], page: str) -> None:
    """Given a form filled with nonsense, when it is sent anywhere, then there is a page and no error of ours."""
    shown = visitor.send(f"/en/guangxi/ask/work/{page}", sent)
    assert shown.status in (200, 422)
    assert "<script>" not in shown.html


def test_something_broken_is_said_in_the_language(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a page that fails, when it is opened, then the visitor is told so, and nothing of the inside."""

    def fail(*_: object) -> None:
        raise RuntimeError("inside")

    monkeypatch.setattr("sojourn.web.views.site.preferred", fail)
    client.raise_request_exception = False
    response = client.get("/", headers={"Accept-Language": "zh"})
    assert response.status_code == 500
    assert "本网站出了问题" in response.content.decode()
    assert "inside" not in response.content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_allowed(client: Client, method: str) -> None:
    """Given a method that no page knows, when it is used, then it is refused."""
    assert getattr(client, method)("/en/guangxi/ask/work/").status_code == 405
