"""Walks through the register as new users take them, each in its own language and at its own width."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sojourn.ledger import open_ledger
from tests.web.browser.following import another_page, follow
from tests.web.desk.browser.codes import code_on
from tests.web.desk.browser.conftest import SignedIn
from tests.web.desk.browser.filling import (
    PRESS,
    answer,
    at_work,
    day,
    decide,
    file_for,
    number_of,
    open_home,
    open_way,
    pick,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

#: What stands in the pass of a worker who has never been registered. The digit belongs to the number (ICAO 9303).
PASS, DIGIT = "TL4071989", "8"


def taken(page: Page, link: str, into: Path) -> Path:
    """The file behind a link, saved."""
    with page.expect_download() as download:
        page.click(link)
    saved = into / download.value.suggested_filename
    download.value.save_as(saved)
    return saved


def enter_pass(agency: Page, digit: str) -> None:
    """Copy what a pass says of its bearer into the form."""
    pick(agency, "document_kind", "border_pass")
    agency.fill("#check_digit", digit)
    day(agency, "valid_from", 2018, 9, 1)
    day(agency, "valid_to", 2023, 8, 31)
    agency.fill("#name", "Nông Thị Ngọc")
    day(agency, "birth_date", 1995, 11, 20)
    pick(agency, "sex", "F")
    agency.select_option("#nationality", "vietnam")
    agency.select_option("#province", "lang_son")
    pick(agency, "border_commune", "yes")
    pick(agency, "language", "vi")
    follow(agency, PRESS)


def verified_offline(code: str, key: Path, void: Path, place: str) -> tuple[int, dict[str, str]]:
    """What the command says of a code, in a process that has neither a register nor a database to ask."""
    environment = {**os.environ, "SOJOURN_DATA": str(key.parent / "none"), "DATABASE_URL": "nonsense"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "sojourn", "register", "verify-card", "-", "--key", str(key), "--list", str(void)]
    command += ["--at", "2019-06-03", "--place", place, "--json"]
    done = subprocess.run(command, input=code, env=environment, capture_output=True, text=True, check=False)
    assert not (key.parent / "none").exists()
    return done.returncode, json.loads(done.stdout)


def test_from_recruiting_to_the_permit_on_her_phone(signed_in: SignedIn, browser: Browser, tmp_path: Path) -> None:
    """An agency enrols and files for a worker from Lạng Sơn and declares its fee; both authorities decide; she has the
    permit in Vietnamese on her phone, and a checkpoint without a network reads its code off her screen.
    """
    with signed_in("agency", "vi", 1280) as agency:
        open_way(agency, "file")
        answer(agency, "kind", "new")
        answer(agency, "worker", PASS)
        enter_pass(agency, str((int(DIGIT) + 1) % 10))
        expect(agency.locator("#check_digit-error")).to_have_count(1)
        agency.fill("#check_digit", DIGIT)
        follow(agency, PRESS)
        at_work(agency, "Veneer works")
        number = number_of(agency)
        follow(agency, "main a[href$='/declare-fee/']")
        agency.fill("#amount", "800")
        follow(agency, PRESS)
        expect(agency.locator("main")).to_contain_text("800,00")
    with signed_in("hr_officer", "zh", 1280) as officer:
        decide(officer, number, "approve")
        expect(officer.locator(".outcome.yes")).to_have_count(1)
        follow(officer, "main a[href*='/person/']")
        follow(officer, "main a[href*='/account/?worker=']")
        follow(officer, "main button[value=give]")
        sign_in = officer.locator(".slip dd").nth(1).inner_text()
        password = officer.locator(".slip dd").nth(2).inner_text()
    with signed_in("exit_entry_officer", "zh", 1280) as police:
        open_home(police)
        follow(police, f"main a:has-text('{number}')")
        follow(police, ".steps a[href$='/issue/']")
        # The term that practice gives out, and the paper term beside it.
        expect(police.locator(".facts time[datetime='2019-07-02']")).to_have_count(1)
        expect(police.locator(".facts time[datetime='2019-12-02']")).to_have_count(1)
        follow(police, PRESS)
    with signed_in("border_post", "zh", 1280) as post:
        open_way(post, "verify")
        key = taken(post, "main a[href$='/verifying-key/']", tmp_path)
        void = taken(post, "main a[href$='/void-list/']", tmp_path)
    with signed_in("", "vi", 360) as worker:
        worker.goto("/vi/register/sign-in/")
        worker.fill("#sign_in", sign_in)
        worker.fill("#password", password)
        follow(worker, PRESS)
        worker.fill("#new", "lá chắn của tôi")
        worker.fill("#again", "lá chắn của tôi")
        follow(worker, PRESS)
        expect(worker.locator(".card time[datetime='2019-07-02']")).to_have_count(1)
        expect(worker.locator(".card .on-paper time[datetime='2019-12-02']")).to_have_count(1)
        expect(worker.locator("main table")).to_contain_text("Friendship Labour Agency")
        permit = worker.locator(".card dd").first.inner_text()
        code = code_on(worker.locator(".card img"), browser)
    status, said = verified_offline(code, key, void, "pingxiang")
    assert (status, said["verdict"], said["permit"]) == (0, "valid", permit)
    assert verified_offline(code, key, void, "dongxing")[1]["verdict"] == "outside_area"
    assert "Nông" not in code


def decided_against(town: Path, into: Path) -> list[str]:
    """The applications that were decided against the finding, as the ledger has it that an operator writes out."""
    environment = {**os.environ, "SOJOURN_DATA": str(town / "data"), "DATABASE_URL": "", "SOJOURN_DEMO": "0"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "sojourn", "register", "export", str(into), "--as", "operator"]
    subprocess.run(command, env=environment, capture_output=True, check=True)
    rows = open_ledger(into).table("decisions", ["application_id", "against_finding"]).to_pylist()
    return [row["application_id"] for row in rows if row["against_finding"]]


def test_the_farm_in_may_in_between_and_in_december(
    signed_in: SignedIn, town: Path, town_goes_on: Callable[[str], None], tmp_path: Path
) -> None:
    """Accepted in May 2019 and not in December; in between the officer is told that the day is not known, decides
    against the finding, has to say why, and it is marked: on the case, for the auditor and in the ledger.
    """
    town_goes_on("2019-05-21")
    with signed_in("agency", "en", 1280) as agency, signed_in("hr_officer", "en", 1280) as officer:
        file_for(agency, "new", "T2000002", "Lotus fields")
        decide(officer, number_of(agency), "approve")
        expect(officer.locator(".outcome.yes")).to_have_count(1)
        expect(officer.locator(".stage")).to_contain_text("Employment approved")

        town_goes_on("2019-06-03")
        open_home(officer)
        follow(officer, officer.locator("main tr", has_text="Lotus Farm").locator("a").first)
        expect(officer.locator("main")).to_contain_text("The exact day is not known")
        in_between = number_of(officer)
        follow(officer, ".steps a[href$='/approve/']")
        expect(officer.locator(".note.warn")).to_contain_text("goes against what the programme finds")
        follow(officer, PRESS)
        expect(officer.locator(".errors a")).to_have_count(1)
        officer.fill("#reason", "The notice on farms has not reached this office.")
        follow(officer, PRESS)
        expect(officer.locator(".stage")).to_contain_text("Employment approved")
        against = officer.locator("main tbody td[data-name='Against the finding']")
        expect(against).to_have_text("Yes")

        town_goes_on("2019-12-09")
        file_for(agency, "new", "T5000005", "Lotus fields")
        number = number_of(agency)
        open_home(officer)
        follow(officer, f"main a:has-text('{number}')")
        expect(officer.locator(".outcome.no")).to_have_count(1)
        follow(officer, ".steps a[href$='/refuse/']")
        officer.fill("#reason", "Farms no longer take part.")
        officer.locator("main label", has=officer.locator("input[name=legal_basis]")).first.click()
        officer.locator("main label", has=officer.locator("input[name=appeal_route]")).first.click()
        follow(officer, PRESS)
        expect(officer.locator(".stage")).to_contain_text("Refused")
        expect(officer.locator("main")).not_to_contain_text("goes against")
    with signed_in("auditor", "en", 1280) as auditor:
        open_home(auditor)
        follow(auditor, auditor.locator("section.work-list").first.locator("tbody a").first)
        expect(auditor.locator("main")).to_contain_text("The notice on farms has not reached this office.")
    against_it = decided_against(town, tmp_path / "ledger")
    assert in_between in against_it
    assert number not in against_it


def test_she_sees_what_is_held_who_looked_takes_it_out_and_has_it_put_right(
    signed_in: SignedIn, tmp_path: Path
) -> None:
    """The worker's data page: what is held, who looked and why, all of it as a file; a correction asked and granted."""
    with signed_in("exit_entry_officer", "zh") as police:
        open_way(police, "permit")
        follow(police, police.locator("main tr", has_text="Nguyễn Thị Lan").locator("a").first)
        permit = number_of(police)
    with signed_in("worker", "vi", 360) as worker:
        open_way(worker, "my-data")
        expect(worker.locator("main")).to_contain_text("Nguyễn Thị Lan")
        held = worker.locator("main .goals li", has=worker.locator("a[href$='/permit/']"))
        expect(held.locator(".quiet")).to_have_text("1")
        records = json.loads(taken(worker, "main a[download]", tmp_path).read_text(encoding="utf-8"))["records"]
        assert [one["number"] for one in records["permit"]] == [permit]
        assert records["person"][0]["name"] == "Nguyễn Thị Lan"
        follow(worker, "main .goals a[href$='/look/']")
        looked = worker.locator("main tbody tr", has_text="Cán bộ xuất nhập cảnh")
        expect(looked.first).to_contain_text("Giải quyết hồ sơ")
        open_way(worker, "my-data")
        follow(worker, "main .buttons a[href$='/correct/']")
        follow(worker, "main a[href$='about=home']")
        worker.fill("#wanted", "Đồng Đăng")
        follow(worker, PRESS)
        asked = number_of(worker)
        with signed_in("hr_officer", "zh", 1280) as officer:
            follow(officer, f"section.work-list a:has-text('{asked}')")
            expect(officer.locator("main")).to_contain_text("Đồng Đăng")
            follow(officer, ".steps a[href$='/answer/']")
            pick(officer, "granted", "yes")
            officer.fill("#answer", "Theo giấy thông hành.")
            follow(officer, PRESS)
        open_home(worker)
        told = worker.locator("section.notices li").first
        follow(worker, told.locator("a"))
        expect(worker.locator("main")).to_contain_text("Theo giấy thông hành.")
        open_way(worker, "my-data")
        expect(worker.locator("main .facts")).to_contain_text("Đồng Đăng")
        open_home(worker)
        with another_page(worker):
            told.locator("button").click()
        expect(worker.locator("section.notices li.read")).to_have_count(1)
