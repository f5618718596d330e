"""The help: in every language, with examples that work."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from sojourn import __version__
from sojourn.cli.helping import EXAMPLES, all_commands
from sojourn.cli.speaking import catalogue
from sojourn.policy import Language

from .conftest import Call
from .reading_along import LANGUAGES, coloured, in_language

COMMANDS = tuple(name for name in EXAMPLES if name != "sojourn")
#: Groups, whose commands are known by the group's name before theirs.
GROUPS = ("register", "lab")


def _path(name: str) -> tuple[str, ...]:
    """The words by which a command is called."""
    group = next((one for one in GROUPS if name.startswith(f"{one}_")), "")
    rest = name.removeprefix(f"{group}_") if group else name
    words = (rest.replace("_", "-"),) if not group or rest == "verify_card" else tuple(rest.split("_"))
    return (group, *words) if group else words


PATHS = {name: _path(name) for name in COMMANDS}
TOP = tuple(name for name in COMMANDS if not name.startswith(tuple(f"{group}_" for group in GROUPS)))
#: What asks for answers, files of one's own or a register, goes on serving, or takes long.
WANTS_MORE = (
    "sojourn serve",
    "sojourn ask",
    "sojourn register",
    "sojourn coverage --mutate",
    "sojourn lint programmes/",
)
WORKING = [
    example.partition(" | ")[0]
    for examples in EXAMPLES.values()
    for example in examples
    if not example.startswith(WANTS_MORE)
]


#: What stands in place of the values of examples that make thousands of runs; `{folder}` is one of the test's own.
FEWER = {
    "calibrate": {"--people": "200", "--runs": "40", "--predictions": "4", "--bias": "0", "--keep": "{folder}/runs"},
    "validate": {"--people": "200", "--runs": "1", "--keep": "{folder}"},
    "sensitivity": {"--people": "200", "--size": "4", "--keep": "{folder}"},
}


def with_fewer_runs(example: str, folder: Path) -> list[str]:
    """The words of an example after the program's name; with fewer runs, and in the folder, where it makes many."""
    words = shlex.split(example)[1:]
    fewer = FEWER.get(words[1]) if words[0] == "lab" else None
    if fewer is None:
        return words
    if "--out" in words:
        words[words.index("--out") + 1] = str(folder / "posterior.csv")
    for option, value in fewer.items():
        given = value.format(folder=folder)
        if option in words:
            words[words.index(option) + 1] = given
        else:
            words += [option, given]
    return words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_help_in_every_language(call: Call, command: str, language: Language) -> None:
    """Given --help, then usage, every parameter and the examples are told in the language, and in no other."""
    path, found = PATHS[command], all_commands()[command]
    said = call(*path, "--help", language=language)
    assert (said.code, said.err) == (0, "")
    assert not coloured(said.out)
    for example in EXAMPLES[command]:
        assert example in said.out
    for parameter in found.params:
        assert (parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar) in said.out
    if language is not Language.EN:
        english = {
            sentence for sentence in catalogue(Language.EN).values() if isinstance(sentence, str) and " " in sentence
        }
        assert not {line.strip() for line in said.out.splitlines()} & english
        told = [line for line in said.out.splitlines() if line.startswith("      ") and "sojourn " not in line]
        assert all(in_language(line, language) for line in told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_there_is(call: Call, language: Language) -> None:
    """Given no command, or --help, then all commands are listed in the language."""
    said = call(language=language)
    assert said.code == 0
    assert said.out == call("--help", language=language).out == call("-h", "--lang", language).out
    lines = [line.strip() for line in said.out.splitlines()]
    assert [line for line in lines if line in TOP] == list(TOP)
    assert all(in_language(lines[lines.index(command) + 1], language) for command in TOP)


@pytest.mark.parametrize("example", WORKING)
def test_the_examples_work(call: Call, example: str, tmp_path: Path) -> None:
    """Given an example of the help, then it does what it says."""
    said = call(*with_fewer_runs(example, tmp_path))
    assert said.code in (0, 1) if example.startswith(("sojourn lint", "sojourn coverage")) else said.code == 0
    assert said.out


@pytest.mark.parametrize("example", EXAMPLES["ask"])
def test_the_interviews_of_the_examples_begin(call: Call, example: str) -> None:
    """Given an example of an interview, then it asks its first question."""
    said = call(*shlex.split(example)[1:])
    assert said.code == 2
    assert "> " in said.out


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_that_is_taken_is_told(call: Call, language: Language) -> None:
    """Given a command with a number that may be left out, then its help says which one is taken."""
    told = call("lab", "run", "--help", language=language).out
    assert re.search("[:：] ?80000", told)
    assert re.search("[:：] ?365", told)


def test_the_version(call: Call) -> None:
    """Given --version, then the version and nothing else."""
    assert call("--version").out == f"{__version__}\n"
