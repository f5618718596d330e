"""Forms: the one declaration that checks, the JSON Schema and the documentation are made from."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sojourn.policy.problems import Problems
from sojourn.policy.reading.document import read_document
from sojourn.policy.reading.folders import KINDS
from sojourn.policy.reading.forms import Either, Form, Lexeme, Many, Named, Ref, Shape, Word, check, is_date, is_day
from sojourn.policy.reading.schema import file_schema, programme_schema, write_schemas
from sojourn.policy.reading.shapes import BODIES, FILES
from sojourn.policy.reading.shapes.bodies import MEMBER
from sojourn.policy.reading.shapes.rules import RULE, RULE_VERSION

from .small_programmes import MEADOW, TOWN, texts_in

ROOT = Path(__file__).parents[2]


def shapes_of(form: Form, found: dict[int, Shape]) -> dict[int, Shape]:
    match form:
        case Ref():
            shapes_of(form.find(), found)
        case Many() | Named():
            shapes_of(form.item, found)
        case Either():
            for choice in form.forms:
                shapes_of(choice, found)
        case Shape() if id(form) not in found:
            found[id(form)] = form
            for key in form.keys:
                shapes_of(key.form, found)
            if form.rest is not None:
                shapes_of(form.rest, found)
    return found


FOUND: dict[int, Shape] = {}
for declared in FILES.values():
    shapes_of(declared, FOUND)
SHAPES = list(FOUND.values())


def test_every_kind_of_file_has_a_form() -> None:
    assert tuple(FILES) == KINDS


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_every_key_says_what_it_is(shape: Shape) -> None:
    assert shape.says.endswith(".")
    names = [key.name for key in shape.keys]
    assert len(names) == len(set(names))
    for key in shape.keys:
        assert key.says.endswith("."), f"{shape.name}.{key.name}"
        assert key.says[0].isupper() or key.says[0] == "`"
    for group in (*shape.one_of, *shape.at_most_one):
        assert set(group) <= set(names)


def test_every_shape_has_a_name_of_its_own() -> None:
    names = [shape.name for shape in SHAPES]
    assert len(names) == len(set(names))


def test_every_body_is_a_key_of_rules() -> None:
    for body in BODIES:
        assert body in RULE.by_name
        assert body in RULE_VERSION.by_name


def test_what_does_not_fit_is_left_out_and_the_rest_is_kept() -> None:
    problems = Problems()
    node = read_document(b"{when: x, label: [y], sorce: z}", "f", problems)
    assert node is not None
    checked = check(MEMBER, node, problems, "member")
    assert checked is not None
    assert list(checked.values) == ["when"]  # type: ignore[union-attr, arg-type]
    assert [problem.code for problem in problems.found] == ["form_not_text", "form_key_near"]


def test_days_and_dates() -> None:
    assert is_date("2020-02-29")
    for text in ("2019-02-29", "2019-2-1", "2019-W01-1", "20190101", "2019-01-01x", "", "0000-01-01"):
        assert not is_date(text), text
    assert is_day("2019")
    assert is_day("2019-12")
    for text in ("2019-13", "19", "2019-00", "abcd"):
        assert not is_day(text), text


def test_a_choice_names_the_nearest() -> None:
    problems = Problems()
    node = read_document(b"it: studdy", "f", problems)
    form = Shape("s", "S.", (), rest=Word(Lexeme.TEXT, ("law", "study")))
    assert node is not None
    check(form, node, problems, "s")
    assert dict(problems.found[0].slots)["near"] == "study"


# ---- JSON Schema -------------------------------------------------------------------------------------------------


def fits(schema: dict[str, Any], thing: object, defs: dict[str, Any]) -> bool:
    """Whether a thing fits a schema: as much of JSON Schema as `schema` writes."""
    if "$ref" in schema and not fits(defs[schema["$ref"].rpartition("/")[2]], thing, defs):
        return False
    if "enum" in schema and not any(thing == one and type(thing) is type(one) for one in schema["enum"]):
        return False
    if "type" in schema and not _of_type(schema["type"], thing):
        return False
    if isinstance(thing, str) and "pattern" in schema and not re.search(schema["pattern"], thing):
        return False
    for word, holds in (("anyOf", lambda n: n >= 1), ("oneOf", lambda n: n == 1)):
        if word in schema and not holds(sum(fits(one, thing, defs) for one in schema[word])):
            return False
    if not all(fits(one, thing, defs) for one in schema.get("allOf", ())):
        return False
    if "not" in schema and fits(schema["not"], thing, defs):
        return False
    if isinstance(thing, list):
        items = schema.get("items", {})
        return len(thing) >= schema.get("minItems", 0) and all(fits(items, one, defs) for one in thing)
    return not isinstance(thing, dict) or _mapping_fits(schema, thing, defs)


def _of_type(names: str | list[str], thing: object) -> bool:
    kinds = {"string": str, "boolean": bool, "object": dict, "array": list, "integer": int, "number": (int, float)}
    return any(
        isinstance(thing, kinds[name]) and (name == "boolean" or not isinstance(thing, bool))  # type: ignore[arg-type]
        for name in ([names] if isinstance(names, str) else names)
    )


def _mapping_fits(schema: dict[str, Any], thing: dict[str, Any], defs: dict[str, Any]) -> bool:
    if not set(schema.get("required", ())) <= thing.keys():
        return False
    names = schema.get("propertyNames", {})
    properties, rest = schema.get("properties", {}), schema.get("additionalProperties", {})
    for key, value in thing.items():
        if not fits(names, key, defs):
            return False
        inner = properties.get(key, rest)
        if inner is False or not fits(inner, value, defs):
            return False
    return True


def as_an_editor_reads(path: Path) -> Any:
    """A file as YAML 1.2 has it: whole numbers are numbers, `yes` is a word."""

    def turned(thing: Any) -> Any:
        if isinstance(thing, dict):
            return {key: turned(value) for key, value in thing.items()}
        if isinstance(thing, list):
            return [turned(one) for one in thing]
        return int(thing) if re.fullmatch(r"\d+", thing) else {"true": True, "false": False}.get(thing, thing)

    return turned(texts_in(path))


GOOD = sorted([*MEADOW.glob("*.yaml"), *TOWN.glob("*.yaml")])


@pytest.mark.parametrize("path", GOOD, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_schema_takes_a_good_file(path: Path) -> None:
    schema = programme_schema()
    assert fits(schema["$defs"][path.stem], as_an_editor_reads(path), schema["$defs"])


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("rules", "r: {when: x}"),
        ("rules", "r: {label: x, wen: y}"),
        ("rules", "R: {label: x, when: y}"),
        ("rules", "r: {label: x, all: y}"),
        ("rules", "r: {label: x, all: [{when: y, any: [z]}]}"),
        ("rules", "r: {label: x, law_of: noon, when: y}"),
        ("facts", "a.b: {label: x}"),
        ("conduct", "c: {label: x, consequences: [{warning: maybe}]}"),
        ("programme", "title: x"),
        ("cases", "A1: {title: x, at: noon, expect: [{ask: y}]}"),
    ],
)
def test_the_schema_refuses_a_bad_file(kind: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "file.yaml").write_text(text)
    schema = file_schema(kind)
    assert not fits(schema, as_an_editor_reads(tmp_path / "file.yaml"), schema["$defs"])


def test_the_published_schemas_are_those_of_the_forms(tmp_path: Path) -> None:
    for path in write_schemas(tmp_path):
        published = ROOT / "docs" / "schema" / path.name
        assert json.loads(published.read_text(encoding="utf-8")) == json.loads(path.read_text(encoding="utf-8")), (
            f"{published} is out of date; write it again with `python -m sojourn.policy.reading.schema docs/schema`"
        )
