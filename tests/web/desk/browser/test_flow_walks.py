"""Walks through a permit's life as those take them who renew, cross, count and decide; in a real browser."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.csv
import pyarrow.parquet
import pytest
from playwright.sync_api import expect

from tests.web.browser.conftest import _drain
from tests.web.browser.following import follow, window
from tests.web.desk.browser.conftest import ROOT, SignedIn
from tests.web.desk.browser.filling import open_way
from tests.web.desk.browser.fitting import fit
from tests.web.desk.browser.flow_town import CLEAR
from tests.web.desk.browser.town import PASSWORD
from tests.web.test_server import free_port, line_of, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

MAIN = "main form button.main"


@contextmanager
def town(folder: Path, name: str, programme: str) -> Iterator[str]:
    """The address of the site over one of the towns."""
    environment = {**os.environ, "SOJOURN_DATA": str(folder / "data"), "DATABASE_URL": "", "PYTHONPATH": str(ROOT)}
    environment |= {"SOJOURN_PROGRAMME": programme, "SOJOURN_DEMO": "0"}
    subprocess.run(
        [sys.executable, "-m", "tests.web.desk.browser.flow_town", name], env=environment, cwd=ROOT, check=True
    )
    port = free_port()
    with served(port, folder, SOJOURN_PROGRAMME=programme) as process:
        line_of(process, "http://")
        _drain(process)
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def desk_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The trial as it was."""
    with town(tmp_path_factory.mktemp("trial"), "trial", "guangxi") as address:
        yield address


def cells(of: Locator, first: str) -> list[str]:
    """The numbers of the row of a table that begins with a text."""
    return of.locator("tbody tr", has_text=first).locator("td").all_inner_texts()[1:]


def crosses(post: Page, document: str, direction: str) -> None:
    """Record a crossing and stay on the page that says what the register makes of it."""
    post.goto("/zh/register/cross/")
    post.fill("#document", document)
    post.locator("main label", has=post.locator(f"input[name=direction][value={direction}]")).click()
    follow(post, MAIN)


def next_day(page: Page) -> None:
    """Go on to the next day by the demonstration's bar."""
    follow(page, ".stands button")
    expect(page.locator("#night")).to_have_count(1)


def test_renewing_as_practice_has_it(signed_in: SignedIn) -> None:
    """Out over the border, in again the day after, a ticket and a queue, a new application; what it cost is told."""
    with signed_in("worker", "vi", 360, script=True) as worker:
        follow(worker, "main a[href$='/renew/']")
        expect(worker.locator("ol.to-do > li")).to_have_count(4)
        fit(worker, "vi")
        with signed_in("border_post", "zh", 1280, script=True) as post:
            crosses(post, "T1000001", "out")
            expect(post.locator(".outcome.yes")).to_have_count(1)
            fit(post, "zh")
            next_day(post)
            fit(post, "zh")
            crosses(post, "T1000001", "in")
            expect(post.locator(".outcome.yes")).to_have_count(1)
        with signed_in("service_centre", "zh", 1280, script=True) as centre:
            for number in ("", "", "T1000001"):
                centre.goto("/zh/register/queue/")
                centre.fill("#shown", number)
                follow(centre, "main button[value=draw]")
            worker.goto("/vi/register/")
            expect(worker.locator("main .called strong")).to_have_text("3")
            expect(worker.locator("main")).to_contain_text("Còn 2 người trước bạn.")
            fit(worker, "vi")
            for _ in range(3):
                centre.goto("/zh/register/queue/")
                follow(centre, "main button[value=call]")
            fit(centre, "zh")
            follow(worker, "main .card a[href$='/screen/']")
            expect(worker.locator(".called strong")).to_have_text("3")
            fit(worker, "vi")
            centre.goto("/zh/register/queue/")
            follow(centre, "main button[value='serve:3']")
    with signed_in("employer", "zh", 1280, script=True) as employer:
        employer.goto("/zh/register/")
        follow(employer, employer.locator("main tr", has_text="Nguyễn Thị Lan").locator("a").first)
        follow(employer, "main a[href$='/renew/']")
        fit(employer, "zh")
        follow(employer, MAIN)
        number = employer.url.rstrip("/").rsplit("/", 1)[-1]
    for role, step in (("hr_officer", "approve"), ("exit_entry_officer", "issue")):
        with signed_in(role, "zh", 1280) as officer:
            officer.goto(f"/zh/register/application/{number}/{step}/")
            follow(officer, "main form.text button.main")
    with signed_in("worker", "vi", 360) as worker:
        worker.goto("/vi/register/")
        expect(worker.locator("main")).to_contain_text("1 ngày")
        expect(worker.locator("main .card time").first).to_be_visible()
        worker.goto("/vi/register/permit/")
        expect(worker.locator("main tbody tr")).to_have_count(2)
    with signed_in("employer", "zh", 1280) as employer:
        spent = employer.locator("main section", has=employer.locator("h2", has_text="续期至今的花费"))
        expect(spent).to_contain_text("1天")
        expect(spent).to_contain_text("小时")
    with signed_in("supervisor", "en", 1280) as supervisor:
        # The absence of one day, and she who left in April and is taken never to come back.
        open_way(supervisor, "statistics")
        renewing, waiting = (supervisor.locator(f"section.figures:has(#{name})") for name in ("renewal", "queue"))
        assert cells(renewing, "2019-06") == ["1", "1", "0", "0", "1"]
        assert cells(renewing, "2019-04") == ["1", "0", "1", "1", "0"]
        assert cells(waiting, "2019-06")[:2] == ["3", "3"]


def test_a_day_visitor_is_flagged_in_pingxiang_and_not_in_dongxing(signed_in: SignedIn) -> None:
    """On a pass of one day in Pingxiang, still in on day two after it: flagged by itself. In Dongxing: not."""
    with signed_in("border_post", "zh", 1280) as post, signed_in("border_post-dongxing", "zh", 1280) as other:
        crosses(post, "T3000003", "in")
        crosses(other, "T4000004", "in")
        for past in ("0", "1"):
            next_day(post)
            open_way(post, "inside")
            expect(post.locator("main tbody strong").first).to_have_text(past)
        open_way(other, "inside")
        expect(other.locator("main tbody strong")).to_have_text(["0"])
    with signed_in("exit_entry_officer", "en", 1280) as officer:
        officer.goto("/en/register/")
        flagged = officer.locator("section.work-list", has_text="past the limit")
        expect(flagged.locator("tbody tr")).to_have_count(1)
        expect(flagged).to_contain_text("Pingxiang")
    with signed_in("exit_entry_officer-dongxing", "en", 1280) as officer:
        officer.goto("/en/register/")
        expect(officer.locator("main")).to_contain_text("Nobody who is in is past the limit of the stay.")
        officer.goto("/en/register/stay/")
        expect(officer.locator("main tbody tr")).to_have_count(1)


def saved(page: Page, link: Locator) -> bytes:
    """What the browser saves when a link is pressed."""
    with page.expect_download() as download:
        link.click()
    return download.value.path().read_bytes()


def fetched(page: Page, link: Locator) -> bytes:
    """What is at the address of a link, for whoever is signed in on a page."""
    answer = page.request.get(str(link.get_attribute("href")))
    assert answer.ok, answer.status
    assert "attachment" in answer.headers["content-disposition"]
    return answer.body()


def test_a_supervisor_takes_figures_out_and_a_delegation_sees_aggregates_only(signed_in: SignedIn) -> None:
    """Charts and tables, CSV and Parquet; whoever visits sees the numbers and opens no record of anybody."""
    with signed_in("supervisor", "en", 1280) as supervisor:
        supervisor.goto("/en/register/statistics/")
        tables = supervisor.locator("main section.figures").count()
        assert tables >= 6
        charts = supervisor.locator("main section.figures svg").count()
        assert charts >= 1
        filled = supervisor.locator("main section.figures:has(tbody)").all()
        assert len(filled) >= 6
        for position, table in enumerate(filled):
            taken = {}
            for kind in ("csv", "parquet"):
                link = table.locator(f".take-out a[href$='.{kind}']")
                # The browser saves the first table by a press of the link; the others are asked for by their address.
                taken[kind] = saved(supervisor, link) if position == 0 else fetched(supervisor, link)
            rows = pyarrow.csv.read_csv(io.BytesIO(taken["csv"]))
            whole = pyarrow.parquet.read_table(io.BytesIO(taken["parquet"]))
            assert rows.column_names == whole.column_names
            assert rows.num_rows == whole.num_rows == table.locator("tbody tr").count()
    with signed_in("delegation", "en", 1280) as visitor:
        visitor.goto("/en/register/statistics/")
        assert visitor.locator("main section.figures").count() == tables
        expect(visitor.locator("main")).not_to_contain_text("Nguyễn Thị Lan")
        for kind in ("permit", "application", "stay", "person", "look"):
            assert visitor.request.get(f"/en/register/{kind}/").status in (403, 404), kind


def settle(officer: Page, outcome: str) -> None:
    """Settle what is open, with everything that a decision needs."""
    officer.locator("main label", has=officer.locator(f"input[value={outcome}]")).click()
    officer.fill("#reason", "Cửa khẩu đóng.")
    for field in ("legal_basis", "appeal_route"):
        officer.locator("main label", has=officer.locator(f"input[name={field}]")).first.click()
    for part, said in (("year", "2019"), ("month", "9"), ("day", "30")):
        officer.fill(f"#ends_on-{part}", said)
    follow(officer, MAIN)


def test_the_programme_stops_what_runs_is_settled_and_it_begins_again(signed_in: SignedIn) -> None:
    """Stopped as in early 2020: a running permit, an open case and somebody inside are settled one by one, each of the
    three is told how hers comes out, nothing is lost, and then it goes on.
    """
    with signed_in("supervisor", "en", 1280, script=True) as supervisor:
        # Past the last day of the permit of her who is inside.
        follow(supervisor, ".stands a")
        for part, said in (("year", "2019"), ("month", "6"), ("day", "10")):
            supervisor.fill(f"#day-{part}", said)
        follow(supervisor, "main form.text button[value=day]")
        open_way(supervisor, "standstill")
        fit(supervisor)
        supervisor.fill("#reason", "The border is closed.")
        follow(supervisor, MAIN)
        expect(supervisor.locator(".note.warn")).to_have_text("The programme stands still.")
        fit(supervisor)
        concerned = [int(one) for one in supervisor.locator("tbody tr td:nth-child(2)").all_inner_texts()]
        assert len(concerned) == 3
        assert all(concerned), concerned
        of_each = {"runs": ("P-", "kept"), "waits": ("A-", "waits"), "inside": ("W-", "stays")}
        before = {}
        for name in of_each:
            with signed_in(name, "vi") as worker:
                before[name] = worker.locator(".note.look").all_inner_texts()
                assert len(before[name]) == 1
        with signed_in("exit_entry_officer", "zh", 1280, script=True) as officer:
            follow(officer, "main a[href$='/settle/']")
            fit(officer, "zh")
            for kind, outcome in of_each.values():
                while (link := officer.locator(f"main a[href*='/settle/{kind}']").first).count():
                    follow(officer, link)
                    settle(officer, outcome)
            expect(officer.locator("main tbody tr td:nth-child(3)")).to_have_text([str(one) for one in concerned])
        for name in of_each:
            with signed_in(name, "vi") as worker:
                after = worker.locator(".note.look").all_inner_texts()
                assert len(after) == 1
                assert after != before[name]
                assert "Cửa khẩu đóng." in after[0]
                assert name == "waits" or "ngày 30 tháng 9 năm 2019" in after[0]
        next_day(supervisor)
        open_way(supervisor, "standstill")
        supervisor.fill("#reason", "The border is open.")
        follow(supervisor, MAIN)
        expect(supervisor.locator("main")).to_contain_text("The programme runs.")


def test_a_firm_renews_many_and_four_are_set_apart(browser: Browser, tmp_path: Path) -> None:
    """Chosen and looked at before filing; the clear ones signed in one act of each authority, the four stay apart."""

    @contextmanager
    def signed_in(address: str, name: str) -> Iterator[Page]:
        context = window(browser, viewport={"width": 1280, "height": 900}, base_url=address)
        page = context.new_page()
        page.goto("/en/register/sign-in/")
        page.fill("#sign_in", name)
        page.fill("#password", PASSWORD)
        follow(page, "main form.text button.main")
        yield page
        context.close()

    with town(tmp_path, "batch", "guangxi_batch") as address:
        with signed_in(address, "employer") as employer:
            employer.goto("/en/register/batch/")
            boxes = employer.locator("input[name=permit]")
            boxes.first.check()
            boxes.evaluate_all("boxes => boxes.forEach(box => { box.checked = true })")
            fit(employer)
            follow(employer, "main button[value=look]")
            expect(employer.locator(".note.look")).to_contain_text(f"{CLEAR} applications are clear")
            expect(employer.locator("main tbody tr")).to_have_count(4)
            fit(employer)
            follow(employer, "main button[value=file]")
            filing = employer.url
            for why in ("A ban is in force.", "No border pass", "agency may not file", "does not find for certain"):
                expect(employer.locator("main table")).to_contain_text(why)
            fit(employer)
        for role in ("hr_officer", "exit_entry_officer"):
            with signed_in(address, role) as officer:
                officer.goto("/en/register/")
                follow(officer, "#to-sign + ul a")
                follow(officer, "main a.main")
                expect(officer.locator("main .facts")).to_contain_text(f"{CLEAR} applications")
                fit(officer)
                follow(officer, MAIN)
        with signed_in(address, "employer") as employer:
            employer.goto(filing)
            states = employer.locator("main .facts").nth(1).inner_text()
            assert "Permit issued" in states
            assert f"{CLEAR}" in states
            expect(employer.locator("main tbody tr")).to_have_count(4)
