"""Problems in three languages: every code, whole sentences, the same slots."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import sojourn.policy
from sojourn.policy.problem_texts import problem_text, templates
from sojourn.policy.problems import Problem, ProgrammeError
from sojourn.policy.reading.programme import read
from sojourn.policy.tree import Where

from .small_programmes import MISTAKES, broken

LANGUAGES = ("en", "zh", "vi")

#: The calls that note a problem: code and sentence stand side by side in them.
NOTING = ("add", "wrong", "wrong_at")


def strings(node: ast.expr, named: dict[str, str]) -> list[str]:
    """The texts an argument may be: itself, by a name of the module, or one for each case of a condition."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.Name(id=name) if name in named:
            return [named[name]]
        case ast.IfExp():
            return [*strings(node.body, named), *strings(node.orelse, named)]
    return []


def texts_named_in(tree: ast.Module) -> dict[str, str]:
    """The texts that a module gives names to, for itself and those who import them."""
    return {
        statement.targets[0].id: statement.value.value
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.targets[0], ast.Name)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    }


def said_in_code() -> Iterator[tuple[str, str]]:
    """Every (code, sentence) that stands side by side in a call which notes a problem."""
    paths = sorted(Path(sojourn.policy.__file__).parent.rglob("*.py"))
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    named = {name: text for tree in trees for name, text in texts_named_in(tree).items()}
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in NOTING:
            for first, second in pairwise(node.args):
                codes, sentences = strings(first, named), strings(second, named)
                if codes and len(codes) == len(sentences):
                    yield from zip(codes, sentences, strict=True)


def slots(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_code_has_its_sentence() -> None:
    found = list(said_in_code())
    assert len(found) > 150
    for code, sentence in found:
        assert templates("en").get(code) == sentence, code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_code_and_no_other(language: str) -> None:
    assert templates(language).keys() == templates("en").keys()
    for code, sentence in templates(language).items():
        assert slots(sentence) <= slots(templates("en")[code]), code
        assert sentence.strip() == sentence


@pytest.mark.parametrize("language", ["zh", "vi"])
def test_translations_are_translated(language: str) -> None:
    for code, sentence in templates(language).items():
        if code == "fact_problem":  # nothing but a fact's name and the sentence of another code
            continue
        assert sentence != templates("en")[code], code


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake["about"].replace(" ", "-"))
def test_a_mistake_in_every_language(mistake: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(ProgrammeError) as caught:
        read(broken(mistake, tmp_path))
    for problem in caught.value.problems:
        assert templates("en")[problem.code].format_map(dict(problem.slots)) == problem.text
        assert problem_text(problem, "en") == problem.text
        for language in ("zh", "vi"):
            assert problem_text(problem, language) != problem.text


def test_a_type_is_told_in_the_language() -> None:
    for given, told in (
        ("a number in CNY/month", "以元/月计的数"),
        ("yes or no", "是或否"),
        ("one of a, b", "下列之一：a, b"),
        ("a plain number", "不带单位的数"),
    ):
        problem = Problem(Where("f"), "number_needed", (("text", "x"), ("given", given)), "…")
        assert problem_text(problem, "zh") == f"“x”是{told}，而此处需要数。"


def test_what_no_catalogue_has_is_said_in_english() -> None:
    problem = Problem(Where("f"), "never_heard_of", (), "Never heard of it.")
    assert problem_text(problem, "vi") == "Never heard of it."
    assert problem_text(Problem(Where("f"), "cycle", (), "A circle."), "vi") == "A circle."
    assert templates("../en") == {}
    assert templates("xx") == {}
