"""A programme with some of its entries otherwise: what a scenario changes, read in the programme's own language.

The files of the programme stay as they are. What is changed is put into what was read of them, and the whole is put
together anew, so that a change is checked as if it stood there, and every mistake is told where the change was written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from ..linting.sources import cited_by
from ..model import Programme, Ranged
from ..problems import Problems, nearest
from .checks import versions_of
from .collecting import nothing_collected
from .document import RawMapping, RawNode, plain
from .edition import edition_of
from .files import RawProgramme, read_raw
from .folders import Folder, find_chain
from .forms import Anything, Form, Key, Lexeme, Many, Named, Shape, check
from .shapes import FILES
from .shapes.bodies import CONDITION_KEYS
from .shapes.head import PERIOD, PROGRAMME, SUSPENSION

_KINDS = ("parameters", "rules", "routes", "conduct")
_IN_HEAD = ("places", "boundaries")
_WHOLE = ("period", "suspensions")
_NAMED = Named(Lexeme.NAME, Anything())
CHANGES = Shape(
    "changes",
    "What of a programme is otherwise: entries in its own language, in place of those of that name.",
    (
        Key("parameters", _NAMED, "Dated values: whole, or the layer that is otherwise."),
        Key("rules", _NAMED, "Named conclusions: whole, or the layer that is otherwise."),
        Key("routes", _NAMED, "What can be granted: whole, or the layer or part that is otherwise."),
        Key("conduct", _NAMED, "Breaches and what may follow: whole, or the layer that is otherwise."),
        Key("places", _NAMED, "Places: the places that each lies in."),
        Key("boundaries", _NAMED, "Days of change that several entries share."),
        Key("period", PERIOD, "The time in which it exists."),
        Key("suspensions", Many(SUSPENSION), "Times in which it is suspended, all of them."),
    ),
)

#: What an entry says of itself on both layers: all else at its top is what its only version on paper says.
_OF_ITSELF = frozenset(
    (
        *("label", "unit", "type", "options", "ordered", "by", "law_of", "note", "practice"),
        *("overrides", "alternative_to", "where", "liable", "ground"),
        *("kind", "outside_period", "applies_through", "decided_by", "jointly"),
        *("grants", "duties", "steps", "documents", "family"),
    )
)
#: What makes a breach one: said once, whatever may follow it.
_CONDITION = frozenset(key.name for key in CONDITION_KEYS)


def load_changed(base: str | Path, changes: Iterable[RawMapping]) -> Programme:
    """A programme with entries changed, one set of changes after the other; the last to speak of an entry has it.

    Each change has the form of `CHANGES`, read from a file of its own (see `read_document`). Raises ProgrammeError with
    every problem found in any of them, each where it stands.
    """
    from .programme import assembled_of  # not needed to tell the edition of what is not changed

    problems = Problems()
    raws, folder = _raws(find_chain(base, problems), problems)
    problems.raise_if_any()
    changed = [replace(raw, kinds=dict(raw.kinds)) for raw in raws]
    names: dict[str, None] = {}
    for change in changes:
        fitting = check(CHANGES, change, problems, "programme")
        if isinstance(fitting, RawMapping):
            names.update(dict.fromkeys(_put_into(changed, fitting, problems)))
    with nothing_collected():
        programme = assembled_of(folder, changed, problems)
    _note_below_nought(programme, names, problems)
    _note_unknown_sources(programme, names, problems)
    problems.raise_if_any()
    return replace(programme, cases={})


def edition_of_changed(base: str | Path, changes: Iterable[RawMapping]) -> str:
    """The fingerprint (64 hexadecimal digits) of a programme and of what is changed in it; its own without changes."""
    written = [repr(plain(change)) for change in changes]
    own = edition_of(base)
    if not written:
        return own
    return hashlib.sha256("\0".join((own, *written)).encode()).hexdigest()


def _raws(chain: tuple[Folder, ...], problems: Problems) -> tuple[Sequence[RawProgramme], Folder]:
    problems.raise_if_any()
    found = _read(chain)
    if isinstance(found, Problems):
        problems.found.extend(found.found)
        problems.raise_if_any()
    assert not isinstance(found, Problems)
    return found, chain[-1]


@lru_cache(maxsize=4)
def _read(chain: tuple[Folder, ...]) -> Sequence[RawProgramme] | Problems:
    """What the files of a chain hold, checked for form; kept, for scenarios of one programme come in numbers."""
    problems = Problems()
    raws = [read_raw(folder.key, folder.files, problems) for folder in chain]
    found = [raw for raw in raws if raw is not None and raw.whole]
    return problems if problems.found or len(found) < len(raws) else found


# ---- putting changes in ------------------------------------------------------------------------------------


def _put_into(raws: list[RawProgramme], change: RawMapping, problems: Problems) -> Iterator[str]:
    """Put a change in; gives the names of the entries that are otherwise."""
    for kind, node in change.values.items():
        if kind in _WHOLE:
            own = raws[-1]
            own.head = _with(own.head, kind, node, change)
        elif isinstance(node, RawMapping):
            for name in node.values:
                if _put_one(raws, kind, name, node, problems):
                    yield name


def _put_one(raws: list[RawProgramme], kind: str, name: str, section: RawMapping, problems: Problems) -> bool:
    form = _form_of(kind)
    for raw in reversed(raws):
        file = raw.kinds.get(kind) if kind in _KINDS else raw.head.values.get(kind)
        if not isinstance(file, RawMapping) or name not in file.values:
            continue
        merged = _merged(kind, file.values[name], section.values[name])
        fitting = check(form, merged, problems, name)
        if fitting is None:
            return False
        file = _with(file, name, fitting, section)
        if kind in _KINDS:
            raw.kinds[kind] = file
        else:
            raw.head = _with(raw.head, kind, file, section)
        return True
    _note_unknown(raws, kind, name, section, problems)
    return False


def _form_of(kind: str) -> Form:
    form = FILES[kind] if kind in _KINDS else PROGRAMME.by_name[kind].form
    assert isinstance(form, Named)
    return form.item


def _merged(kind: str, base: RawNode, change: RawNode) -> RawNode:
    """An entry with what is changed in it; one that has a label of its own stands for the whole."""
    if not isinstance(base, RawMapping) or not isinstance(change, RawMapping) or "label" in change.values:
        return change
    kept = dict(base.values)
    if any(key not in _OF_ITSELF for key in change.values):
        # Paper is said anew, in one version or several: what it said before goes.
        stays = _OF_ITSELF | (_CONDITION if kind == "conduct" and not _CONDITION & change.values.keys() else set())
        kept = {key: node for key, node in kept.items() if key in stays}
    keys = {name: key for name, key in base.keys.items() if name in kept}
    return RawMapping({**kept, **change.values}, {**keys, **change.keys}, change.file, change.line, change.column)


def _with(mapping: RawMapping, name: str, node: RawNode, written: RawMapping) -> RawMapping:
    key = written.keys.get(name, mapping.keys.get(name))
    keys = mapping.keys if key is None else {**mapping.keys, name: key}
    return mapping._replace(values={**mapping.values, name: node}, keys=keys)


def _note_unknown(raws: list[RawProgramme], kind: str, name: str, section: RawMapping, problems: Problems) -> None:
    known = []
    for raw in raws:
        file = raw.kinds.get(kind) if kind in _KINDS else raw.head.values.get(kind)
        known += [*file.values] if isinstance(file, RawMapping) else []
    near = nearest(name, known)
    problems.add(
        section.where_of(name),
        "changes_unknown_near" if near else "changes_unknown",
        "The programme has no '{name}' under '{kind}' that could be otherwise; did you mean '{near}'?"
        if near
        else "The programme has no '{name}' under '{kind}' that could be otherwise.",
        name=name[:60],
        kind=kind,
        near=near,
    )


# ---- what no file of a programme needs to be checked for ---------------------------------------------------


def _note_below_nought(programme: Programme, names: Iterable[str], problems: Problems) -> None:
    """Note each value below nought of a parameter that was changed: fees, terms and lengths begin at nought."""
    for parameter in (programme.parameters[name] for name in names if name in programme.parameters):
        for version in versions_of(parameter):
            for row in version.rows:
                if _below_nought(row.value):
                    problems.add(
                        row.where,
                        "changes_below_nought",
                        "'{name}' cannot be below nought; write nought or more.",
                        name=parameter.key,
                    )


def _note_unknown_sources(programme: Programme, names: Iterable[str], problems: Problems) -> None:
    """Note each source that a changed entry cites and that the programme does not have."""
    for entry in filter(None, map(programme.entry, names)):
        for source, where in cited_by(entry):
            if source not in programme.sources:
                near = nearest(source, programme.sources)
                problems.add(
                    where,
                    "changes_source_near" if near else "changes_source",
                    "The programme has no source '{source}'; did you mean '{near}'?"
                    if near
                    else "The programme has no source '{source}'.",
                    source=source[:60],
                    near=near,
                )


def _below_nought(value: Ranged) -> bool:
    return any(not isinstance(end, str | bool | None) and end < 0 for end in (value.low, value.high))
