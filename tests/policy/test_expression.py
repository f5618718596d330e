"""Expressions: what may stand in one, what may not, where a mistake is, and that nothing is ever run as Python."""

from __future__ import annotations

import ast
import warnings
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.policy import Programme
from sojourn.policy.expressions.reader import read_expression
from sojourn.policy.expressions.text import DEEPEST, LONGEST, _bounded
from sojourn.policy.model import Parameter
from sojourn.policy.problems import Problems
from sojourn.policy.tree import Node, Where, walk
from sojourn.policy.types import YES_NO, Kind, Type

from .small import programme, rule

HERE = Where("rules.yaml", 7, 11)


class _Scope:
    """The names of a programme that has been read."""

    def __init__(self, programme: Programme) -> None:
        self.facts = programme.facts
        self.assumptions = programme.assumptions
        self.places = programme.places
        self.roles = programme.roles
        self.programme = programme

    def entry_type(self, name: str) -> Type | None:
        entry = self.programme.rules.get(name) or self.programme.routes.get(name)
        return None if entry is None else entry.type

    def parameter(self, name: str) -> Parameter | None:
        return self.programme.parameters.get(name)

    def names(self) -> list[str]:
        programme = self.programme
        return [*programme.facts, *programme.parameters, *programme.rules, *programme.places, *programme.assumptions]


@pytest.fixture(scope="module")
def scope() -> _Scope:
    return _Scope(programme(rule("r0", "when: applicant.healthy")))


def read(text: str, scope: _Scope, expect: Type | None = None) -> tuple[Node | None, Problems]:
    problems = Problems()
    return read_expression(text, HERE, scope, problems, expect=expect), problems


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("applicant.age >= 18", Kind.YES_NO),
        ("applicant.age >= 18 years and not applicant.student", Kind.YES_NO),
        ("0 < applicant.age <= 60", Kind.YES_NO),
        ("applicant.degree >= mid", Kind.YES_NO),
        ("applicant.sort in [a, b]", Kind.YES_NO),
        ("applicant.town in [north, south]", Kind.YES_NO),
        ("applicant.town not in zone", Kind.YES_NO),
        ("6 * wage[applicant.town, year(application) - 1]", Kind.NUMBER),
        ("min(floor_pay, 300 CNY) + 5 CNY", Kind.NUMBER),
        ("floor_pay / 2 if applicant.student else floor_pay", Kind.NUMBER),
        ("floor((applicant.age - 2 years) / 1 year) * 1 point + 5 points", Kind.NUMBER),
        ("application + 6 months - 1 day", Kind.DATE),
        ("applicant.left - applicant.came", Kind.NUMBER),
        ("day(2019, 5, 1) <= application", Kind.YES_NO),
        ("terms_needed(applicant.came, applicant.left, term)", Kind.NUMBER),
        ("has(agency) and agency.rating == good", Kind.YES_NO),
        ("1 CNY/month * 3 months", Kind.NUMBER),
    ],
)
def test_what_may_stand_in_an_expression(scope: _Scope, text: str, kind: Kind) -> None:
    """Given each form of the language, then it is read and has the type it should."""
    node, problems = read(text, scope)
    assert problems.found == []
    assert node is not None
    assert node.type.kind is kind


#: What may not stand in one, at which column (from the expression's first), and a word of the message.
WRONG: list[tuple[str, int, str]] = [
    ("applicant.age.__class__", 1, "name"),
    ("__import__('os').system('true')", 1, "function"),
    ("open('x')", 1, "no function 'open'"),
    ("(lambda: 1)()", 8, "cannot be read"),
    ("[x for x in applicant.years]", 2, "cannot be read"),
    ("[applicant.age]", 1, "not allowed"),
    ("applicant.age := 3", 15, "cannot be read"),
    ("applicant.healthy; import os", 18, "cannot be read"),
    ("f'{applicant.age}'", 1, "not allowed"),
    ("'text' == applicant.sort", 1, "not allowed"),
    ("applicant.age ** 9 ** 9", 1, "not allowed"),
    ("applicant.age % 2", 1, "not allowed"),
    ("applicant.age & 2", 1, "not allowed"),
    ("applicant.age @ 2", 15, "cannot be read"),
    ("True", 1, "yes, no or none"),
    ("1e9 > applicant.age", 1, "digits"),
    ("0x10 > applicant.age", 1, "digits"),
    ("sektor == a", 1, "unknown name"),
    ("applicant.aeg >= 18", 1, "did you mean 'applicant.age'"),
    ("applicant.sort == d", 19, "no option"),
    ("applicant.sort in [a, d]", 23, "no option"),
    ("applicant.sort < b", 1, "no order"),
    ("applicant.healthy > 3", 21, "needed here"),
    ("applicant.age >= 18 CNY", 18, "needed here"),
    ("applicant.age + floor_pay", 1, "cannot be added"),
    ("application + 3", 1, "days, working days, months or years"),
    ("application + floor_pay", 1, "days, working days, months or years"),
    ("days_of(term)", 1, "takes 2"),
    ("min(applicant.age)", 1, "takes 2 or more"),
    ("has(applicant)", 5, "optional role"),
    ("wage[north]", 1, "needs [place, year]"),
    ("floor_pay[north]", 1, "keyed by nothing"),
    ("r0[north]", 1, "not a parameter"),
    ("day(2019, 2, 30) > application", 1, "no day"),
    ("applicant.healthy is applicant.student", 19, "cannot be read"),
    ("applicant.years == applicant.years", 1, "only == and !="),
    ("", 1, "missing"),
    ("((((((((((((((applicant.age))))))))))))) > 1", 1, ""),
]


@pytest.mark.parametrize(("text", "column", "says"), WRONG)
def test_what_may_not(scope: _Scope, text: str, column: int, says: str) -> None:
    """Given a mistake, then nothing is read, and the message says where and what."""
    node, problems = read(text, scope)
    assert node is None
    assert problems.found
    first = problems.found[0]
    assert says in first.text
    if says:
        assert (first.where.line, first.where.column) == (HERE.line, HERE.column + column - 1)


def test_all_mistakes_at_once(scope: _Scope) -> None:
    """Given three mistakes in one expression, then all are reported."""
    _, problems = read("applicant.aeg > 1 and applicant.sort == d and open(1)", scope)
    assert len(problems.found) == 3


def test_an_expression_is_bounded(scope: _Scope) -> None:
    """Given an expression that is too long, too deep or too large, then it is refused with a way out."""
    for text in (
        "applicant.healthy and " * 40 + "applicant.healthy",
        "not " * 20 + "applicant.healthy",
        "(" * 90 + "applicant.healthy" + ")" * 90 + " and " + "not " * 13 + "applicant.healthy",
        "1+" * (LONGEST // 2) + "1",
        "[" * 240 + "]" * 240,
    ):
        node, problems = read(text, scope)
        assert node is None, text[:30]
        assert problems.found


@given(st.text(alphabet=st.sampled_from("abcdefgnorty.()[]+-*/<>=! ,0123456789_@'\"\\\n:{}"), max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Given any text, then the reader gives a node or problems, and never anything else."""
    node, problems = read(text, _SCOPE)
    assert (node is None) == bool(problems.found)


_PIECES = st.sampled_from(
    [
        "applicant.age",
        "applicant.healthy",
        "applicant.sort",
        "floor_pay",
        "term",
        "wage",
        "north",
        "18",
        "and",
        "or",
        "not",
        "(",
        ")",
        "[",
        "]",
        "+",
        "-",
        "*",
        "/",
        "<",
        "<=",
        "==",
        "in",
        "if",
        "else",
        "min(",
        "floor(",
        "year(",
        "application",
        ",",
        "none",
        "yes",
        "a",
        "high",
    ]
)
_WORDS = _PIECES | st.sampled_from(["5 days", "3 months"])


@given(st.lists(_WORDS, max_size=14).map(" ".join))
def test_any_order_of_pieces_is_read_or_refused(text: str) -> None:
    """Given words of the language in any order, then the reader gives a typed tree or problems."""
    node, problems = read(text, _SCOPE)
    assert (node is None) == bool(problems.found)
    if node is not None:
        assert all(isinstance(one, Node) and isinstance(one.type, Type) for one in walk(node))


_SCOPE: Any = _Scope(programme(rule("r0", "when: applicant.healthy")))


def test_a_condition_must_be_one(scope: _Scope) -> None:
    """Given a number where a condition is needed, then the message says what was given."""
    node, problems = read("applicant.age", scope, YES_NO)
    assert node is None
    assert "yes or no is needed" in problems.found[0].text


# Whatever nests in Python, the list of what is allowed apart: each level takes a word or a sign of its own.
_NESTED = st.recursive(
    st.sampled_from(["a", "1", "()", "[]"]),
    lambda inner: st.one_of(
        inner.map("-{}".format),
        inner.map("not {}".format),
        inner.map("({})".format),
        inner.map("{}.a".format),
        inner.map("{}()".format),
        inner.map("a({})".format),
        inner.map("a(b={})".format),
        inner.map("a(*{})".format),
        inner.map("a[{}]".format),
        inner.map("a[{}:]".format),
        inner.map("{},".format),
        inner.map("[{}]".format),
        inner.map("lambda:{}".format),
        inner.map("lambda a={}:1".format),
        inner.map("(a for a in {})".format),
        st.tuples(inner, inner).map("{0[0]}+{0[1]}".format),
        st.tuples(inner, inner).map("{0[0]}<{0[1]}".format),
        st.tuples(inner, inner).map("{0[0]} if 1 else {0[1]}".format),
    ),
    max_leaves=12,
)


@given(_NESTED)
def test_an_expression_of_few_words_is_never_too_deep(source: str) -> None:
    """Given any nesting, then what is passed for its few words would have passed when looked at level by level."""
    try:
        tree = ast.parse(source, mode="eval").body
    except SyntaxError:
        return
    enough = "a " * DEEPEST
    assert _bounded(source, tree) == _bounded(enough, tree)


def test_equal_texts_are_told_apart_by_where_they_stand(scope: _Scope) -> None:
    """Given the same text in two places, then it is parsed once, and each has its own nodes and its own mistakes."""
    for text in ("applicant.age >= 18 and applicant.helthy", "applicant.age >= ", "applicant.age >= 18"):
        found = []
        for line in (1, 2):
            problems = Problems()
            node = read_expression(text, Where("rules.yaml", line, 5), scope, problems)
            found.append((node, [(one.code, one.where.column) for one in problems.found]))
            assert all(one.where.line == line for one in problems.found)
            assert node is None or all(one.where.line == line for one in walk(node))
        assert found[0][1] == found[1][1]
        assert (found[0][0] is None) == (found[1][0] is None)


@pytest.mark.parametrize("text", ["1if applicant.student else 2", "applicant.age == '\\d'", "0x1for x in y"])
def test_python_warns_of_nothing(text: str, scope: _Scope) -> None:
    """Given what Python itself would warn of, then it is refused or read without a warning, the first time too."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read(text, scope)
