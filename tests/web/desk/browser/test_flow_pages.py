"""The pages of a permit's life in every language: axe finds nothing, nothing sticks out, no raw name, no English."""

from __future__ import annotations

import pytest

from tests.web.browser.following import follow
from tests.web.desk.browser.conftest import SignedIn
from tests.web.desk.browser.fitting import fit

pytestmark = pytest.mark.browser

PAGES = {
    "service_centre": ("queue/", "account/", "password/"),
    "border_post": ("cross/", "cross/file/", "inside/"),
    "employer": ("", "batch/"),
    "exit_entry_officer": ("", "inside/", "settle/"),
    "supervisor": ("standstill/", "go-on/"),
}


@pytest.mark.parametrize("language", ["en", "zh", "vi"])
@pytest.mark.parametrize("who", sorted(PAGES))
def test_the_pages_are_fit(signed_in: SignedIn, who: str, language: str) -> None:
    with signed_in(who, language, 360, script=True) as page:
        for path in PAGES[who]:
            page.goto(f"/{language}/register/{path}")
            fit(page, language)


@pytest.mark.parametrize("language", ["en", "zh", "vi"])
def test_what_went_wrong_is_fit_to_read(signed_in: SignedIn, language: str) -> None:
    """Given empty forms sent off, a file with bad lines, a crossing out without one in and a slip, then all are fit."""
    with signed_in("border_post", language, 360, script=True) as post:
        post.goto(f"/{language}/register/cross/")
        follow(post, "main form.text button.main")
        fit(post, language)
        post.fill("#document", "T2000002")
        post.locator("main label", has=post.locator("input[name=direction][value=out]")).click()
        follow(post, "main form.text button.main")
        fit(post, language)
        post.goto(f"/{language}/register/cross/file/")
        lines = b"document,direction,at\nX1,sideways,2019-06-03T08:00:00\nX1,in,2019-02-30T08:00:00\n"
        post.set_input_files("#file", {"name": "a.csv", "mimeType": "text/csv", "buffer": lines})
        follow(post, "main form.text button.main")
        fit(post, language)
    with signed_in("exit_entry_officer", language, 360, script=True) as officer:
        officer.goto(f"/{language}/register/gap/")
        follow(officer, officer.locator("main tbody a").first)
        officer.goto(officer.url + "answer/")
        follow(officer, "main form.text button.main")
        fit(officer, language)
    with signed_in("service_centre", language, 360, script=True) as centre:
        centre.goto(f"/{language}/register/account/")
        centre.fill("#shown", "T2000002")
        follow(centre, "main button[value=find]")
        fit(centre, language)
        follow(centre, "main button[value=give]")
        centre.locator("main p[lang]").evaluate_all("all => all.forEach(one => one.remove())")
        fit(centre, language)
