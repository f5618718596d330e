"""Reading scenarios: a file each, every mistake at once and with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Final, Protocol

import sojourn.lab
from sojourn.policy import (
    Layer,
    Problem,
    Problems,
    RawMapping,
    RawNode,
    RawScalar,
    RawSequence,
    Where,
    check_form,
    nearest,
    read_document,
)

from ..refusing import as_typed
from .composing import compose
from .scenario import LIST_MARK, Acting, ModelChange, Scenario, ScenarioError
from .shapes import SCENARIO

#: The scenarios that come with the package, by the model that they are of.
_SHIPPED: Final = Path(str(resources.files(sojourn.lab)))
#: A parameter is never more than so many times what it was, or set to more than that.
MOST: Final = 1_000_000.0
#: Where a mistake stands that is in no file: a name that was given.
_NO_FILE: Final = Where("")


class Settable(Protocol):
    """A parameter of a model: it can be set from `least` to `most`."""

    @property
    def least(self) -> float: ...

    @property
    def most(self) -> float: ...


Parameters = Mapping[str, Settable]


def available_scenarios(model: str = "guangxi") -> list[str]:
    """The names of the scenarios that come with a model."""
    return sorted(path.stem for path in (_SHIPPED / model / "scenarios").glob("*.yaml"))


def one_spelling(given: str, model: str = "guangxi") -> str:
    """The name of a scenario that comes with a model as it is kept and told, be it written with `-` or `_`.

    Anything else, such as the path of a file, stays as it was given.
    """
    name = given.replace("-", "_")
    return name if name != given and name in available_scenarios(model) else given


def read_scenarios(
    names_or_paths: Iterable[str | Path], parameters: Parameters, model: str = "guangxi"
) -> tuple[Scenario, ...]:
    """Scenarios by name (for those that come with the model) or by the path of a file.

    `parameters` are those that the model has, by name. Raises ScenarioError with every problem in any of them: where
    there is one, also with those that what can be read has with the programme, so that all are told at once.
    """
    problems = Problems()
    found = tuple(one for one in (_read(each, parameters, model, problems) for each in names_or_paths) if one)
    if problems.found:
        raise ScenarioError((*problems.found, *_with_the_programme(found, model)))
    return found


def _with_the_programme(scenarios: tuple[Scenario, ...], model: str) -> tuple[Problem, ...]:
    """The problems that scenarios have with the programme."""
    try:
        compose(scenarios, model)
    except ScenarioError as error:
        return error.problems
    return ()


def read_scenario(name_or_path: str | Path, parameters: Parameters, model: str = "guangxi") -> Scenario:
    """One scenario; see `read_scenarios`."""
    return read_scenarios([name_or_path], parameters, model)[0]


def _read(given: str | Path, parameters: Parameters, model: str, problems: Problems) -> Scenario | None:
    """A scenario as far as it can be read; None where nothing can."""
    path = _path_of(given, model, problems)
    if path is None:
        return None
    try:
        content = path.read_bytes()
    except OSError as error:
        problems.add(
            Where(str(given)),
            "scenario_unreadable",
            "This file cannot be read: {reason}.",
            reason=error.strerror or str(error),
        )
        return None
    file = path.name if path.parent == _SHIPPED / model / "scenarios" else str(given)
    node = read_document(content, file, problems)
    if node is None:
        return None
    checked = check_form(SCENARIO, node, problems, "scenario")
    if not isinstance(checked, RawMapping):
        return None
    found = _scenario(path.stem, checked, parameters, problems)
    return replace(found, assume=_settled(node, checked, "assume"), settle=_settled(node, checked, "settle"))


def _path_of(given: str | Path, model: str, problems: Problems) -> Path | None:
    """The file of a scenario: by its name, with `-` or `_`, else by its path."""
    written = str(given)
    names = available_scenarios(model)
    name = one_spelling(written, model)
    if name in names:
        return _SHIPPED / model / "scenarios" / f"{name}.yaml"
    path = Path(given)
    if path.suffix in (".yaml", ".yml") or len(path.parts) > 1 or path.is_file():
        if path.is_file():
            return path
        problems.add(_NO_FILE, "scenario_no_file", "There is no file '{name}'.", name=written)
        return None
    near = nearest(written.replace("-", "_"), names)
    problems.add(
        _NO_FILE,
        "scenario_unknown_near" if near else "scenario_unknown",
        "There is no scenario '{name}'; did you mean '{near}'?"
        if near
        else "There is no scenario '{name}'; there are: {names}. A file of your own is given by its path.",
        name=written,
        near=near,
        names=LIST_MARK.join(names),
    )
    return None


def _scenario(name: str, raw: RawMapping, parameters: Parameters, problems: Problems) -> Scenario:
    start = _text(raw, "from")
    began = date.fromisoformat(start) if start else None
    programme = raw.get("programme")
    if programme is not None and not isinstance(programme, RawMapping):
        problems.add(
            programme.where,
            "scenario_programme",
            "'programme' holds sections of the programme (parameters, rules, routes, conduct) with the entries that "
            "are otherwise.",
        )
        programme = None
    assumed = _spoken(raw, "assumed")
    if "source" not in raw.keys and "assumed" not in raw.keys:
        problems.add(
            raw.where,
            "scenario_without_ground",
            "A scenario says what it rests on: 'source' with ids of sources, or 'assumed' with what no source says.",
        )
    layer = _text(raw, "layer")
    return Scenario(
        key=_text(raw, "key") or name,
        label=_spoken(raw, "label"),
        question=_spoken(raw, "question"),
        start=began,
        sources=_scalars(raw.get("source")),
        assumed=assumed,
        programme=programme,
        assume={},
        settle={},
        layer=Layer(layer) if layer else None,
        model=_model(raw, began, parameters, problems),
        authorities={who: Acting(node.text) for who, node in _named(raw, "authorities").items()},
        where=raw.where,
    )


def _model(raw: RawMapping, start: date | None, parameters: Parameters, problems: Problems) -> tuple[ModelChange, ...]:
    section = raw.get("model")
    found = []
    for name, node in section.values.items() if isinstance(section, RawMapping) else ():
        assert isinstance(section, RawMapping)
        where = section.where_of(name)
        if name not in parameters:
            near = nearest(name, parameters)
            problems.add(
                where,
                "scenario_parameter_near" if near else "scenario_parameter",
                "The model has no parameter '{name}'; did you mean '{near}'?"
                if near
                else "The model has no parameter '{name}'; docs/reference/model.md lists those that it has.",
                name=name,
                near=near,
            )
        if isinstance(node, RawMapping):
            times, set_to = (_number(node, key, problems) for key in ("times", "set"))
            if set_to is not None and name in parameters:
                _check_range(name, set_to, parameters[name], node.values["set"].where, problems)
            found.append(ModelChange(name, times, set_to, start, where))
    return tuple(found)


def _number(raw: RawMapping, key: str, problems: Problems) -> float | None:
    node = raw.get(key)
    if not isinstance(node, RawScalar):
        return None
    try:
        value = float(node.text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= MOST or not node.text.strip().isascii() or "_" in node.text:
        problems.add(
            node.where,
            "scenario_number",
            "'{given}' cannot stand under '{key}'; write a number from 0 to a million, such as 0.5.",
            given=node.text[:60],
            key=key,
        )
        return None
    return value


def _check_range(name: str, value: float, parameter: Settable, where: Where, problems: Problems) -> None:
    if not parameter.least <= value <= parameter.most:
        problems.add(
            where,
            "scenario_range",
            "'{given}' cannot stand for '{name}'; write a number from {low} to {high}.",
            given=as_typed(value),
            name=name,
            low=as_typed(parameter.least),
            high=as_typed(parameter.most),
        )


# ---- what is written under a key ---------------------------------------------------------------------------


def _text(raw: RawMapping, key: str) -> str:
    node = raw.get(key)
    return " ".join(node.text.split()) if isinstance(node, RawScalar) else ""


def _spoken(raw: RawMapping, key: str) -> Mapping[str, str]:
    node = raw.get(key)
    return {language: _text(node, language) for language in node.values} if isinstance(node, RawMapping) else {}


def _named(raw: RawMapping, key: str) -> Mapping[str, RawScalar]:
    node = raw.get(key)
    if not isinstance(node, RawMapping):
        return {}
    return {name: value for name, value in node.values.items() if isinstance(value, RawScalar)}


def _settled(written: RawNode, checked: RawMapping, key: str) -> Mapping[str, RawScalar]:
    """What is settled, by its name, which is known or not whatever was written for it: empty where that has no form."""
    section = written.get(key) if isinstance(written, RawMapping) else None
    fitting = _named(checked, key)
    every = section.values if isinstance(section, RawMapping) else {}
    return {
        name: fitting.get(name, RawScalar("", False, node.where.file, node.where.line, node.where.column))
        for name, node in every.items()
    }


def _scalars(node: RawNode | None) -> tuple[RawScalar, ...]:
    if isinstance(node, RawSequence):
        return tuple(item for item in node.items if isinstance(item, RawScalar))
    return (node,) if isinstance(node, RawScalar) else ()
