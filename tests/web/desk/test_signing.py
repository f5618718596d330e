"""Signing in: too many wrong tries, what stays when somebody leaves, and what the site says it keeps."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from sojourn.policy import Language
from sojourn.register import Role
from tests.register.city import City
from tests.web.visitor import Visitor

WAIT = {Language.EN: "Wait a quarter of an hour", Language.ZH: "请等一刻钟", Language.VI: "Hãy đợi mười lăm phút"}


@pytest.mark.parametrize("language", Language)
def test_too_many_wrong_passwords_have_to_wait(city: City, language: Language) -> None:
    """Given five wrong tries, when another comes, the right password among them, then a page says to wait."""
    visitor = Visitor(Client())
    address = f"/{language}/register/sign-in/"
    wrong = {"sign_in": "hr_officer", "password": "wrong"}
    told = [visitor.send(address, wrong) for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert {page.status for page in told[:-1]} == {422}
    assert told[-1].status == 429
    assert WAIT[language] in told[-1].text
    right = visitor.send(address, {"sign_in": "hr_officer", "password": "a long password"})
    assert right.status == 429
    assert settings.SESSION_COOKIE_NAME not in visitor.client.cookies
    # Others are not shut out with her.
    assert visitor.send(address, {"sign_in": "auditor", "password": "a long password"}).status == 302


def test_wrong_tries_are_forgiven_by_a_right_one(city: City) -> None:
    visitor = Visitor(Client())
    for _ in range(2):
        for _ in range(settings.AXES_FAILURE_LIMIT - 1):
            visitor.send("/en/register/sign-in/", {"sign_in": "hr_officer", "password": "wrong"})
        signed = visitor.send("/en/register/sign-in/", {"sign_in": "hr_officer", "password": "a long password"})
        assert signed.status == 302
        visitor.send("/en/register/sign-out/", {"do": "out"})


def test_a_session_ends_at_sign_out_on_the_server_too(city: City) -> None:
    visitor = Visitor(Client())
    visitor.send("/en/register/sign-in/", {"sign_in": "auditor", "password": "a long password"})
    key = visitor.client.cookies[settings.SESSION_COOKIE_NAME].value
    assert Session.objects.filter(session_key=key).exists()
    visitor.send("/en/register/sign-out/", {"do": "out"})
    assert not Session.objects.filter(session_key=key).exists()
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = key
    assert thief.get("/en/register/").status_code == 302


def test_no_page_of_the_desk_is_kept_by_a_browser(city: City) -> None:
    client = Client()
    pages = [client.get("/en/register/sign-in/"), client.get("/en/register/")]
    client.force_login(city.of(Role.HR_OFFICER), backend="django.contrib.auth.backends.ModelBackend")
    number = city.application(city.person())
    for path in ("", "application/", f"application/{number}/", f"application/{number}/approve/", "file/", "verify/"):
        pages.append(client.get(f"/en/register/{path}"))
    pages.append(client.get("/en/register/nothing/"))
    for page in pages:
        assert "no-store" in page.headers["Cache-Control"]


def test_only_the_register_sets_cookies(city: City) -> None:
    client = Client()
    for path in ("/en/", "/en/about/", "/en/privacy/", "/en/guangxi/"):
        response = client.get(path)
        assert not response.cookies
        assert "/en/register/sign-in/" in response.content.decode()
    assert {*client.get("/en/register/sign-in/").cookies} == {settings.CSRF_COOKIE_NAME}
    assert "When you sign in, a second one" in client.get("/en/privacy/").content.decode()


def test_the_settings_are_fit_for_deployment(tmp_path: object) -> None:
    """Given HTTPS in front of the site, when Django checks the settings for deployment, then it has nothing to say."""
    environment = {
        **os.environ,
        "SOJOURN_DATA": str(tmp_path),
        "SOJOURN_HTTPS": "1",
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "sojourn.web.settings",
    }
    # Set for the tests that drive a browser, and none of the site's own.
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "INFO"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
