"""`sojourn facts`: what can be known of a case."""

from __future__ import annotations

import json

import pytest

from sojourn.policy import HowMany, Language, Teller, available, load
from tests.policy.small_programmes import MEADOW

from .conftest import Call
from .reading_along import LANGUAGES, coloured


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("programme", available())
def test_every_fact_is_listed(call: Call, programme: str, language: Language) -> None:
    """Given a programme, then every fact stands there by name with its question, its options and its fields."""
    said = call("facts", programme, "--lang", language)
    assert (said.code, said.err) == (0, "")
    loaded, teller = load(programme), Teller(load(programme), language)
    lines = {line.strip() for line in said.out.splitlines()}
    for name, fact in loaded.facts.items():
        assert name in lines
        assert not fact.question or teller.question(name) in lines
        for option in fact.type.options:
            assert f"{option} | {teller.option(name, option)}" in lines
        for field in fact.fields:
            assert any(line.startswith(f"• {field}") and teller.field_label(name, field) in line for line in lines)
    optional = {role.key for role in loaded.roles.values() if role.how_many is HowMany.OPTIONAL}
    assert optional | {"application", "decision", "entry", "breach"} <= lines
    assert not coloured(said.out)


def test_what_a_fact_takes(call: Call) -> None:
    """Given facts of every kind, then their unit, bounds and allowed values are said."""
    blocks = {
        block.splitlines()[0].strip(): block
        for block in call("facts", str(MEADOW)).out.replace("\n  a", "\n\n  a").split("\n\n")
    }
    assert "a whole number from 14 years to 99 years" in blocks["applicant.age"]
    assert "none | Not at all" in blocks["applicant.skill"]
    assert "Applies only where: Skill is A little or higher" in blocks["applicant.scythe_years"]
    assert "a number from 0 yuan to 100,000 yuan" in blocks["applicant.wage"]
    assert "• year: Year – a whole number" in blocks["applicant.seasons"]
    assert "• from: First day – a day" in blocks["applicant.visits"]
    assert "• late: Left late – yes or no" in blocks["applicant.visits"]
    assert "Decided by: Meadow office." in call("facts", str(MEADOW)).out
    assert "mill | Mill town" in call("facts", str(MEADOW)).out


@pytest.mark.parametrize("programme", available())
def test_facts_as_data(call: Call, programme: str) -> None:
    """Given --json, then the data lists the same names."""
    said = call("facts", programme, "--json")
    assert (said.code, said.err) == (0, "")
    assert set(load(programme).facts) <= {one["name"] for one in json.loads(said.out)}
