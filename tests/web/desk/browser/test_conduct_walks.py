"""Walks through what follows conduct: sanction and appeal, an agency's grades, an injury, an inspection."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.web.browser.following import follow
from tests.web.desk.browser.conftest import SignedIn

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PRESS = "main form.text button.main"
CONFIRM = "main form.text button[value=confirm]"


def day(page: Page, name: str, year: int, month: int, of_month: int) -> None:
    """Type a day into its three boxes."""
    for part, value in (("year", year), ("month", month), ("day", of_month)):
        page.fill(f"#{name}-{part}", str(value))


def pick(page: Page, name: str, value: str) -> None:
    """Choose one of the answers."""
    page.locator("main label", has=page.locator(f"input[name='{name}'][value='{value}']")).click()


def grounds(page: Page, reason: str) -> None:
    """Say what a decision against somebody stands on."""
    page.fill("#reason", reason)
    written = page.locator("#legal_basis")
    if not written.count():
        # The programme has sources to choose from; this rests on another.
        pick(page, "legal_basis", "other")
        written = page.locator("#legal_basis_other")
    written.fill("Law of exit and entry, chapter 7")
    pick(page, "appeal_route", "authority:hrss")


def number_of(page: Page) -> str:
    """The number of the record that is open."""
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def note_from(page: Page, conduct: str, on: tuple[int, int, int]) -> str:
    """Note a breach on the page that is open; its number."""
    page.select_option("#conduct", conduct)
    day(page, "breach_on", *on)
    follow(page, PRESS)
    return number_of(page)


def rated(page: Page, grade: str, reason: str) -> None:
    """Grade the agency whose page is open."""
    follow(page, "main .buttons a[href$='/rate/']")
    pick(page, "grade", grade)
    grounds(page, reason)
    day(page, "ends_on", 2019, 12, 31)
    follow(page, PRESS)
    follow(page, CONFIRM)


def shown_at_post(page: Page, number: str) -> str:
    """What the border post sees of whoever shows a number."""
    page.goto("/zh/register/")
    page.fill("#shown", number)
    follow(page, PRESS)
    return page.locator("main").inner_text()


def test_past_the_limit_banned_appealed_and_lapsed(signed_in: SignedIn, town_goes_on: Callable[[str], None]) -> None:
    """Given somebody flagged on day two, then the fine keeps to its bounds, the ban has a ground and an end, her appeal
    shows at the border post, and the ban lapses by itself.
    """
    with signed_in("exit_entry_officer", "en", 1280) as police:
        police.goto("/en/register/")
        follow(police, police.locator("section.work-list tr", has_text="Past the limit").locator("a").first)
        follow(police, "main a[href*='?stay=']")
        note_from(police, "pass_overstay", (2019, 6, 3))
        follow(police, "main a[href$='/add_facts/']")
        serious = police.locator("input[name='fact-stay-serious'][value=yes]")
        police.locator("main label", has=serious).click()
        follow(police, PRESS)
        follow(police, "main .penalties a[href*='kind=fine']")
        police.fill("#amount", "50000")
        grounds(police, "Three days in a city for one.")
        follow(police, PRESS)
        expect(police.locator(".errors")).to_contain_text("500")
        police.fill("#amount", "500")
        follow(police, PRESS)
        follow(police, CONFIRM)
        assert "/decision/" in police.url
        police.goto("/en/register/note-breach/")
        police.fill("#shown", "T3000003")
        follow(police, PRESS)
        note_from(police, "caught_at_work", (2019, 6, 3))
        follow(police, "main a[href$='/add_facts/']")
        for name, value in (("works-in-china", "yes"), ("has-work-permit", "no"), ("monthly-permit", "no")):
            said = police.locator(f"input[name='fact-applicant-{name}'][value={value}]")
            if said.count():
                police.locator("main label", has=said).click()
        for name, value in (("workplace", "pingxiang"), ("document", "border_pass")):
            if police.locator(f"select[name='fact-applicant-{name}']").count():
                police.select_option(f"select[name='fact-applicant-{name}']", value)
        follow(police, PRESS)
        follow(police, "main .penalties a[href*='kind=ban']")
        grounds(police, "At work without a permit.")
        follow(police, PRESS)
        follow(police, CONFIRM)
        expect(police.locator("main")).to_contain_text("2024")
        ban = number_of(police)
    with signed_in("stayed", "vi") as worker:
        worker.goto(f"/vi/register/decision/{ban}/")
        follow(worker, "main a[href$='/appeal/']")
        worker.fill("#grounds", "Tôi chỉ thăm người thân.")
        follow(worker, PRESS)
        follow(worker, CONFIRM)
        appeal = number_of(worker)
    with signed_in("border_post", "zh") as post, signed_in("police_colleague", "zh", 1280) as colleague:
        assert ban in shown_at_post(post, "T3000003")
        colleague.goto(f"/zh/register/appeal/{appeal}/suspend/")
        colleague.fill("#reason", "正在核实。")
        follow(colleague, PRESS)
        follow(colleague, CONFIRM)
        assert ban not in shown_at_post(post, "T3000003")
        colleague.goto(f"/zh/register/appeal/{appeal}/dismiss/")
        colleague.fill("#reason", "证据充分。")
        follow(colleague, PRESS)
        follow(colleague, CONFIRM)
        assert ban in shown_at_post(post, "T3000003")
        town_goes_on("2024-06-10")
        assert ban not in shown_at_post(post, "T3000003")


def test_an_agency_falls_from_b_to_d_and_nobody_is_stranded(signed_in: SignedIn) -> None:
    """Given breaches noted one by one, then each grade has its reason, the agency cannot file, its workers are told."""
    with signed_in("hr_officer", "zh", 1280) as officer:
        officer.goto("/zh/register/inspections/record/")
        agency = officer.locator("#where option", has_text="Friendship Labour Agency").get_attribute("value")
        assert agency is not None
        officer.select_option("#where", agency)
        day(officer, "day", 2019, 6, 3)
        pick(officer, "announced", "unannounced")
        follow(officer, PRESS)
        visit = officer.url
        for _ in range(3):
            officer.goto(visit)
            follow(officer, "main a[href*='?inspection=']")
            note_from(officer, "agency_violation", (2019, 6, 3))
        officer.goto("/zh/register/agencies/")
        follow(officer, "main table a")
        page = officer.url
        expect(officer.locator("main .note").last).to_contain_text("3 次违规")
        rated(officer, "c", "多次违规。")
        officer.goto(page)
        rated(officer, "d", "仍未改正。")
        for reason in ("多次违规。", "仍未改正。"):
            expect(officer.locator("main ol.line")).to_contain_text(reason)
    with signed_in("worker", "vi") as worker:
        worker.goto("/vi/register/")
        expect(worker.locator("section.notices")).to_contain_text("Friendship Labour Agency")
    with signed_in("agency", "en", 1280) as agency_page:
        agency_page.goto("/en/register/")
        expect(agency_page.locator(".grade .figure-value")).to_contain_text("D")
        file(agency_page, "new", "T2000002")
        expect(agency_page.locator(".errors")).to_contain_text("may not file")
    with signed_in("hr_officer", "en", 1280) as officer:
        # The office files for her where the agency no longer can.
        file(officer, "renewal", "T1000001")
        assert "/application/" in officer.url


def file(page: Page, kind: str, worker: str) -> None:
    """File an application for the veneer works, to its end."""
    page.goto("/en/register/file/")
    pick(page, "kind", kind)
    follow(page, PRESS)
    page.fill("#worker", worker)
    follow(page, PRESS)
    site = page.locator("main select[name=site] option", has_text="Veneer works").get_attribute("value")
    assert site is not None
    page.select_option("main select[name=site]", site)
    follow(page, PRESS)
    page.fill("#occupation", "peeling veneer")
    follow(page, PRESS)
    page.fill("#wage_promised", "3000")
    follow(page, PRESS)
    follow(page, PRESS)


def test_hurt_at_work_and_paid_less_than_others(signed_in: SignedIn) -> None:
    """Given an injury and a complaint about pay, then the office sees both, and her employer neither."""
    with signed_in("worker", "vi") as worker:
        worker.goto("/vi/register/mine/troubles/")
        follow(worker, "main .buttons a[href$='/claim-injury/']")
        day(worker, "injured_on", 2019, 6, 2)
        worker.fill("#what_happened", "Máy bóc ván cắt vào tay.")
        follow(worker, PRESS)
        claim = number_of(worker)
        worker.goto("/vi/register/complain/")
        expect(worker.locator("main .facts")).to_contain_text("3,000.00")
        pick(worker, "kind", "unequal_pay")
        pick(worker, "about", "employer")
        worker.fill("#text", "Người địa phương được trả nhiều hơn.")
        follow(worker, PRESS)
        complaint = number_of(worker)
    with signed_in("employer", "zh", 1280) as employer:
        employer.goto("/zh/register/")
        assert complaint not in employer.content()
        assert employer.goto(f"/zh/register/complaint/{complaint}/").status == 403  # type: ignore[union-attr]
    with signed_in("hr_officer", "en", 1280) as officer:
        officer.goto("/en/register/")
        expect(officer.locator("main")).to_contain_text(claim)
        follow(officer, f"main a:has-text('{complaint}')")
        officer.fill("#local", "3600")
        follow(officer, "main form button.second")
        expect(officer.locator("section[aria-labelledby=wage] dl")).to_contain_text("No")
        for step in ("take_up", "answer", "close"):
            follow(officer, f".steps a[href$='/{step}/']")
            if step == "answer":
                officer.fill("#answer", "Your employer has to pay you as much.")
            follow(officer, PRESS)
    with signed_in("worker", "vi") as worker:
        worker.goto("/vi/register/")
        follow(worker, worker.locator("section.notices a").first)
        expect(worker.locator("main")).to_contain_text("Your employer has to pay you as much.")


def test_an_inspection_finds_a_permit_used_on_a_farm(signed_in: SignedIn) -> None:
    """Given a permit of the wood plant on a farm, then its firm is fined, loses its qualification and regains it."""
    with signed_in("exit_entry_officer", "en", 1280) as police:
        police.goto("/en/register/permit/")
        permit = police.locator("main table tbody a").first.inner_text()
        police.goto("/en/register/inspections/record/")
        police.select_option("#where", "site:S-FARM")
        day(police, "day", 2019, 6, 3)
        pick(police, "announced", "unannounced")
        follow(police, PRESS)
        follow(police, "main a[href$='/met/']")
        police.fill("#permit", permit)
        police.select_option("#conduct", "illegal_employment")
        follow(police, PRESS)
        follow(police, CONFIRM)
        expect(police.locator("main .facts").first).to_contain_text("Pingxiang Red Pine Wood")
        follow(police, "main a[href$='/add_facts/']")
        police.fill("[name='fact-employer-illegal-workers']", "1")
        follow(police, PRESS)
        follow(police, "main .penalties a[href*='kind=fine']")
        police.fill("#amount", "10000")
        grounds(police, "A permit for the works was used in the fields.")
        follow(police, PRESS)
        follow(police, CONFIRM)
        assert "/decision/" in police.url
    with signed_in("hr_officer", "zh", 1280) as officer:
        officer.goto("/zh/register/firms/")
        follow(officer, "main a:has-text('Pingxiang Red Pine Wood')")
        firm = officer.url
        follow(officer, "main a[href$='/withdraw/']")
        day(officer, "ends_on", 2019, 9, 3)
        grounds(officer, "许可被用于农场。")
        follow(officer, PRESS)
        follow(officer, CONFIRM)
        assert officer.url == firm
    with signed_in("worker", "vi") as worker:
        worker.goto("/vi/register/")
        expect(worker.locator("section.notices")).to_contain_text("Pingxiang Red Pine Wood")
    with signed_in("hr_officer", "zh", 1280) as officer:
        officer.goto(firm)
        follow(officer, "main a[href$='/grant/']")
        officer.fill("#reason", "已经改正。")
        follow(officer, PRESS)
        expect(officer.locator("main ol.line")).to_contain_text("已经改正。")
