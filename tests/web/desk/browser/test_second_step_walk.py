"""A walk: the second step set up on a phone without JavaScript, asked for at the next sign-in, and a code on paper."""

from __future__ import annotations

import base64
import time
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import expect

from tests.web.desk.browser.conftest import SignedIn
from tests.web.desk.browser.fitting import fit
from tests.web.desk.browser.town import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PRESS = "main form.text button.main"


def shown_now(letters: str) -> str:
    """What an app shows, from the letters that were typed into it."""
    totp = TOTP(base64.b32decode(letters.replace(" ", "")), 6, SHA1(), 30)
    return totp.generate(int(time.time())).decode()


def pressed(page: Page) -> None:
    """Send the form of the page, and wait for the next one."""
    with page.expect_navigation():
        page.click(PRESS)


def signs_in(page: Page, name: str, language: str) -> None:
    page.goto(f"/{language}/register/sign-in/")
    page.fill("#sign_in", name)
    page.fill("#password", PASSWORD)
    pressed(page)


@pytest.mark.parametrize(("name", "language"), [("employer", "zh"), ("agency", "vi"), ("zone_manager", "en")])
def test_set_up_asked_for_and_a_code_on_paper(signed_in: SignedIn, name: str, language: str) -> None:
    """Given a sign-in with a password, when the picture is scanned, then a code is asked for ever after."""
    with signed_in(name, language, script=True) as page:
        page.wait_for_load_state()
        page.click("nav.desk .who a[href$='/second-step/']")
        expect(page.locator(".scan svg[role=img]")).to_be_visible()
        fit(page, language)
        page.fill("#code", "000")
        pressed(page)
        fit(page, language)
        page.fill("#code", shown_now(page.locator("p.secret").inner_text()))
        pressed(page)
        fit(page, language)
        paper = page.locator("ol.codes .secret").all_inner_texts()
        page.click("main a.main")
        page.goto(f"/{language}/register/second-step/")
        fit(page, language)
        page.goto(f"/{language}/register/again/")
        fit(page, language)
    with signed_in("", language, script=True) as page:
        signs_in(page, name, language)
        assert page.url.endswith("/sign-in/code/")
        fit(page, language)
        page.fill("#code", "123456x")
        pressed(page)
        fit(page, language)
        page.fill("#code", paper[0])
        pressed(page)
        assert page.url.endswith(f"/{language}/register/")
