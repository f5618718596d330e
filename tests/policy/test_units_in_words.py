"""No unit as programmes write it (`year`, `CNY/month`) on a page or in a message: over all facts and figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import pytest

from sojourn.policy import CaseError, Kind, Language, Programme, Teller, Type, available, load, problem_text, read_case
from sojourn.policy.types import known_units

LANGUAGES = list(Language)

#: Units that are no word of the language; `CNY` and `USD` are codes in all of them.
RAW = {
    Language.EN: re.compile(r"\b(?:CNY|USD|\d+ (?:year|month|day|hour|point|permit|person|company))\b"),
    **dict.fromkeys(
        (Language.ZH, Language.VI), re.compile(rf"(?<![A-Za-z])(?:{'|'.join(known_units())})s?(?![A-Za-z])")
    ),
}


@cache
def loaded(key: str) -> Programme:
    return load(key)


def numbers(programme: Programme) -> Iterator[tuple[str, Type]]:
    """Every fact, field, figure, rule, assumption and grant that is a number, with what it is a value of."""
    for fact in programme.facts.values():
        yield fact.name, fact.type
        for field in fact.fields.values():
            yield field.name, field.type
    for kind in (programme.parameters, programme.rules, programme.assumptions):
        for key, one in kind.items():
            yield key, one.type
    for route in programme.routes.values():
        for grant in route.grants:
            if grant.value is not None:
                yield grant.key, grant.value.type


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", available())
def test_every_unit_has_words_in_every_language(key: str, language: Language) -> None:
    teller = Teller(loaded(key), language)
    met = 0
    for name, type in numbers(loaded(key)):
        if type.kind is not Kind.NUMBER or not str(type.unit):
            continue
        met += 1
        beside = teller.unit(type.unit, of=name)
        told = [beside, *(teller.exact(Fraction(count) * type.unit.scale, type, of=name) for count in (0, 2, 12))]
        assert [text for text in told if RAW[language].search(text)] == [], name
        assert beside or str(type.unit) == "share", name
    assert met > 20


def mistaken(programme: Programme, name: str, value: str, language: Language) -> list[str]:
    """What is said of a value that a fact cannot have."""
    with pytest.raises(CaseError) as caught:
        read_case(programme, {name: value})
    return [problem_text(problem, language) for problem in caught.value.problems]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", available())
def test_what_is_wrong_with_a_number_is_said_in_words(key: str, language: Language) -> None:
    """Given each fact that is a number, and a value beyond its bounds, of no sort, or in another unit."""
    programme = loaded(key)
    beyond = 0
    for name, fact in programme.facts.items():
        if fact.type.kind is not Kind.NUMBER or not str(fact.type.unit):
            continue
        other = "1 point" if str(fact.type.unit) != "point" else "1 permit"
        said = mistaken(programme, name, other, language)
        if fact.high is not None:
            beyond += 1
            said += mistaken(programme, name, str(fact.high + 1), language)
        # What the person typed, and the example of what to type, are as they are typed.
        typed = [re.sub(r"[“'].*?[”']", "", sentence).replace(name, "") for sentence in said]
        assert [sentence for sentence in typed if RAW[language].search(sentence)] == [], name
    assert beyond > 3


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.EN, "applicant.age: 200 is outside what is allowed, 0 to 120 years"),
        (Language.ZH, "applicant.age：200 超出允许的范围（0至120年）。"),
        (Language.VI, "applicant.age: 200 nằm ngoài mức cho phép, từ 0 đến 120 năm."),
    ],
)
def test_the_bounds_of_an_age(language: Language, said: str) -> None:
    assert mistaken(loaded("guangxi"), "applicant.age", "200", language) == [said]
