"""Writes the pages of docs/reference that follow from code and programmes: `python -m tools.reference`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import typer
import typer.core

from sojourn.cli.commands import app
from sojourn.ledger import (
    SCHEMA_VERSION,
    TABLES,
    Agrees,
    Column,
    Disjoint,
    InOrder,
    Law,
    Named,
    Needs,
    Table,
    Together,
    enumerations,
    label_of_column,
    label_of_table,
    label_of_word,
)
from sojourn.policy import Attested, Entry, Language, Outcome, Programme, Teller, available, facts_json, load, scenarios

ROOT: Final = Path(__file__).parents[1]
REFERENCE: Final = ROOT / "docs/reference"
PROBLEMS: Final = ROOT / "src/sojourn/policy/words/problems.en.yaml"
LEDGER_PROBLEMS: Final = ROOT / "src/sojourn/ledger/words/en.yaml"

_MADE: Final = "<!-- Written by `python -m tools.reference`; change what it is made from. -->"
_PRACTICE: Final = {Attested.SAME: "same", Attested.DIFFERS: "differs", Attested.NOT_ATTESTED: "not attested"}


def pages() -> dict[Path, str]:
    """Every page, by where it stands."""
    found = {
        REFERENCE / "commands.md": commands(),
        REFERENCE / "problems.md": problems(),
        REFERENCE / "ledger.md": ledger(),
        REFERENCE / "api.md": interface(),
        REFERENCE / "register.md": register(),
        REFERENCE / "scenarios.md": scenarios_of_the_lab(),
        REFERENCE / "model.md": model_of_the_lab(),
        REFERENCE / "evidence.md": evidence_for_the_lab(),
    }
    for key in (*available(), *scenarios()):
        found[REFERENCE / f"programmes/{key}.md"] = programme(load(key))
    return found


def _page(title: str, *parts: str) -> str:
    return "\n\n".join([_MADE, f"# {title}", *(part for part in parts if part)]) + "\n"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|")


def _code(keys: Iterable[str]) -> str:
    return ", ".join(f"`{key}`" for key in keys)


# ---- the register ------------------------------------------------------------------------------------------


def register() -> str:
    """Its promises, rights, steps and clocks."""
    from . import reference_register

    tables = (f"## {title}\n\n{_table(heads, rows)}" for title, heads, rows in reference_register.parts())
    return _page("The register", reference_register.INTRO, *tables)


# ---- the lab -----------------------------------------------------------------------------------------------


def scenarios_of_the_lab() -> str:
    """The form of a scenario's file, and those that come with the package."""
    from . import reference_lab

    tables = (f"## {title}\n\n{before}{_table(heads, rows)}" for title, before, heads, rows in reference_lab.parts())
    return _page("Scenarios", reference_lab.INTRO, *tables)


def model_of_the_lab() -> str:
    """The parameters, schedule, outcomes and figures of the lab's model."""
    from . import reference_odd

    tables = (f"## {title}\n\n{before}{_table(heads, rows)}" for title, before, heads, rows in reference_odd.parts())
    return _page("The model of the lab", reference_odd.INTRO, *tables)


def evidence_for_the_lab() -> str:
    """The posterior that comes with the package, and the causes and effects that the model is asked."""
    from . import reference_evidence

    tables = (
        f"## {title}\n\n{before}{_table(heads, rows)}" for title, before, heads, rows in reference_evidence.parts()
    )
    return _page("What bears the model out", reference_evidence.INTRO, *tables)


# ---- commands ----------------------------------------------------------------------------------------------


def commands() -> str:
    """What `--help` says of every command."""
    paths = list(_paths(typer.main.get_group(app)))
    intro = (
        "What `sojourn --help` and `sojourn COMMAND --help` print. In a checkout the command is `.venv/bin/sojourn`; "
        "`python -m sojourn` is the same."
    )
    parts = [f"## sojourn\n\n{_help()}", *(f"## {' '.join(path)}\n\n{_help(*path)}" for path in paths)]
    return _page("Commands", intro, *parts)


def _paths(group: typer.core.TyperGroup, *before: str) -> Iterator[tuple[str, ...]]:
    """The words by which every command is called, those inside a group after it."""
    for name, command in group.commands.items():
        yield (*before, name)
        if isinstance(command, typer.core.TyperGroup):
            yield from _paths(command, *before, name)


def _help(*command: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "COLUMNS")}
    done = subprocess.run(
        [sys.executable, "-m", "sojourn", *command, "--help"],
        env=environment | {"LANG": "C.UTF-8", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    # The way Python was called is not the reader's.
    return f"```text\n{done.stdout.strip().replace('python -m sojourn', 'sojourn')}\n```"


# ---- problems ----------------------------------------------------------------------------------------------


def problems() -> str:
    """Every mistake that can be told, with its code, in the sections of the catalogue."""
    parts = [
        "What can be wrong in the files of a programme or in a case, by the code that `--json` gives. Words in braces "
        "stand for what was written or is allowed. All mistakes are told at once, each with its file, line and column."
    ]
    return _page("Mistakes", *parts, *_sections(PROBLEMS))


def _sections(catalogue: Path) -> list[str]:
    """The codes and sentences of a catalogue, under its headings."""
    parts: list[str] = []
    section: list[tuple[str, str]] = []
    for line in catalogue.read_text(encoding="utf-8").splitlines():
        heading = re.match(r"# -+ (.+?) -+$", line)
        sentence = re.match(r'(\w+): "(.*)"$', line)
        if heading:
            _close(section, parts)
            parts.append(f"## {heading[1].capitalize()}")
        elif sentence:
            told = sentence[2].replace('\\"', '"').replace("{{", "{").replace("}}", "}")
            section.append((f"`{sentence[1]}`", told.replace("<", "&lt;").replace("*", "\\*")))
    _close(section, parts)
    return parts


def _close(section: list[tuple[str, str]], parts: list[str]) -> None:
    if section:
        parts.append(_table(("code", "what is said"), section))
        section.clear()


# ---- ledger ------------------------------------------------------------------------------------------------


def ledger() -> str:
    """Every table of a ledger with its columns, and what can be wrong with one."""
    intro = (
        f"The tables of a ledger, version {SCHEMA_VERSION}, in the order they stand in `sojourn.ledger.TABLES`. What a "
        "ledger is, and how to write and read one, is in [The ledger](../ledger.md). Columns in *italics* may be empty."
    )
    seen = f"Besides, every table ends with `seen_by`. {TABLES['persons'].column('seen_by').text}"
    index = ", ".join(f"[`{name}`](#{name})" for name in TABLES)
    tables = [part for table in TABLES.values() for part in _ledger_table(table)]
    wrong = ["## What can be wrong", "By the code of `LedgerProblem`. Words in braces stand for what was found."]
    sections = [re.sub(r"^## ", "### ", part) for part in _sections(LEDGER_PROBLEMS)]
    return _page("Tables of the ledger", intro, seen, index, *tables, *_ledger_labels(), *wrong, *sections)


def _ledger_labels() -> Iterator[str]:
    """What columns and words are called where people read them."""
    yield "## What they are called"
    yield "Columns and words as people read them, from `sojourn.ledger.label_of_column` and `label_of_word`."
    columns = sorted({column.name for table in TABLES.values() for column in table.columns})
    names = [language.own_name for language in Language]
    yield _table(
        ("column", *names),
        ((f"`{name}`", *(label_of_column(name, language) for language in Language)) for name in columns),
    )
    lists = {
        words.__name__: words
        for words in (Outcome, *vars(enumerations).values())
        if isinstance(words, type) and issubclass(words, StrEnum) and words is not StrEnum
    }
    yield _table(
        ("list", "word", *names),
        (
            (name, f"`{word.value}`", *(label_of_word(word, language) for language in Language))
            for name, words in lists.items()
            for word in words
        ),
    )


def _ledger_table(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    yield table.text
    yield " · ".join(label_of_table(table.name, language) for language in Language)
    columns = [column for column in table.columns if column.name != "seen_by"]
    yield _table(("column", "type", "unit", "what it is"), map(_column, columns))
    laws = list(map(_law, table.laws))
    if laws:
        yield "\n".join(f"- {law}" for law in laws)


def _column(column: Column) -> tuple[str, str, str, str]:
    name = f"*`{column.name}`*" if column.optional else f"`{column.name}`"
    kind = f"id of [`{column.refers_to}`](#{column.refers_to})" if column.refers_to else column.kind.value
    text = column.text
    if column.options:
        text += f" One of {_code(column.options)}."
    if column.personal:
        text += " Only in a full transfer."
    return name, kind, column.unit, text


def _law(law: Law) -> str:
    match law:
        case InOrder(first, second):
            return f"`{second}` does not lie before `{first}`."
        case Together(one, other):
            return f"`{one}` and `{other}` are both given or both empty."
        case Needs(column, when, code):
            return f"Where `{when}` is given, or yes, `{column}` is given: `{code}`."
        case Named(kind, by):
            return f"`{kind}` says which of {_code(by.values())} is given."
        case Disjoint(by=by, begins=begins, ends=ends, code=code):
            return f"Rows alike in {_code(by)} do not overlap from `{begins}` to `{ends}`: `{code}`."
        case Agrees(reference, code, same, having):
            parts = [f"has the same {_code(same)}"] if same else []
            parts += [f"has in `{having[0]}` one of {_code(word or 'nothing' for word in having[1])}"] if having else []
            return f"The row of `{reference}` {' and '.join(parts)}: `{code}`."


# ---- api ---------------------------------------------------------------------------------------------------


def interface() -> str:
    """Every address of the API, what it takes and answers, and every problem: from its own OpenAPI document."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sojourn.web.settings")
    import django

    django.setup()
    from sojourn.web.api import api, problems

    said = api.get_openapi_schema()
    intro = (
        "Every address of the register's API, as `/api/openapi.json` has it for programs. How to begin is in "
        "[Use the API](../how-to/use-the-api.md). Every address but those marked *open* needs a token and the header "
        "`Sojourn-Purpose`; a field that the role may not see is not in the answer."
    )
    limits = _table(
        ("requests", "at once", "a second after that"),
        ((name, str(one["burst"]), f"{one['a_second']:g}") for name, one in said["info"]["x-rate-limits"].items()),
    )
    parts = ["## How often", "For each token; over it the answer is 429, and `Retry-After` says when to go on.", limits]
    by_tag: dict[str, list[str]] = {}
    for path, methods in said["paths"].items():
        for method, operation in methods.items():
            by_tag.setdefault(operation["tags"][0], []).extend(_operation(path, method, operation, said))
    for tag, operations in by_tag.items():
        parts += [f"## {tag}", *operations]
    codes = [
        (f"`{code.partition('.')[2]}`", problems.WORDS.template(Language.EN, code).forms["many"])
        for code in problems.WORDS.codes(Language.EN)
        if code.startswith("problem.")
    ]
    fields = [
        (f"`{code.partition('.')[2]}`", problems.WORDS.template(Language.EN, code).forms["many"])
        for code in problems.WORDS.codes(Language.EN)
        if code.startswith("field.")
    ]
    parts += ["## Problems", "The codes of the API itself; the register's own refusals have theirs, like `stale_form`."]
    parts += [_table(("code", "what is said"), codes), "Of a single field, under `errors`:"]
    return _page("The API", intro, *parts, _table(("code", "what is said"), fields))


def _operation(path: str, method: str, operation: Mapping[str, Any], said: Mapping[str, Any]) -> Iterator[str]:
    yield f"### {method.upper()} {path}"
    open_to_all = "" if "security" in operation else " *Open.*"
    if text := operation.get("description", "").strip():
        yield " ".join(text.split()) + open_to_all
    asked = [one for one in operation["parameters"] if one.get("in") == "query"]
    if asked:
        yield "Parameters: " + ", ".join(f"`{one['name']}`" for one in asked) + "."
    for kind, body in operation.get("requestBody", {}).get("content", {}).items():
        fields = _properties(body["schema"], said)
        if fields:
            yield _table(("field", "takes", "what it is"), fields)
        else:
            yield f"Body: `{kind}`."
    answer = operation["responses"].get("200") or operation["responses"]["201"]
    ((kind, content),) = answer["content"].items()
    names = [name for name, *_ in _properties(content["schema"], said)]
    yield "Answer: " + (", ".join(names) if names else f"`{kind}`") + "."


def _properties(schema: Mapping[str, Any], said: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The fields of a shape: of a list those of what is in it."""
    if "$ref" in schema:
        return _properties(said["components"]["schemas"][schema["$ref"].rpartition("/")[2]], said)
    if schema.get("type") == "array":
        return _properties(schema["items"], said)
    return [
        (f"`{name}`", _kinds(one), one.get("description", "")) for name, one in schema.get("properties", {}).items()
    ]


def _kinds(one: Mapping[str, Any]) -> str:
    if "enum" in one:
        return "one of " + _code(map(str, one["enum"]))
    if "const" in one:
        return f"`{one['const']}`"
    if "anyOf" in one:
        return " or ".join(_kinds(other) for other in one["anyOf"])
    return str(one.get("format", one.get("type", "anything"))).replace("null", "nothing")


# ---- programmes --------------------------------------------------------------------------------------------


def programme(loaded: Programme) -> str:
    """A programme's own names: what is asked, its entries, facts and assumptions."""
    teller = Teller(loaded, Language.EN)
    own = loaded.key
    bases = [key for key in loaded.chain if key != own]
    parts = [
        loaded.summary,
        f"Key `{own}`. "
        + (f"It extends {_code(bases)} and sees every name of it. " if bases else "")
        + f"Its sources speak up to {loaded.verified.isoformat()}. `sojourn tell {own}` tells what each entry holds.",
        "## What people come to ask",
        _table(
            ("key", "question", "asks"),
            ((f"`{goal.key}`", goal.label, _code(goal.asks)) for goal in loaded.goals if _own(goal.programme, own)),
        ),
    ]
    kinds: tuple[tuple[str, Mapping[str, Entry]], ...] = (
        ("Routes", loaded.routes),
        ("Rules", loaded.rules),
        ("Conduct", loaded.conduct),
        ("Parameters", loaded.parameters),
    )
    for title, entries in kinds:
        rows = [_entry(one, teller) for one in entries.values() if _own(one.programme, own)]
        if rows:
            parts += [f"## {title}", _table(("key", "what it is", "on paper", "practice"), rows)]
    names = {name for name, fact in loaded.facts.items() if _own(fact.programme, own)}
    facts = [_fact(fact) for fact in facts_json(loaded) if fact["name"] in names]
    if facts:
        parts += ["## Facts", _table(("name", "question", "takes"), facts)]
    assumptions = [
        (f"`{one.key}`", one.label, _written(one.value), ", ".join(map(_written, one.alternatives)))
        for one in loaded.assumptions.values()
        if _own(one.programme, own)
    ]
    if assumptions:
        parts += ["## Assumptions", _table(("key", "what is assumed", "value", "it could also be"), assumptions)]
    return _page(loaded.title, *parts)


def _own(programme_of: str, key: str) -> bool:
    return programme_of in ("", key)


def _entry(entry: Entry, teller: Teller) -> tuple[str, str, str, str]:
    starts = ["ever" if version.start is None else teller.day(version.start) for version in entry.paper]
    since = "; ".join(starts) if starts else "nothing"
    return f"`{entry.key}`", entry.label, since, _PRACTICE[entry.practice.attested]


def _fact(fact: Mapping[str, Any]) -> tuple[str, str, str]:
    return f"`{fact['name']}`", fact["question"] or fact["label"], "; ".join(_takes(fact))


def _takes(fact: Mapping[str, Any]) -> Iterator[str]:
    match fact["type"]:
        case "yes_no":
            yield "yes or no"
        case "choice":
            yield "one of " + _code(option["key"] for option in fact["options"])
        case "place":
            yield f"a place in `{fact['within']}`" if fact["within"] else "a place"
        case "date":
            yield "a day"
        case "list":
            of = fact["list"]
            yield f"a history by {of['by']}, at most {of['at_most']} entries: " + _code(
                one["name"] for one in of["fields"]
            )
        case _:
            unit = f" {fact['unit']}" if fact["unit"] else ""
            bounds = [fact["least"], fact["most"]]
            yield ("a whole number" if fact["whole"] else "a number") + f", {bounds[0]} to {bounds[1]}{unit}"
    if fact["not_before"]:
        yield "never before " + _code(fact["not_before"])
    if fact["no_more_than"]:
        yield "never more than " + _code(fact["no_more_than"])
    if fact["decided_by"]:
        yield f"decided by `{fact['decided_by']}`, never asked"


def _written(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def main() -> int:
    """Write every page; says which changed."""
    for path, text in pages().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"written: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
