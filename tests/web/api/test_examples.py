"""The page on the API shows requests and their answers: each is made, in order, and answered as it stands there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from django.test import Client

from sojourn.register import Purpose, Role
from tests.register.city import City
from tests.web.api.conftest import call_as

PAGE = Path(__file__).parents[3] / "docs/how-to/use-the-api.md"
_BLOCK = re.compile(r"^```http\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_every_example_is_answered_as_shown(city: City) -> None:
    person = city.person("Nguyễn Thị Lan", document="T7000001")
    known = {"SITE": city.site.number, "PERSON": person.number}
    for name, role in (("AGENCY", Role.AGENCY), ("OFFICER", Role.HR_OFFICER), ("POST", Role.BORDER_POST)):
        known[name] = call_as(city, city.of(role), Purpose.CASE).secret
    examples = _BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    assert len(examples) > 10
    for example in examples:
        _made(example, known)


def _made(example: str, known: dict[str, str]) -> None:
    for name, value in known.items():
        example = example.replace(f"${name}", value)
    *asked, answer = example.strip().split("\n\n")
    head, *lines = asked[0].splitlines()
    method, path = head.split(" ", 1)
    headers = dict(line.split(": ", 1) for line in lines)
    kind = headers.pop("Content-Type", "application/json")
    body = "\n\n".join(asked[1:])
    client = Client()
    if method == "GET":
        response = client.get(path, headers=headers)
    else:
        response = client.post(path, body, content_type=kind, headers=headers)
    status, shown = answer.split("\n", 1)
    said = json.loads(response.content)
    assert response.status_code == int(status), (head, said)
    _fits(_read(shown), said, known, head)


def _read(shown: str) -> Any:
    """The answer as the page shows it, with `...` for whatever else there is."""
    return json.loads(re.sub(r",\s*\.\.\.\s*}", ', "...": true}', shown))


def _fits(shown: Any, said: Any, known: dict[str, str], where: str) -> None:
    if isinstance(shown, dict):
        more = shown.pop("...", None)
        assert set(shown) <= set(said) if more else set(shown) == set(said), (where, said)
        for name, value in shown.items():
            _fits(value, said[name], known, where)
    elif isinstance(shown, list):
        assert len(shown) == len(said), (where, said)
        for one, other in zip(shown, said, strict=True):
            _fits(one, other, known, where)
    elif isinstance(shown, str) and re.fullmatch(r"\$[A-Z]+", shown):
        # A value that an answer gives and later requests name.
        known[shown[1:]] = said
    elif shown != "...":
        assert shown == said, (where, said)
