"""Names in pictures: whole, within the panel and clear of what stands beside them, in each language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.lab import Band, available_scenarios, parameters, read_scenarios
from sojourn.lab.guangxi.outcomes import OUTCOMES
from sojourn.lab.reporting.drawing import WIDTH, Bar, Drawing, Strength, bars_panel, strengths_panel
from sojourn.lab.reporting.lettering import broken, wide
from sojourn.lab.reporting.pictures import Panel, Picture
from sojourn.lab.speaking import outcome_label, parameter_label

from .test_report import LANGUAGES

#: How wide letters of DejaVu Sans are, in hundredths of their size, as a browser measures them; accents take no room.
_WIDTHS = {
    **dict.fromkeys("ijlIJ' .,:;/()-", 34),
    **dict.fromkeys("ftr", 39),
    **dict.fromkeys("_–", 50),
    **dict.fromkeys("cksvxyzFL", 56),
    **dict.fromkeys("aeobdghnpquđEPSTY0123456789", 62),
    **dict.fromkeys("ABCKRUVXZ", 69),
    **dict.fromkeys("DĐGHNOQ▲", 77),
    **dict.fromkeys("w→±M", 84),
    **dict.fromkeys("m%W", 98),
}
#: A bold letter is wider by so much.
_BOLD = 1.12
_BAND = Band(1234.0, 2345.0, 3456.0)
_TEXT = re.compile(r'<text class="(\w+)" x="([\d.]+)" y="([\d.]+)"(?: text-anchor="(\w+)")?>(.*?)</text>')
_BOX = re.compile(r'<rect class="\w+" x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"')


def names(language: str) -> list[str]:
    """The names of all scenarios, outcomes and parameters, those of several scenarios at once, and one of a user."""
    shipped = read_scenarios(available_scenarios("guangxi"), parameters())
    found = [one.label[language] for one in shipped]
    several = [", ".join(found[at : at + 4]) for at in range(0, len(found), 4)]
    labels = [outcome_label(one, language) for one in OUTCOMES] + [
        parameter_label(one, language) for one in parameters()
    ]
    return [*found, *several, *labels, "half_year_permits_" * 8]


def measured(text: str, kind: str) -> float:
    """How wide a text of a kind is in DejaVu Sans."""
    letters = [one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one)]
    size = sum(100 if unicodedata.east_asian_width(one) in "WF" else _WIDTHS[one] for one in letters) / 100
    return size * {"scale": 11, "title": 15 * _BOLD, "caption": 12 * _BOLD, "value": 12 * _BOLD, "name": 12}[kind]


def texts(drawn: str) -> Iterator[tuple[str, float, float, float, str]]:
    """Each text of a drawing: its kind, where it begins, where it ends, how far below, and what it says."""
    for kind, x, y, anchor, said in _TEXT.findall(drawn):
        told = unescape(said)
        room = measured(told, kind)
        begins = float(x) - (room if anchor == "end" else 0.0)
        yield kind, begins, begins + room, float(y), told


def assert_whole(panel: Drawing, told: list[str]) -> None:
    """No text leaves the panel, lies on another or on a bar, and the names are those told, whole."""
    found = list(texts(panel.inner))
    for kind, begins, ends, y, said in found:
        assert begins >= 0, said
        assert ends <= WIDTH, said
        assert y <= panel.height
        beside = [one for one in found if one[3] == y and one[4] != said]
        assert all(one[2] <= begins or ends <= one[1] for one in beside), said
        if kind == "name":
            boxes = [(float(top), float(height)) for top, height in _BOX.findall(panel.inner)]
            assert all(y < top or y - 12 > top + height for top, height in boxes), said
    read = "".join(said for kind, *_, said in found if kind == "name")
    assert read.replace(" ", "") == "".join(told).replace(" ", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_bars_are_whole(language: str) -> None:
    """Given each name there is, then it stands whole over its bar, and the figures beside or under it, on no bar."""
    for name in names(language):
        panel = bars_panel([Bar(name, _BAND, True), Bar(name, _BAND, False)], "said", lambda one: f"{one.middle} (..)")
        assert_whole(panel, [name, name])
        tops = [float(top) for top, _ in _BOX.findall(panel.inner)]
        values = [y for kind, _, _, y, _ in texts(panel.inner) if kind == "value"]
        assert [top - value >= 8 for top, value in zip(tops, values, strict=True)] == [True, True]


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_strengths_are_whole(language: str) -> None:
    """Given each name there is, then it stands whole over its bar."""
    told = names(language)
    assert_whole(strengths_panel([Strength(name, 2.0, 1.0, 1.5, "▲ 2 ±1") for name in told], "said"), told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_by_itself_has_its_words_whole(language: str) -> None:
    """Given long captions and a long key, then they are whole, within the picture, and over the panel of theirs."""
    told = names(language)
    bars = bars_panel([Bar("a", _BAND, False)], "said", lambda one: str(one.middle))
    for name in told:
        drawn = str(Picture(name, (Panel(name, name, bars),), (f"{name}:", f"{name}.")))
        found = [one for one in texts(drawn) if one[0] in ("title", "scale", "caption")]
        assert all(ends <= WIDTH for _, _, ends, _, _ in found)
        whole = f"{name}{name}:{name}.{name}({name})"
        assert "".join(said for *_, said in found).replace(" ", "") == whole.replace(" ", "")
        (panel,) = re.findall(r'<svg x="0" y="([\d.]+)"', drawn)
        lines = [y for *_, y, _ in found]
        assert lines == sorted(set(lines))
        assert lines[-1] < float(panel)


@given(st.text("ab cdeệWm許可、。（）", min_size=1, max_size=120), st.floats(20, 400), st.booleans())
def test_lines_hold_all_and_fit(text: str, most: float, bold: bool) -> None:
    """Given any text, then its lines have every letter in order, and none is wider than it may be."""
    lines = broken(text, most, bold=bold)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(wide(line, bold=bold) <= most for line in lines)
    assert all(lines) or not text.strip()


def test_where_a_line_may_end() -> None:
    """Given words, then they stay whole; Chinese is broken anywhere but before a mark that closes or in a number."""
    assert broken("Centre and local office both react", 130) == ["Centre and local", "office both react"]
    assert broken("一二三、四五六", 40) == ["一二", "三、四", "五六"]
    assert broken("许可费120元", 50) == ["许可费", "120元"]
    assert broken("", 50) == [""]
    assert broken("i" * 30, 50) == ["i" * 13, "i" * 13, "iiii"]
