"""Walks through what follows conduct: sanction and appeal, an agency's grades, an injury, an inspection."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.web.browser.following import follow
from tests.web.desk.browser.conftest import SignedIn
from tests.web.desk.browser.filling import (
    CONFIRM,
    PRESS,
    day,
    decide,
    file_for,
    grounds,
    number_of,
    open_home,
    open_way,
    pick,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


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
        # Five years from the day, and what it stands on.
        expect(police.locator("main .facts time[datetime='2024-06-02']")).to_have_count(1)
        for said in ("At work without a permit.", "Law of exit and entry, chapter 7"):
            expect(police.locator("main .facts")).to_contain_text(said)
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
    """Given breaches noted one by one, then each grade has its reason, and the agency can no longer file; its workers
    are told, one renews through the office, and another moves to another agency.
    """
    with signed_in("hr_officer", "zh", 1280) as officer:
        open_way(officer, "inspections")
        follow(officer, "main a[href$='/record/']")
        agency = officer.locator("#where option", has_text="Friendship Labour Agency").get_attribute("value")
        assert agency is not None
        officer.select_option("#where", agency)
        day(officer, "day", 2019, 6, 3)
        pick(officer, "announced", "unannounced")
        follow(officer, PRESS)
        visit = number_of(officer)
        for count, grade, reason in ((1, "c", "收取了工人的费用。"), (2, "d", "仍未改正。")):
            for _ in range(count):
                open_way(officer, "inspections")
                follow(officer, f"main a:has-text('{visit}')")
                follow(officer, "main a[href*='?inspection=']")
                note_from(officer, "agency_violation", (2019, 6, 3))
            open_way(officer, "agencies")
            follow(officer, "main a:has-text('Friendship Labour Agency')")
            rated(officer, grade, reason)
        for reason in ("收取了工人的费用。", "仍未改正。"):
            expect(officer.locator("main ol.line")).to_contain_text(reason)
        expect(officer.locator("section.work-list tbody tr")).to_have_count(3)
    with signed_in("agency", "en", 1280) as agency_page:
        expect(agency_page.locator(".grade .figure-value")).to_contain_text("D")
        for reason in ("收取了工人的费用。", "仍未改正。"):
            expect(agency_page.locator(".grade ol.line")).to_contain_text(reason)
        file_for(agency_page, "new", "T2000002", "Veneer works")
        expect(agency_page.locator(".errors")).to_contain_text("may not file")
    for name in ("worker", "moves"):
        with signed_in(name, "vi") as worker:
            told = worker.locator("section.notices li", has_text="Friendship Labour Agency")
            expect(told).to_contain_text("gia hạn")
    with signed_in("hr_officer", "en", 1280) as officer, signed_in("exit_entry_officer", "zh", 1280) as police:
        # The office files for her where the agency no longer can; another agency files for somebody who moves to it.
        file_for(officer, "renewal", "T1000001", "Veneer works")
        renewal = number_of(officer)
        with signed_in("other_agency", "vi", 1280) as other:
            file_for(other, "transfer", "T6000006", "Veneer works")
            transfer = number_of(other)
        for number in (renewal, transfer):
            decide(officer, number, "approve")
            decide(police, number, "issue")
    with signed_in("worker", "vi") as worker:
        follow(worker, ".card a[href*='/permit/']")
        expect(worker.locator("main .facts")).to_contain_text("Gia hạn")
    with signed_in("moves", "vi") as worker:
        follow(worker, ".card a[href*='/permit/']")
        expect(worker.locator("main .facts")).to_contain_text("River Labour Agency")
    with signed_in("other_agency", "vi", 1280) as other:
        expect(other.locator("main")).to_contain_text("Hoàng Văn Minh")
    with signed_in("agency", "en", 1280) as agency_page:
        expect(agency_page.locator("main")).not_to_contain_text("Hoàng Văn Minh")


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
        expect(worker.locator("main .facts")).to_contain_text("3.000,00")
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
    """Given a permit of the wood plant on a farm, then its firm is fined within the bounds and loses its qualification;
    a worker is placed elsewhere meanwhile, and the firm regains it.
    """
    with signed_in("exit_entry_officer", "en", 1280) as police:
        open_way(police, "permit")
        follow(police, police.locator("main table tbody tr", has_text="Lý Thị Hoa").locator("a").first)
        permit = number_of(police)
        open_way(police, "inspections")
        follow(police, "main a[href$='/record/']")
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
        police.fill("#amount", "200000")
        grounds(police, "A permit for the works was used in the fields.")
        follow(police, PRESS)
        expect(police.locator(".errors")).to_contain_text("bounds")
        police.fill("#amount", "10000")
        follow(police, PRESS)
        follow(police, CONFIRM)
        assert "/decision/" in police.url
    with signed_in("hr_officer", "zh", 1280) as officer, signed_in("exit_entry_officer", "zh", 1280) as police:
        open_way(officer, "firms")
        follow(officer, "main a:has-text('Pingxiang Red Pine Wood')")
        firm = officer.url
        follow(officer, "main a[href$='/withdraw/']")
        day(officer, "ends_on", 2019, 9, 3)
        grounds(officer, "许可被用于农场。")
        follow(officer, PRESS)
        follow(officer, CONFIRM)
        assert officer.url == firm
        with signed_in("hoa", "vi") as worker:
            expect(worker.locator("section.notices")).to_contain_text("Pingxiang Red Pine Wood")
            file_for(officer, "transfer", "T7000007", "Furniture hall")
            number = number_of(officer)
            decide(officer, number, "approve")
            decide(police, number, "issue")
            open_home(worker)
            expect(worker.locator(".card")).to_contain_text("Friendship Furniture")
        with signed_in("employer", "zh", 1280) as employer:
            expect(employer.locator("section.notices")).to_contain_text("用工资格")
            expect(employer.locator("main")).not_to_contain_text("Lý Thị Hoa")
        open_way(officer, "firms")
        follow(officer, "main a:has-text('Pingxiang Red Pine Wood')")
        follow(officer, "main a[href$='/grant/']")
        officer.fill("#reason", "已经改正。")
        follow(officer, PRESS)
        expect(officer.locator("main ol.line")).to_contain_text("已经改正。")


def test_a_checkpoint_meets_her_outside_her_area(signed_in: SignedIn) -> None:
    """Given somebody met inland outside the area of her permit, then it is noted for an officer, and she sees it."""
    with signed_in("border_post", "zh", 1280) as post:
        open_way(post, "met-inland")
        post.fill("#shown", "T8000008")
        post.select_option("#place", "dongxing")
        follow(post, PRESS)
        expect(post.locator("main .note", has_text="此人不在许可的区域内")).to_have_count(1)
        # The permit that was looked at, with the area it is for.
        expect(post.locator("main .facts")).to_contain_text("凭祥")
        permit = post.locator("main .facts dd").first.inner_text()
    with signed_in("exit_entry_officer", "en", 1280) as police:
        open_way(police, "violation")
        noted = police.locator("main tbody tr").first
        expect(noted).to_contain_text("outside")
        number = noted.locator("a").first.inner_text()
        follow(police, noted.locator("a").first)
        expect(police.locator("main section", has_text="What may follow").first).to_be_visible()
    with signed_in("mai", "vi") as worker:
        expect(worker.locator(".card dd").first).to_have_text(permit)
        follow(worker, f"main a:has-text('{number}')")
        expect(worker.locator("main .facts")).to_contain_text("2019")
