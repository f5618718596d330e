"""Walks through the register as new users take them, each in its own language and at its own width."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.web.browser.following import follow
from tests.web.desk.browser.conftest import SignedIn

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

NEXT = "main form.text button.main"


def answer(page: Page, name: str, value: str) -> None:
    """Answer the question of the page and go on."""
    radio = page.locator(f"input[type=radio][name='{name}'][value='{value}']")
    if radio.count():
        page.locator("main label", has=radio).click()
    elif page.locator(f"main select[name='{name}']").count():
        page.select_option(f"main select[name='{name}']", value)
    else:
        page.fill(f"main input[name='{name}']", value)
    follow(page, NEXT)


def test_from_recruiting_to_the_permit_on_her_phone(signed_in: SignedIn) -> None:
    """An agency files for a worker from Lạng Sơn; both authorities decide; she sees the permit in Vietnamese."""
    with signed_in("agency", "vi", 1280) as agency:
        agency.goto("/vi/register/file/")
        answer(agency, "kind", "new")
        answer(agency, "worker", "T2000002")
        site = agency.locator("main select[name=site] option", has_text="Veneer works").get_attribute("value")
        assert site is not None
        answer(agency, "site", site)
        answer(agency, "occupation", "bóc ván gỗ")
        answer(agency, "wage_promised", "3000")
        follow(agency, NEXT)
        number = agency.url.rstrip("/").rsplit("/", 1)[-1]
    with signed_in("hr_officer", "zh", 1280) as officer:
        officer.goto("/zh/register/")
        follow(officer, f"main a:has-text('{number}')")
        expect(officer.locator(".outcome.yes")).to_have_count(1)
        follow(officer, ".steps a[href$='/approve/']")
        follow(officer, NEXT)
    with signed_in("exit_entry_officer", "zh", 1280) as police:
        police.goto("/zh/register/")
        follow(police, f"main a:has-text('{number}')")
        follow(police, ".steps a[href$='/issue/']")
        # The term that practice gives out, and the paper term beside it.
        expect(police.locator(".facts time[datetime='2019-07-02']")).to_have_count(1)
        expect(police.locator(".facts time[datetime='2019-12-02']")).to_have_count(1)
        follow(police, NEXT)
    with signed_in("newcomer", "vi", 360) as worker:
        worker.goto("/vi/register/")
        expect(worker.locator(".card time[datetime='2019-07-02']")).to_have_count(1)
        expect(worker.locator(".card .on-paper time[datetime='2019-12-02']")).to_have_count(1)
        picture = worker.locator(".card img").get_attribute("src")
        assert picture is not None
        assert worker.request.get(picture).headers["content-type"] == "image/svg+xml"


def test_the_farm_whose_day_of_change_nobody_knows_and_deciding_against_the_finding(signed_in: SignedIn) -> None:
    """Between May and December 2019 the officer is told that the day is not known, decides, says why, and is marked."""
    with signed_in("hr_officer", "en", 1280) as officer:
        officer.goto("/en/register/")
        follow(officer, officer.locator("main tr", has_text="Lotus Farm").locator("a").first)
        expect(officer.locator("main")).to_contain_text("The exact day is not known")
        follow(officer, ".steps a[href$='/approve/']")
        expect(officer.locator(".note.warn")).to_contain_text("goes against what the programme finds")
        follow(officer, NEXT)
        expect(officer.locator(".errors a")).to_have_count(1)
        officer.fill("#reason", "The notice on farms has not reached this office.")
        follow(officer, NEXT)
    with signed_in("auditor", "en", 1280) as auditor:
        auditor.goto("/en/register/")
        follow(auditor, auditor.locator("section.work-list").first.locator("tbody a").first)
        expect(auditor.locator("main")).to_contain_text("The notice on farms has not reached this office.")


def test_she_sees_what_is_held_who_looked_and_takes_it_out(signed_in: SignedIn) -> None:
    """The worker's data page: what is held, who looked and why, and all of it as a file."""
    with signed_in("exit_entry_officer", "zh") as police:
        police.goto("/zh/register/permit/")
        follow(police, police.locator("main tr", has_text="Nguyễn Thị Lan").locator("a").first)
    with signed_in("worker", "vi", 360) as worker:
        worker.goto("/vi/register/my-data/")
        expect(worker.locator("main")).to_contain_text("Nguyễn Thị Lan")
        taken = worker.request.get("/vi/register/my-data/take-out/").json()
        assert len(taken["records"]["permit"]) == 1
        worker.goto("/vi/register/look/")
        expect(worker.locator("main table")).to_contain_text("Cán bộ xuất nhập cảnh")
