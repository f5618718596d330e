"""Reading worked cases, and translations flattened to paths."""

from __future__ import annotations

from datetime import date

from ..model import Expected, WorkedCase
from ..problems import Problems
from .document import RawMapping, RawNode, RawScalar, plain
from .files import RawProgramme, twice
from .naming import entries
from .written import flag, mapping, mappings, scalar, text, words


def read_cases(raw: RawProgramme) -> dict[str, WorkedCase]:
    """The worked cases of a programme, with facts and expectations as they were written."""
    found: dict[str, WorkedCase] = {}
    for key, one, where in entries(raw.kinds.get("cases")):
        at = scalar(one, "at")
        if at is None:
            continue
        settle = mapping(one, "settle")
        found[key] = WorkedCase(
            key,
            text(one, "title"),
            date.fromisoformat(at.text),
            _plain(one, "facts"),
            _plain(one, "assume"),
            {} if settle is None else {name: date.fromisoformat(text(settle, name)) for name in settle.values},
            tuple(_read_expected(item) for item in mappings(one, "expect")),
            words(one, "about"),
            words(one, "basis"),
            where,
        )
    return found


def _read_expected(one: RawMapping) -> Expected:
    checks = {name: plain(node) for name, node in one.values.items() if name not in ("ask", "with")}
    return Expected(text(one, "ask"), checks, _plain(one, "with"), one.where)


def _plain(one: RawMapping, key: str) -> dict[str, object]:
    inner = mapping(one, key)
    return {} if inner is None else {name: plain(node) for name, node in inner.values.items()}


def read_texts(raw: RawProgramme, problems: Problems) -> tuple[dict[str, dict[str, str]], dict[str, bool]]:
    """Translations by language and path, and which languages a lawyer has read."""
    texts: dict[str, dict[str, str]] = {}
    reviewed: dict[str, bool] = {}
    for language, files in raw.texts.items():
        flat = texts.setdefault(language, {})
        for file in files:
            reviewed[language] = reviewed.get(language, True) and flag(file, "reviewed")
            for kind, node in file.values.items():
                if kind == "phrases" and isinstance(node, RawMapping):
                    _flatten_phrases(node, flat, problems)
                elif kind != "reviewed":
                    _flatten(kind, node, node, flat, problems)
    return texts, reviewed


def _flatten_phrases(node: RawMapping, flat: dict[str, str], problems: Problems) -> None:
    for english, translation in node.values.items():
        if isinstance(translation, RawScalar):
            _flatten("phrase:" + " ".join(english.split()), translation, node.keys[english], flat, problems)


def _flatten(path: str, node: RawNode, key: RawNode, flat: dict[str, str], problems: Problems) -> None:
    if isinstance(node, RawMapping):
        for name, inner in node.values.items():
            _flatten(f"{path}.{name}", inner, node.keys[name], flat, problems)
    elif isinstance(node, RawScalar):
        if path in flat:
            twice(path, key.where, key.where, problems)
        else:
            flat[path] = " ".join(node.text.split())
