"""What holds everywhere (docs/security.md): no page without a sign-in, no form without its token, no word too many."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern

from sojourn.policy import Language
from sojourn.register import Role
from sojourn.web.desk import urls
from sojourn.web.logs import WithoutValues
from tests.register.city import City, build
from tests.web.visitor import FORM

#: Pages of the desk for whoever comes: to get in and out, what every checkpoint takes along, and the screen of a hall.
OPEN = {"desk_sign_in", "desk_code_step", "desk_sign_out", "desk_void_list", "desk_verifying_key", "desk_screen"}
#: What stands in an address for each kind of part.
PARTS = {"number": "X-00000000-X", "office": "O-00000000-X", "kind": "permit", "event": "approve", "group": "money"}
PARTS |= {"key": "1", "crossing": "1", "name": "issued", "form": "csv"}


@pytest.fixture
def city(db: None) -> City:
    """A small border city on Monday 4 March 2019."""
    return build()


def addresses() -> Iterator[tuple[str, str]]:
    """Every page of the desk: its name, and an address of it."""
    for one in urls.urlpatterns:
        assert isinstance(one, URLPattern)
        said = {name: PARTS[name] for name in one.pattern.converters}
        route = str(one.pattern)
        for name, value in said.items():
            for kind in ("str", "slug", "int"):
                route = route.replace(f"<{kind}:{name}>", value)
        yield str(one.name), f"/en/register/{route}"


def test_no_page_of_the_desk_opens_without_a_sign_in(city: City) -> None:
    """Given every address of the desk, when nobody is signed in, then each leads to the sign-in."""
    found = dict(addresses())
    assert len(found) > 50
    for name, address in found.items():
        if name in OPEN:
            continue
        for response in (Client().get(address), Client().post(address, "", content_type=FORM)):
            if response.status_code == 405:
                continue
            assert response.status_code in (302, 400), (name, response.status_code)
            if response.status_code == 302:
                assert response.headers["Location"].startswith("/en/register/sign-in/"), name


@pytest.mark.parametrize("role", [Role.HR_OFFICER, Role.BORDER_POST, Role.EMPLOYER, Role.OPERATOR])
def test_no_form_of_the_desk_is_taken_without_its_token(city: City, role: Role) -> None:
    """Given every address of the desk, when a form comes without the token of its page, then it is refused in words."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(city.of(role), backend="django.contrib.auth.backends.ModelBackend")
    taken = 0
    for name, address in addresses():
        response = client.post(address.replace("/en/", "/vi/"), "do=next", content_type=FORM)
        assert response.status_code in (400, 403, 405), (name, response.status_code)
        if response.status_code == 403:
            taken += 1
            assert "Biểu mẫu này không được nhận" in response.content.decode(), name
    assert taken > 30


@pytest.mark.parametrize("language", Language)
def test_a_forged_form_is_refused_in_the_reader_s_language(city: City, language: Language) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(f"/{language}/register/sign-in/", "sign_in=x&password=y", content_type=FORM)
    assert response.status_code == 403
    assert "CSRF" not in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store" or "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("host", ["elsewhere.example", "localhost.elsewhere.example", "x" * 300])
def test_only_the_site_s_own_names_are_answered_to(db: None, host: str) -> None:
    """Given a request under a name that is none of the site's, then it is refused, and the name stands nowhere."""
    response = Client().get("/en/", headers={"host": host})
    assert response.status_code == 400
    assert host not in response.content.decode()


def test_over_https_nothing_goes_without_it(tmp_path: object) -> None:
    """Given HTTPS in front, then cookies are bound to the host and to HTTPS, and the browser is told to keep to it."""
    script = """
import django; django.setup()
from django.core.management import call_command; call_command("migrate", verbosity=0)
from django.test import Client
at = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_HOST": "localhost"}
page = Client().get("/en/register/sign-in/", **at)
for cookie in page.cookies.values():
    print(cookie.OutputString())
print(page.headers["Strict-Transport-Security"])
print(Client().get("/en/", HTTP_HOST="localhost").headers["Location"])
"""
    environment = {**os.environ, "SOJOURN_DATA": str(tmp_path), "SOJOURN_HTTPS": "1", "DATABASE_URL": ""}
    environment["DJANGO_SETTINGS_MODULE"] = "sojourn.web.settings"
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    cookie, transport, onwards = done
    assert cookie.startswith("__Host-sojourn_form=")
    assert {"HttpOnly", "Secure", "SameSite=Strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert transport == "max-age=31536000; includeSubDomains"
    assert onwards.startswith("https://localhost/")


def test_a_session_s_cookie_says_nothing_and_only_the_server_reads_it(city: City) -> None:
    client = Client()
    client.post("/en/register/sign-in/", "sign_in=employer&password=a+long+password", content_type=FORM)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert len(cookie.value) >= 32
    assert "employer" not in cookie.value


def test_the_log_has_no_value_of_a_row_and_no_password(
    city: City, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Given what PostgreSQL says of a row in the way, and wrong tries, when they are logged, then no value is."""
    told = "duplicate key\nDETAIL:  Key (sign_in)=(wei) already exists.\nFailing row contains (Lan, T1)."
    try:
        raise ValueError(told)
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "x", 1, "failed", (), sys.exc_info())
    line = WithoutValues("{message}", style="{").format(record)
    assert "wei" not in line
    assert "Lan" not in line
    assert "duplicate key" in line
    with caplog.at_level(logging.DEBUG):
        for password in ("a long password", "my other secret"):
            Client().post("/en/register/sign-in/", f"sign_in=employer&password={password}", content_type=FORM)
    said = caplog.text + "".join(capsys.readouterr())
    assert city.of(Role.EMPLOYER).number in said
    assert "sign_in_wrong" in said
    assert "long password" not in said
    assert "my other secret" not in said
    assert city.of(Role.EMPLOYER).name not in said
