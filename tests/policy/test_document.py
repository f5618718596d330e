"""YAML as positioned text: nothing guessed, nothing run, everything bounded."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.policy.problems import Problems
from sojourn.policy.reading.document import (
    MOST_BYTES,
    MOST_NODES,
    RawMapping,
    RawNode,
    RawScalar,
    plain,
    read_document,
)


def read(text: str | bytes) -> tuple[RawNode | None, list[str]]:
    problems = Problems()
    content = text.encode() if isinstance(text, str) else text
    node = read_document(content, "file.yaml", problems)
    return node, [problem.code for problem in problems.found]


def test_no_is_not_false_and_norway_is_not_no() -> None:
    node, problems = read("countries: [no, yes, NO, on, null, ~, 1_000, 0o7, 1e3, 2019-05-15, .inf]")
    assert problems == []
    assert node is not None
    expected = ["no", "yes", "NO", "on", "null", "~", "1_000", "0o7", "1e3", "2019-05-15", ".inf"]
    assert plain(node) == {"countries": expected}


def test_everything_knows_where_it_stands() -> None:
    node, _ = read('a:\n  - {b: "c d", e: f}\n  - |\n    long\n')
    assert isinstance(node, RawMapping)
    items = node.values["a"]
    assert str(items.where) == "file.yaml:2:3"
    first = items.items[0]  # type: ignore[union-attr]
    assert str(first.keys["e"].where) == "file.yaml:2:16"
    assert str(first.values["b"].where) == "file.yaml:2:9"
    assert str(first.values["b"].begins) == "file.yaml:2:10", "the text begins behind the quotation mark"
    assert items.items[1].where.line == 4  # type: ignore[union-attr]


def test_columns_count_characters_and_not_bytes() -> None:
    node, _ = read("名: {标: 值, b: x}")
    assert isinstance(node, RawMapping)
    inner = node.values["名"]
    assert isinstance(inner, RawMapping)
    assert inner.keys["b"].column == 11


def test_an_empty_file_is_an_empty_mapping() -> None:
    for text in ("", "# nothing yet\n", "\ufeff"):
        node, problems = read(text)
        assert isinstance(node, RawMapping)
        assert not node.values
        assert problems == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &x 1", "document_anchor"),
        ("a: *x", "document_anchor"),
        ("<<: *x", "document_anchor"),
        ("a: !!int 1", "document_tag"),
        ("a: !thing 1", "document_tag"),
        ("a: !!python/object/apply:os.system [ls]", "document_tag"),
        ("a: 1\na: 2", "document_twice"),
        ("{a: 1, a: 2}", "document_twice"),
        ("a:\t1", "document_tab"),
        ("[a]: 1", "document_key"),
        ("a: 1\n---\nb: 2", "document_second"),
        ("a: b: c", "document_colon"),
        ("a: [1, 2", "document_bracket"),
        ("a: 'b", "document_broken"),
        ("a: \x01", "document_broken"),
        (b"a: \xff", "document_not_utf8"),
        ("a: " + "x" * MOST_BYTES, "document_too_big"),
        ("[" * 21 + "]" * 21, "document_too_deep"),
        ("\n".join("-" for _ in range(MOST_NODES + 1)), "document_too_many"),
    ],
)
def test_what_is_refused(text: str | bytes, code: str) -> None:
    _, problems = read(text)
    assert problems == [code]


def test_a_key_twice_does_not_hide_the_next_mistake() -> None:
    node, problems = read("a: 1\na: 2\nb: 3\nb: 4")
    assert problems == ["document_twice", "document_twice"]
    assert isinstance(node, RawMapping)
    assert plain(node) == {"a": "1", "b": "3"}


def test_where_it_stops_being_utf8() -> None:
    problems = Problems()
    read_document("ä: 1\nöb: ".encode() + b"\xff\n", "file.yaml", problems)
    assert str(problems.found[0].where) == "file.yaml:2:5"


@pytest.mark.parametrize("evil", ["[" * 500_000, "{a: " * 200_000, "- " * 400_000, "? " * 400_000, "!" * 900_000])
def test_hostile_nesting_takes_no_time(evil: str) -> None:
    began = time.perf_counter()
    _, problems = read(evil)
    assert problems
    assert time.perf_counter() - began < 5


@given(st.one_of(st.text(max_size=300), st.binary(max_size=300)))
def test_any_text_gives_a_node_or_problems(text: str | bytes) -> None:
    problems = Problems()
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    node = read_document(content, "file.yaml", problems)
    assert node is not None or problems.found


_CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\u2028\u2029")


def _deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=4) | st.dictionaries(st.text("abc_", min_size=1), inner, max_size=4)


@given(st.recursive(st.text(_CHARACTERS, max_size=20), _deeper, max_leaves=20))
def test_what_is_quoted_is_read_as_it_was(thing: object) -> None:
    problems = Problems()
    node = read_document(json.dumps({"it": thing}, ensure_ascii=False).encode(), "file.yaml", problems)
    if problems.found:
        # There are characters that YAML has no room for.
        assert {problem.code for problem in problems.found} == {"document_broken"}
        return
    assert node is not None
    assert plain(node) == {"it": thing}
    assert isinstance(node, RawMapping)
    assert not isinstance(node.values["it"], RawScalar) or node.values["it"].quoted
