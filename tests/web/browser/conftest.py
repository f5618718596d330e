"""The site as people meet it: served by its own server, in a real browser."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.web.browser.following import window
from tests.web.test_server import free_port, line_of, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDTHS = (360, 1280)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site, served on a free port."""
    port = free_port()
    with served(port, tmp_path_factory.mktemp("served")) as process:
        line_of(process, "http://")
        _drain(process)
        yield f"http://127.0.0.1:{port}"


def _drain(process: subprocess.Popen[str]) -> None:
    """Read on what the server prints, so that it is never held up by a full pipe."""
    import threading

    assert process.stdout is not None
    threading.Thread(target=process.stdout.read, daemon=True).start()


@pytest.fixture(params=WIDTHS, ids=[f"{width}px" for width in WIDTHS])
def width(request: pytest.FixtureRequest) -> int:
    """A phone, then a desk."""
    return int(request.param)


@pytest.fixture
def page(browser: Browser, site: str, width: int) -> Iterator[Page]:
    """A page of that width, without JavaScript, as the site promises to need none."""
    context = window(browser, viewport={"width": width, "height": 800}, base_url=site, java_script_enabled=False)
    yield context.new_page()
    assert context.cookies() == []
    context.close()
