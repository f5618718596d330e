"""The catalogue of the command line: the same sentences in every language, and none that is missing or idle."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sojourn.cli
from sojourn.cli.helping import EXAMPLES, all_commands
from sojourn.cli.speaking import catalogue, knows, say, slots_of
from sojourn.policy import Language

SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in Path(sojourn.cli.__file__).parent.rglob("*.py"))
ENGLISH = catalogue(Language.EN)

#: Codes that are put together from parts: their beginnings.
MADE_UP = (
    "help.",
    "case_file.",
    "kind.",
    "value.",
    "ask.history_",
    "ask.yes_words",
    "ask.no_words",
    "layout.",
    "unavailable.",
    "wrong.lab_",
    "lab.calibration_",
    "lab.draws_",
    "lab.sensitivity_",
    "lab.morris_",
    "lab.sobol_",
    "lab.under_",
    "lab.validation_",
    "lab.verdict_",
    "register.chain_",
    "register.card_",
    "register.of_",
)


@pytest.mark.parametrize("language", [Language.ZH, Language.VI])
def test_every_language_says_the_same(language: Language) -> None:
    """Given the catalogues, then each has the same codes with the same slots, and none repeats the English."""
    other = catalogue(language)
    assert list(other) == list(ENGLISH)
    assert {code: slots_of(one) for code, one in other.items()} == {
        code: slots_of(one) for code, one in ENGLISH.items()
    }
    same = {
        code
        for code, one in other.items()
        if one == ENGLISH[code] and re.search(r"[a-z]{3}", re.sub(r"{\w+}", "", str(one)))
    }
    assert not same


def test_every_sentence_is_used() -> None:
    """Given the modules, then each code of the catalogue stands in one of them (or is put together there)."""
    idle = {
        code
        for code in ENGLISH
        if not code.startswith(MADE_UP)
        and f'"{code}"' not in SOURCES
        and f'"{code.removeprefix("wrong.")}"' not in SOURCES
    }
    assert not idle


def test_every_code_that_is_used_exists() -> None:
    """Given the modules, then each code they say or refuse with is in the catalogue."""
    said = set(re.findall(r'\bsay\(\s*"([a-z_.]+)"', SOURCES))
    refused = {f"wrong.{code}" for code in re.findall(r'CallError\(\s*"([a-z_]+)"', SOURCES)}
    written = {f"case_file.{code}" for code in re.findall(r'"(case_[a-z_]+)",\s*"[A-Z\']', SOURCES)}
    assert len(said) > 50
    assert len(refused) > 20
    assert len(written) == 4
    assert {code for code in said | refused | written if not knows(Language.EN, code)} == set()


def test_every_parameter_has_its_help() -> None:
    """Given the commands, then every argument and option is described, and every example."""
    commands = all_commands()
    assert set(commands) == set(EXAMPLES)
    for name, command in commands.items():
        assert knows(Language.EN, f"help.{name}.about")
        for number, _ in enumerate(EXAMPLES[name], 1):
            assert knows(Language.EN, f"help.{name}.examples.{number}")
        for parameter in command.params:
            codes = (f"help.{name}.parameters.{parameter.name}", f"help.parameters.{parameter.name}")
            assert any(knows(Language.EN, code) for code in codes), f"{name} {parameter.name}"


def test_a_sentence_counts() -> None:
    """Given one thing or several, then the sentence has the form for it."""
    assert say(Language.EN, "lint.result", programme="meadow", count=1) == "meadow: 1 problem"
    assert say(Language.EN, "lint.result", programme="meadow", count=2) == "meadow: 2 problems"


def test_a_missing_slot_is_an_error() -> None:
    """Given too few slots or an unknown code, then nothing half-said comes out."""
    with pytest.raises(KeyError):
        say(Language.EN, "lint.result", programme="meadow")
    with pytest.raises(KeyError):
        say(Language.EN, "lint.nothing")
