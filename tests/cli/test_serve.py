"""`sojourn serve`: the site, or what it lacks."""

from __future__ import annotations

import pytest

import sojourn.web
from sojourn.cli import serve

from .conftest import Call
from .reading_along import LANGUAGES, in_language


def test_it_calls_the_site(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given an address and a port, then the site is served there."""
    served: list[tuple[str, int]] = []
    monkeypatch.setattr(sojourn.web, "serve", lambda host, port: served.append((host, port)))
    assert call("serve").code == 0
    assert call("serve", "--host", "0.0.0.0", "--port", "8001").code == 0
    assert served == [("127.0.0.1", 8000), ("0.0.0.0", 8001)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_missing_is_named(call: Call, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    """Given no Django, then what is missing is named with the command that installs it."""
    find_spec = serve.find_spec
    monkeypatch.setattr(serve, "find_spec", lambda name: None if name == "django" else find_spec(name))
    said = call("serve", "--lang", language)
    assert said.code == 2
    assert "django" in said.err
    assert "pip install 'sojourn[web]'" in said.err
    assert in_language(said.err, language)
