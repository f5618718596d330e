"""Each promise of the register is held by tests that are there; those that no other file holds are held here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
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


def _named(file: Path) -> Iterator[str]:
    """Every module that a file may be speaking of: imported by any spelling, or named in a text."""
    within = ["sojourn", "register", *file.relative_to(ROOM).parent.parts]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = within[: len(within) - node.level + 1] if node.level else []
            module = ".".join([*start, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{one.name}" for one in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value.strip()


@pytest.mark.parametrize(
    "line",
    [
        "from sojourn.lab import run",
        "from sojourn import lab",
        "import sojourn.gap.measures",
        "from ... import lab",
        "from ...gap import measures",
        "importlib.import_module('sojourn.lab')",
    ],
)
def test_any_spelling_of_those_rooms_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    (tmp_path / "services").mkdir()
    file = tmp_path / "services" / "one.py"
    file.write_text(line, encoding="utf-8")
    monkeypatch.setattr("tests.register.test_promises.ROOM", tmp_path)
    with pytest.raises(AssertionError):
        test_the_register_takes_nothing_from_lab_or_gap()


def test_the_register_takes_nothing_from_lab_or_gap() -> None:
    """No output of a model or of a comparison can reach a person's record: the register cannot even name those rooms,
    and no table of it has a column for a score, a risk or a prediction.
    """
    from django.apps import apps

    for file in ROOM.rglob("*.py"):
        rooms = {name.split(".")[1] for name in _named(file) if name.startswith("sojourn.")}
        assert not rooms & {"lab", "gap"}, file
    for model in apps.get_app_config("register").get_models():
        for field in model._meta.get_fields():
            assert not {"score", "risk", "prediction", "probability"} & set(field.name.split("_")), field
