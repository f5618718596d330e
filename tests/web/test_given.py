"""What travels in hidden fields: whatever was said comes out of a form as it went in."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.policy import Kind
from sojourn.web.askable import entry_types, type_of
from sojourn.web.dates import date_parts, date_text
from sojourn.web.given import UNKNOWN, Given, History
from sojourn.web.posted import read_given
from sojourn.web.shelf import programme

CHINA = programme("china")
PLAIN = sorted(name for name, fact in CHINA.facts.items() if fact.type.kind is not Kind.LIST)
HISTORIES = sorted(name for name, fact in CHINA.facts.items() if fact.type.kind is Kind.LIST)

texts = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=30).filter(
    lambda text: text == text.strip()
)
replies = st.dictionaries(
    st.sampled_from(PLAIN), st.just(UNKNOWN) | st.just("2019-06-03") | st.just("12.5"), max_size=8
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[str, History]:
    """A history with some of its fields filled in."""
    name = draw(st.sampled_from(HISTORIES))
    fields = sorted(entry_types(CHINA.facts[name]))
    entry = st.dictionaries(st.sampled_from(fields), st.just("7"), min_size=1)
    return name, History(tuple(draw(st.lists(entry, max_size=4))), draw(st.sampled_from(["", "yes", "no"])))


@given(replies, st.lists(histories(), max_size=1))
@settings(max_examples=60)
def test_what_was_said_survives_the_way_from_page_to_page(
    said: dict[str, str], lists: list[tuple[str, History]]
) -> None:
    """Given anything said, when it is carried in hidden fields and read again, then it is the same, in its order."""
    before = Given("2019-06-03", {**said, **dict(lists)}, {})
    after = read_given(QueryDict(urlencode(list(before.fields()))), CHINA, "2019-06-03")
    assert after == before
    assert after.names == before.names


@given(st.dictionaries(st.text(max_size=40), texts, max_size=12))
def test_a_form_of_anything_can_be_read(fields: dict[str, str]) -> None:
    """Given fields of any names, when they are read, then only what can be asked comes out."""
    read = read_given(QueryDict(urlencode(fields)), CHINA)
    assert all(type_of(CHINA, name) is not None for name in read.names)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (("2019", "6", "3"), "2019-06-03"),
        (("2019", "06", ""), "2019-06"),
        (("2019", "", ""), "2019"),
        (("2019", "", "3"), "2019-?-3"),
        (("2019", "2", "30"), "2019-2-30"),
        (("", "6", "3"), "?-6-3"),
        (("", "", ""), ""),
    ],
)
def test_a_day_in_three_boxes(typed: tuple[str, str, str], text: str) -> None:
    """Given three boxes, when they are put together and taken apart, then nothing that was typed is lost."""
    assert date_text(*typed) == text
    assert tuple(part.lstrip("0") for part in typed) == date_parts(text)
