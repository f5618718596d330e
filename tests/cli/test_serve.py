"""`sojourn serve`: the site, or what it lacks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sojourn.web
from sojourn.cli import serve
from sojourn.cli.speaking import catalogue, slots_of
from sojourn.policy import Language
from sojourn.web import SiteError

from .conftest import Call
from .reading_along import LANGUAGES, in_language


def test_it_calls_the_site(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given an address and a port, then the site is served there."""
    served: list[tuple[str, int]] = []
    monkeypatch.setattr(sojourn.web, "serve", lambda host, port, making="": served.append((host, port)))
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


#: What may keep the site from being had, as its modules say it: the codes, and the slots each fills in.
UNAVAILABLE = {
    code: set(re.findall(r"(\w+)=", slots))
    for path in Path(sojourn.web.__file__).parent.glob("*.py")
    for code, slots in re.findall(r'SiteError\(\s*"(\w+)"((?:[^()]|\([^()]*\))*)\)', path.read_text("utf-8"))
}


def test_every_reason_has_its_sentence() -> None:
    """Given the site's modules, then the catalogue has a sentence for each reason they give, and no other."""
    sentences = {
        code.removeprefix("unavailable."): slots_of(sentence)
        for code, sentence in catalogue(Language.EN).items()
        if code.startswith("unavailable.")
    }
    assert UNAVAILABLE.keys() == sentences.keys()
    assert {code: slots_of_one - UNAVAILABLE[code] for code, slots_of_one in sentences.items()} == {
        code: set() for code in sentences
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(UNAVAILABLE))
def test_what_keeps_the_site_from_being_had_is_said(
    call: Call, monkeypatch: pytest.MonkeyPatch, language: str, code: str
) -> None:
    """Given a port or a database that cannot be had, then a line says so in the person's language; it ends with 1."""

    def unavailable(host: str, port: int, *, making: str = "") -> None:
        raise SiteError(code, **dict.fromkeys(UNAVAILABLE[code], "5"))

    monkeypatch.setattr(sojourn.web, "serve", unavailable)
    said = call("serve", "--lang", language)
    assert said.code == 1
    assert not said.out
    (line,) = said.err.splitlines()
    assert in_language(line, language)
