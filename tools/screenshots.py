"""Takes the pictures of the documentation from the running site: `python -m tools.screenshots`.

Serves the site on a free port with a data folder of its own, walks through the interview of the Lạng Sơn worker in the
machine's Chromium, and writes docs/images/answer.png.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Page

IMAGES: Final = Path(__file__).parents[1] / "docs/images"
WIDE, HIGH = 1120, 1270

#: The worker of the tutorial.
WORKER: Final = {
    "applicant.nationality": "vietnam",
    "applicant.province": "lang_son",
    "applicant.border_commune": "yes",
    "employer.place": "pingxiang_zone",
    "employer.sector": "wood_processing",
}
DAY: Final = {"year": "2018", "month": "6", "day": "1"}


@contextmanager
def site() -> Iterator[str]:
    """The address of the site, served until the end of the block. Raises TimeoutError."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "sojourn", "serve", "--port", str(port)]
        with subprocess.Popen(command, env={**os.environ, "SOJOURN_DATA": data}, stdout=subprocess.DEVNULL) as served:
            try:
                _await(port)
                yield f"http://127.0.0.1:{port}"
            finally:
                served.terminate()


def _await(port: int, longest: float = 60) -> None:
    end = time.monotonic() + longest
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"the site was not there after {longest:.0f} seconds")


def answer(page: Page, address: str) -> None:
    """Answer the interview until the answer is there."""
    page.goto(f"{address}/en/guangxi/ask/work/")
    for part, text in DAY.items():
        page.fill(f"[name='at:{part}']", text)
    _go_on(page)
    while not page.url.endswith("/answer/"):
        name = page.locator("input[name=ask]").get_attribute("value") or ""
        choices = page.locator(f"select[name='a.{name}']")
        if choices.count():
            choices.select_option(WORKER[name])
        else:
            page.locator("label", has=page.locator(f"input[name='a.{name}'][value='{WORKER[name]}']")).click()
        _go_on(page)


def _go_on(page: Page) -> None:
    """Send the form and be on the next page."""
    with page.expect_event("domcontentloaded"):
        page.click("button.main")


def main() -> int:
    """Take every picture; gives the exit code (2: there is no browser)."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        print("no Chromium here; install it (Debian: apt-get install chromium)", file=sys.stderr)
        return 2
    IMAGES.mkdir(parents=True, exist_ok=True)
    with site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, chromium_sandbox=os.geteuid() != 0)
        page = browser.new_page(viewport={"width": WIDE, "height": HIGH}, device_scale_factor=1.5)
        answer(page, address)
        page.screenshot(path=IMAGES / "answer.png")
        browser.close()
    print(f"written: {IMAGES / 'answer.png'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
