"""Nothing that a visitor types is kept: no cookie, no address, no copy, no row, no line."""

from __future__ import annotations

import logging
from contextlib import closing

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sojourn.web.models import Edition
from sojourn.web.shelf import programme
from tests.web.interviews import begin, walk
from tests.web.test_interview import AT, WORKER
from tests.web.visitor import FORM, Visitor


def test_a_whole_interview_leaves_nothing_behind(visitor: Visitor, caplog: pytest.LogCaptureFixture, db: None) -> None:
    """Given an interview to its answer, when it is over, then no cookie, query, address or log line holds an answer."""
    with (
        caplog.at_level(logging.DEBUG),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        pages = list(walk(visitor, begin(visitor, "en", "guangxi", "work", AT), programme("guangxi"), WORKER))
    assert not queries.captured_queries
    assert not visitor.client.cookies
    assert all("?" not in page.address and page.headers["Cache-Control"] == "no-store" for page in pages)
    assert "lang_son" not in caplog.text
    assert "Set-Cookie" not in {name for page in pages for name in page.headers}


def test_answers_are_in_no_title(visitor: Visitor) -> None:
    """Given an answer, when its page is opened, then its title, which histories keep, does not tell what came out."""
    pages = list(walk(visitor, begin(visitor, "en", "guangxi", "work", AT), programme("guangxi"), WORKER))
    title = str(pages[-1].root.one("title").children[0])
    assert title.startswith("The answer")
    assert not any(word in title for word in ("Yes", "No", "Lạng"))


def test_answers_in_an_address_are_not_read(visitor: Visitor) -> None:
    """Given an answer put into an address, when it is opened, then it counts for nothing."""
    page = visitor.open("/en/guangxi/ask/work/?at=2018-06-01&a.applicant.nationality=vietnam")
    assert "said.a.applicant.nationality" not in page.filled()
    assert page.filled()["at"] == ""
    assert visitor.open("/en/guangxi/ask/work/answer/?a.applicant.nationality=vietnam").status == 302


PAGES = ("/en/", "/en/guangxi/", "/en/guangxi/ask/work/", "/en/nonsense/", "/static/sojourn/site.css")


@pytest.mark.parametrize("path", PAGES)
def test_headers_of_every_kind_of_page(client: Client, path: str, db: None) -> None:
    """Given any page, when it is served, then nothing may run, frame it or come from elsewhere."""
    with closing(client.get(path)) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "script" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_pages_hold_nothing_that_the_policy_forbids(visitor: Visitor) -> None:
    """Given any page, when it is read, then it has no script, no style of its own, nothing from another site."""
    pages = [visitor.open(path) for path in ("/en/", "/zh/guangxi/", "/vi/guangxi/rules/", "/en/guangxi/ask/work/")]
    pages.extend(walk(visitor, begin(visitor, "en", "guangxi", "work", AT), programme("guangxi"), WORKER))
    for page in pages:
        for one in page.root.walk():
            assert one.tag not in ("script", "style", "iframe", "object", "embed")
            assert not any(name == "style" or name.startswith("on") for name in one.attributes)
            loaded = one.attributes.get("src") or (one.attributes.get("href") if one.tag == "link" else None) or "/"
            assert loaded.startswith("/")


def test_the_only_table_of_the_site_is_about_programmes() -> None:
    """Given the site's tables, when they are listed, then the one there is holds editions and nothing of visitors."""
    from django.apps import apps

    assert [model.__name__ for model in apps.get_app_config("site").get_models()] == ["Edition"]
    assert {field.name for field in Edition._meta.get_fields()} == {"id", "programme", "fingerprint", "served_since"}


def test_a_form_is_never_cached(client: Client) -> None:
    """Given a form, when it is answered, sent on or refused, then no copy may be kept."""
    for body in ("at=2018-06-01&do=next", "at=2018-06-01&do=answer", "at=2018-06-01&ask=applicant.nationality&do=next"):
        response = client.post("/en/guangxi/ask/work/", body, content_type=FORM)
        assert response.headers["Cache-Control"] == "no-store"
