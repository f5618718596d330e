"""The desk as people meet it: a small city, served by the site's own server, in a real browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

from tests.web.browser.conftest import _drain
from tests.web.browser.following import follow, window
from tests.web.desk.browser.town import PASSWORD, STANDS_AT
from tests.web.test_server import free_port, line_of, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

ROOT = Path(__file__).parents[4]
#: Somebody signed in, by name and language, at a width, with a page of her own.
SignedIn: TypeAlias = "Callable[..., AbstractContextManager[Page]]"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small city of the module's own."""
    folder = tmp_path_factory.mktemp("town")
    _in_town(folder)
    return folder


@pytest.fixture
def town_goes_on(town: Path) -> Iterator[Callable[[str], None]]:
    """Have the city stand at another day; after the test it stands where it stood."""
    yield lambda day: _in_town(town, day)
    _in_town(town, STANDS_AT)


def _in_town(folder: Path, *said: str) -> None:
    environment = {**os.environ, "SOJOURN_DATA": str(folder / "data"), "DATABASE_URL": "", "PYTHONPATH": str(ROOT)}
    environment["SOJOURN_DEMO"] = "0"
    command = [sys.executable, "-m", "tests.web.desk.browser.town", *said]
    subprocess.run(command, env=environment, cwd=ROOT, check=True)


@pytest.fixture(scope="module")
def desk_site(town: Path) -> Iterator[str]:
    """The address of the site over the small city of the module."""
    folder = town
    port = free_port()
    with served(port, folder) as process:
        line_of(process, "http://")
        _drain(process)
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def signed_in(browser: Browser, desk_site: str) -> SignedIn:
    """Sign somebody in, in a browser of her own; without JavaScript, unless a tool that looks at pages needs it."""

    @contextmanager
    def sign_in(name: str, language: str = "en", width: int = 360, *, script: bool = False) -> Iterator[Page]:
        viewport: ViewportSize = {"width": width, "height": 800}
        context = window(browser, viewport=viewport, base_url=desk_site, java_script_enabled=script)
        page = context.new_page()
        if name:
            page.goto(f"/{language}/register/sign-in/")
            page.fill("#sign_in", name)
            page.fill("#password", PASSWORD)
            follow(page, "main form.text button.main")
        yield page
        context.close()

    return sign_in
