"""The catalogues of the lab: the same in three languages, with a word for everything that is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import sojourn.lab
from sojourn.lab.engine.arrays import Breach, Manner, Mode
from sojourn.lab.frames import TENURES
from sojourn.lab.guangxi.outcomes import OUTCOMES
from sojourn.lab.guangxi.parameters import parameters
from sojourn.lab.guangxi.world import world
from sojourn.lab.reporting.drawn import CHARTS, LINES
from sojourn.lab.reporting.telling import HEADLINES
from sojourn.lab.reporting.writing import is_share, measure_of
from sojourn.lab.sensitivity import Method
from sojourn.lab.speaking import parameter_basis, place_label, words

LANGUAGES = ("en", "zh", "vi")


def leaves(tree: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a catalogue by its path."""
    if isinstance(tree, dict):
        for key, one in tree.items():
            yield from leaves(one, f"{path}/{key}")
    elif isinstance(tree, list):
        for number, one in enumerate(tree):
            yield from leaves(one, f"{path}/{number}")
    else:
        yield path, str(tree)


@pytest.mark.parametrize("language", ["zh", "vi"])
def test_every_language_says_the_same(language: str) -> None:
    """Given the catalogues, then each has the same keys, and each sentence the same slots."""
    english, other = dict(leaves(words("en"))), dict(leaves(words(language)))
    assert english.keys() == other.keys()
    for path, text in english.items():
        assert other[path].strip(), path
        slots = [sorted(set(re.findall(r"{[\w.,\[\]:]+}", one))) for one in (text, other[path])]
        assert slots[0] == slots[1], path


@pytest.mark.parametrize("language", ["zh", "vi"])
def test_nothing_is_left_in_english(language: str) -> None:
    """Given a text of several English words, then no other language repeats it."""
    other = dict(leaves(words(language)))
    for path, text in leaves(words("en")):
        if len(re.findall(r"[a-z]{3,}", re.sub(r"{\w+}", "", text))) > 1:
            assert other[path] != text, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_shown_has_a_word(language: str) -> None:
    """Given what the model has and the report shows, then each has a word, and no word is for what is not there."""
    told = words(language)
    assert told["parameters"].keys() == parameters().keys()
    assert told["groups"].keys() == {one.group for one in parameters().values()}
    assert told["modes"].keys() == {one.name.lower() for one in Mode}
    assert told["breaches"].keys() == {one.name.lower() for one in Breach}
    assert len(told["manners"]) == len(Manner)
    assert tuple(told["tenures"]) == TENURES
    assert tuple(told["charts"]) == tuple(one.key for one in CHARTS)
    assert told["outcomes"].keys() == OUTCOMES.keys()
    assert LINES.keys() == told["series"].keys() | told["modes"].keys()
    assert all(place_label(one, language) for one in (*world().places, *world().homes.keys))
    assert {outcome for one in CHARTS for outcome in one.outcomes} | set(HEADLINES) <= OUTCOMES.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_refused_has_a_sentence(language: str) -> None:
    """Given what the lab's program refuses, then each has a sentence, and no sentence is for what is never refused."""
    raised = re.compile(r"(?:Experiment|Bank|Posterior|Lab)Error\(\s*(f?)\"(\w*)({method})?(\w*)\"")
    found: set[str] = set()
    for file in Path(sojourn.lab.__file__).parent.rglob("*.py"):
        for _, begin, method, end in raised.findall(file.read_text(encoding="utf-8")):
            found |= {f"{begin}{one}{end}" for one in (Method if method else ("",))}
    found |= {"value_out_of_range", "times_out_of_range"}
    assert found == words(language)["refused"].keys()


@pytest.mark.parametrize("language", ["zh", "vi"])
def test_every_prior_says_where_it_comes_from(language: str) -> None:
    """Given a parameter, then each language tells its basis, with the same facts of the catalogue as the English."""
    fact = re.compile(r"\b(?:gx|cal)\.[a-z0-9.]*[a-z0-9]")
    for key, one in parameters().items():
        told = parameter_basis(key, one.source, language)
        assert told != one.source, key
        assert fact.findall(told) == fact.findall(one.source), key
        assert parameter_basis(key, one.source, "en") == one.source


@pytest.mark.parametrize(("outcome", "share"), [("vacancies", True), ("leaks", True), ("turnover", False)])
def test_shares_are_told_in_a_hundred(outcome: str, share: bool) -> None:
    assert is_share(outcome) is share
    assert measure_of(outcome, "vi").times == (100 if share else 1)
