"""Answers as JSON: the documented shape, in written units, exact."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sojourn.policy import (
    DATE,
    YES_NO,
    Kind,
    Language,
    Programme,
    Type,
    Value,
    available,
    check,
    consequences,
    load,
    read_case,
)
from sojourn.policy.reading.programme import read
from sojourn.policy.telling.jsonform import FORMAT, answer_json, consequences_json, exact_json, number_json, value_json
from sojourn.policy.telling.jsonprogramme import facts_json, programme_json
from sojourn.policy.types import unit_named

from .random_programmes import full_cases, partial_of, programmes
from .small_programmes import MEADOW
from .test_soundness import _loaded

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schema/answer.schema.json").read_text(encoding="utf-8"))


@cache
def meadow() -> Programme:
    return read(MEADOW)


def number(unit: str) -> Type:
    found = unit_named(unit)
    assert found is not None
    return Type(Kind.NUMBER, unit=found)


# ---- a small reader of the schema: just the words it uses --------------------------------------------------

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}


def faults(data: Any, schema: Mapping[str, Any], at: str = "$") -> list[str]:
    """What in some data does not fit a schema."""
    if "$ref" in schema:
        return faults(data, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], at)
    for several in ("anyOf", "oneOf"):
        if several in schema:
            tried = [faults(data, one, at) for one in schema[several]]
            fitting = sum(not one for one in tried)
            if fitting == 1 or (fitting and several == "anyOf"):
                return []
            return min(tried, key=len) if not fitting else [f"{at}: fits {fitting} of {several}"]
    found = []
    if "const" in schema and data != schema["const"]:
        found.append(f"{at}: {data!r} is not {schema['const']!r}")
    if "enum" in schema and data not in schema["enum"]:
        found.append(f"{at}: {data!r} is none of {schema['enum']}")
    if "pattern" in schema and (not isinstance(data, str) or not re.search(schema["pattern"], data)):
        found.append(f"{at}: {data!r} does not match {schema['pattern']}")
    if "type" in schema:
        names = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        if not any(
            isinstance(data, _TYPES[name]) and (name != "integer" or not isinstance(data, bool)) for name in names
        ):
            return [*found, f"{at}: {data!r} is not {' or '.join(names)}"]
    if isinstance(data, dict) and "properties" in schema:
        found += [f"{at}: '{key}' is missing" for key in schema["required"] if key not in data]
        found += [f"{at}: '{key}' is not documented" for key in data if key not in schema["properties"]]
        for key, inner in schema["properties"].items():
            found += faults(data[key], inner, f"{at}.{key}") if key in data else []
    if isinstance(data, list) and "items" in schema:
        for index, item in enumerate(data):
            found += faults(item, schema["items"], f"{at}[{index}]")
    return found


def test_the_schemas_reader_finds_what_does_not_fit() -> None:
    """Given data of another shape, then each fault is found where it is."""
    schema = SCHEMA["$defs"]["note"]
    assert faults({"word": "usual", "note": None, "sources": []}, schema) == []
    wrong = faults({"word": "often", "sources": [1], "more": 0}, schema)
    assert [re.split(r": ", one)[0] for one in wrong] == ["$", "$", "$.word", "$.sources[0]"]


# ---- values ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        (Value(number("CNY"), 60_000_000, 60_000_000), {"is": "exact", "value": 600_000, "unit": "CNY"}),
        (Value(number("CNY"), 1_029_150, 1_029_150), {"is": "exact", "value": "10291.5", "unit": "CNY"}),
        (Value(number("year"), 24, 24), {"is": "exact", "value": 2, "unit": "year"}),
        (Value(number("year"), 30, 30), {"is": "exact", "value": "2.5", "unit": "year"}),
        (Value(number("point"), 56, 71), {"is": "between", "low": 56, "high": 71, "varies": False, "unit": "point"}),
        (
            Value(number("day"), None, 7, varies=True),
            {"is": "between", "low": None, "high": 7, "varies": True, "unit": "day"},
        ),
        (
            Value(number("CNY"), 500_000, 2_000_000, chosen=True, by="police"),
            {"is": "chosen", "low": 5_000, "high": 20_000, "by": "police", "unit": "CNY"},
        ),
        (Value(number("share"), Fraction(1, 3), Fraction(1, 3)), {"is": "exact", "value": "1/3", "unit": None}),
        (Value(number("day"), nothing=True), {"is": "none", "unit": "day"}),
        (Value(number("day")), {"is": "unknown", "unit": "day"}),
        (Value(YES_NO, options=("yes",)), {"is": "exact", "value": True, "unit": None, "type": "yes_no"}),
        (Value(YES_NO, options=("yes", "no")), {"is": "unknown", "unit": None, "type": "yes_no"}),
        (
            Value(Type(Kind.CHOICE, options=("a", "b", "c")), options=("b", "c")),
            {"is": "options", "options": ["b", "c"], "unit": None, "type": "choice"},
        ),
        (
            Value(DATE, date(2018, 6, 1), None),
            {"is": "between", "low": "2018-06-01", "high": None, "varies": False, "unit": None, "type": "date"},
        ),
    ],
)
def test_values_are_in_written_units_and_exact(value: Value, shape: dict[str, object]) -> None:
    """Given what a value can be, then its shape is the documented one, in yuan and years, exactly."""
    assert value_json(value) == {"type": "number", "may_not_apply": False, **shape}
    assert faults(value_json(value), SCHEMA["$defs"]["value"]) == []


@given(st.fractions())
def test_every_number_can_be_read_back_exactly(given: Fraction) -> None:
    """Given any fraction, then what is written is that number, and an integer where it is whole."""
    written = number_json(given)
    assert Fraction(written) == given
    assert isinstance(written, int) is (given.denominator == 1)


def test_single_values_keep_their_kind() -> None:
    """Given yes, a day, an option and an amount, then each is what JSON has for it."""
    assert exact_json(True, YES_NO) is True
    assert exact_json("no", YES_NO) is False
    assert exact_json(date(2018, 6, 1), DATE) == "2018-06-01"
    assert exact_json("mill", Type(Kind.PLACE)) == "mill"
    assert exact_json(12_050, number("CNY/permit")) == "120.5"


# ---- answers -----------------------------------------------------------------------------------------------


def test_an_answer_has_the_documented_shape() -> None:
    """Given an answer about a route, then it fits the schema and says what was asked and what came out."""
    case = read_case(meadow(), {"applicant.age": 19, "employer.place": "mill"}, at=date(2020, 2, 1))
    data = answer_json(check(meadow(), case, "hay_permit"), meadow())
    assert faults(data, SCHEMA["$defs"]["answer"]) == []
    assert [data[key] for key in ("format", "programme", "about", "kind", "at")] == [
        FORMAT,
        "meadow",
        "hay_permit",
        "route",
        "2020-02-01",
    ]
    term = data["grants"][0]  # type: ignore[index]
    assert (term["paper"]["value"], term["paper"]["unit"], term["practice"]["value"]) == (6, "month", 1)
    assert data["paper"]["reasons"]["from"] == {  # type: ignore[index]
        "earliest": "2018-05-01",
        "latest": "2018-05-31",
        "boundary": "opening",
    }


def test_a_breach_and_what_all_of_them_lead_to_have_the_documented_shape() -> None:
    """Given a breach, then its penalties are bounds in yuan, days and years, and the sums are by role."""
    case = read_case(meadow(), {"stay.days_over": 40, "stay.serious": True}, at=date(2018, 6, 1))
    data = answer_json(check(meadow(), case, "overstay"), meadow())
    assert faults(data, SCHEMA["$defs"]["answer"]) == []
    choice, ban = data["paper"]["penalties"]  # type: ignore[index]
    assert [
        one["high"]["value"] if one["high"]["is"] == "exact" else one["high"]["high"] for one in choice["one_of"]
    ] == [
        1_000,
        5,
        900,
    ]
    assert ban["may"] is True
    total = consequences_json(consequences(meadow(), case), meadow())
    assert faults(total, SCHEMA["$defs"]["consequences"]) == []
    assert {one["role"] for one in total["liabilities"]} == {"applicant", "employer"}  # type: ignore[attr-defined]


def test_what_the_command_prints_fits_the_schema_as_a_whole() -> None:
    """Given answers and no consequences, then the object around them fits too."""
    case = read_case(meadow(), {}, at=date(2020, 2, 1))
    answers = [answer_json(check(meadow(), case, about), meadow()) for about in ("hay_permit", "permit_term")]
    printed = {"programme": "meadow", "at": "2020-02-01", "answers": answers, "consequences": None}
    assert faults(printed, SCHEMA["$defs"]["checked"]) == []
    assert json.loads(json.dumps(printed)) == printed


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_any_answer_fits_the_schema(data: st.DataObject) -> None:
    """Given a random programme and case, then every answer fits the schema."""
    small = _loaded(data.draw(programmes()))
    facts = data.draw(partial_of(data.draw(full_cases())))
    at = data.draw(st.sampled_from([date(2016, 5, 20), date(2018, 7, 1), date(2021, 1, 1), date(2031, 1, 1)]))
    case = read_case(small, facts, at=at)
    for about in small.rules:
        assert faults(answer_json(check(small, case, about), small), SCHEMA["$defs"]["answer"]) == []


@pytest.mark.parametrize("key", available())
def test_worked_cases_of_the_packaged_programmes_fit_the_schema(key: str) -> None:
    """Given a tenth of the worked cases, then each answer fits the schema."""
    chosen = load(key)
    for case in list(chosen.cases.values())[::10]:
        known = read_case(chosen, case.facts, at=case.at, assume=case.assume, settle=case.settle)
        for one in case.expect:
            if one.ask == "consequences":
                data, shape = consequences_json(consequences(chosen, known), chosen), "consequences"
            else:
                data, shape = answer_json(check(chosen, known, one.ask, keys=one.keys), chosen), "answer"
            assert faults(data, SCHEMA["$defs"][shape]) == [], case.key


# ---- facts and programmes ----------------------------------------------------------------------------------


def test_facts_say_what_is_allowed() -> None:
    """Given facts, then type, unit, range in written units, options and fields are told."""
    facts = {one["name"]: one for one in facts_json(meadow())}
    assert facts["agency"]["question"] == "Does an agency help?"
    age = facts["applicant.age"]
    assert (age["type"], age["unit"], age["least"], age["most"]) == ("number", "year", 14, 99)
    assert facts["applicant.wage"]["most"] == 100_000
    assert facts["applicant.skill"]["options"] == [
        {"key": "none", "label": "Not at all"},
        {"key": "some", "label": "A little"},
        {"key": "master", "label": "Very well"},
    ]
    assert facts["applicant.scythe_years"]["only_if"] == "Skill is A little or higher."
    seasons = facts["applicant.seasons"]["list"]
    assert isinstance(seasons, dict)
    assert [field["name"] for field in seasons["fields"]] == ["worked", "bales"]
    assert facts["authority.needed"]["decided_by"] == "office"


@pytest.mark.parametrize("key", available())
def test_a_programme_is_written_whole(key: str) -> None:
    """Given a packaged programme, then it is JSON with every entry, fact and source, in any language."""
    chosen = load(key)
    for language in Language:
        data = json.loads(json.dumps(programme_json(chosen, language), ensure_ascii=False))
        assert data["format"] == FORMAT
        assert len(data["sources"]) == len(chosen.sources)
        assert {one["name"] for one in data["facts"]} >= set(chosen.facts)
        entries = {one["key"] for one in data["entries"]}
        assert entries == {*chosen.rules, *chosen.routes, *chosen.conduct, *chosen.parameters}
