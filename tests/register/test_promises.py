"""Each promise of the register is held by tests that are there; those that no other file holds are held here."""

from __future__ import annotations

import ast
from pathlib import Path

import yaml

import sojourn.register

TESTS = Path(__file__).parents[1]
ROOM = Path(str(sojourn.register.__file__)).parent


def test_every_promise_names_tests_that_exist() -> None:
    promises = yaml.safe_load((Path(__file__).parent / "promises.yaml").read_text(encoding="utf-8"))
    assert list(promises) == list(range(1, 21))
    there = {
        f"{file.stem}.{node.name}"
        for file in [*(TESTS / "register").rglob("test_*.py"), *(TESTS / "web").rglob("test_*.py")]
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    for number, held in promises.items():
        assert held["tests"], number
        assert set(held["tests"]) <= there, (number, set(held["tests"]) - there)


def test_the_register_takes_nothing_from_lab_or_gap() -> None:
    """No output of a model or of a comparison can reach a person's record: the register cannot even name those rooms,
    and no table of it has a column for a score, a risk or a prediction.
    """
    from django.apps import apps

    for file in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            named = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [one for one in named if one.startswith(("sojourn.lab", "sojourn.gap"))], file
    for model in apps.get_app_config("register").get_models():
        for field in model._meta.get_fields():
            assert not {"score", "risk", "prediction", "probability"} & set(field.name.split("_")), field
