"""`sojourn tell`: a programme in words."""

from __future__ import annotations

import json

import pytest

from sojourn.policy import Language, Teller, available, load

from .conftest import Call
from .reading_along import LANGUAGES, coloured, in_language, raw_keys


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("programme", available())
def test_a_programme_in_words(call: Call, programme: str, language: Language) -> None:
    """Given a programme, then it is told whole, in the language, without raw names, colours or broken lines."""
    said = call("tell", programme, "--at", "2019-06-01", "--lang", language)
    assert (said.code, said.err) == (0, "")
    loaded, teller = load(programme), Teller(load(programme), language)
    own = [entry for entry in loaded.routes.values() if entry.programme == programme]
    assert all(teller.label(route.key) in said.out for route in own)
    assert raw_keys(said.out, loaded) == set()
    assert not coloured(said.out)
    if language is not Language.EN:
        headings = [line for line in said.out.splitlines() if line and not line.startswith(" ")]
        assert all(in_language(line, language) for line in headings)


def test_the_day_and_the_place(call: Call) -> None:
    """Given a day and a place, then the programme is told for them."""
    in_2018, in_2021 = (call("tell", "guangxi", "--at", day).out for day in ("2018-06-01", "2021-06-01"))
    assert "1 June 2018" in in_2018
    assert in_2018 != in_2021
    in_pingxiang = call("tell", "guangxi", "--at", "2018-06-01", "--place", "pingxiang").out
    assert "Pingxiang" in in_pingxiang.splitlines()[2]
    assert in_pingxiang != in_2018


def test_a_programme_as_data(call: Call) -> None:
    """Given --json, then standard output holds one piece of data about the programme."""
    said = call("tell", "guangxi", "--json")
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out)["key"] == "guangxi"
