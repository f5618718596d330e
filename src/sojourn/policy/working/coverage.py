"""Coverage: every id of the catalogue of sources, where it is used, or why it is not; and whether altering what
cites it is noticed.

A programme's `catalogue.yaml` lists the ids it answers for. An id without `left_to` claims to be used: some entry
cites it, and when that entry is altered (a figure, a row, a body, a grant, a duty, a decider, a word), a worked case
fails. `left_to` says who takes it up otherwise, and why. Published worked examples (kind `example`) are used as
worked cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..model import Programme, WorkedCase
from ..problems import Problems
from ..reading.document import RawMapping, RawScalar, read_document
from ..reading.folders import Folder, find_chain
from ..reading.written import scalar
from ..tree import Where
from .alterations import Alteration, alterations_of
from .cases import run_cases


@dataclass(frozen=True, slots=True)
class Catalogued:
    """An id of the catalogue: what kind of thing it is, and who takes it up instead of the rules (empty: it is
    used), and why.
    """

    key: str
    kind: str
    left_to: str
    why: str
    programme: str
    where: Where


@dataclass(frozen=True, slots=True)
class Covered:
    """Where an id is used: (kind of entry, key) pairs. `caught` of `altered` alterations made a worked case fail
    (None: not tried).
    """

    entry: Catalogued
    uses: tuple[tuple[str, str], ...]
    altered: int | None = None
    caught: int | None = None
    missed: tuple[str, ...] = ()

    @property
    def accounted(self) -> bool:
        """Whether it is used, or somebody else's with a reason; and where alterations were tried, whether one was
        noticed.
        """
        if self.entry.left_to:
            return bool(self.entry.why)
        return bool(self.uses) and (self.caught is None or self.caught > 0)


def read_catalogue(programme: str) -> dict[str, Catalogued]:
    """The ids that a programme answers for, from its `catalogue.yaml` (or the files of its `catalogue/`)."""
    problems = Problems()
    folders: tuple[Folder, ...] = find_chain(programme, problems)
    problems.raise_if_any()
    found: dict[str, Catalogued] = {}
    for file in folders[-1].files:
        if file.kind != "catalogue":
            continue
        document = read_document(file.content, file.path, problems)
        ids = document.get("ids") if isinstance(document, RawMapping) else None
        if not isinstance(ids, RawMapping):
            continue
        for key, node in ids.values.items():
            if key in found:
                problems.add(node.where, "catalogued_twice", "'{key}' is listed twice; leave one", key=key)
            if isinstance(node, RawMapping):
                found[key] = Catalogued(
                    key, _text(node, "kind"), _text(node, "left_to"), _text(node, "why"), programme, node.where
                )
    problems.raise_if_any()
    return found


def _text(node: RawMapping, key: str) -> str:
    found = scalar(node, key)
    return found.text if isinstance(found, RawScalar) else ""


def cover(
    programmes: Mapping[str, Programme],
    *,
    alter: bool = False,
    enough: int | None = None,
    progress: Callable[[str], None] | None = None,
) -> list[Covered]:
    """What becomes of every catalogued id of some programmes; with `alter`, whether worked cases notice alterations.

    ``enough``: stop with an id when so many of its alterations were noticed (None: try them all).
    """
    catalogue: dict[str, Catalogued] = {}
    for key in programmes:
        for name, entry in read_catalogue(key).items():
            known = catalogue.get(name)
            # Two programmes may use one id; who uses it answers for it.
            if known is None or known.left_to:
                catalogue[name] = entry
    alterations: dict[str, list[tuple[Programme, Alteration]]] = {}
    uses: dict[str, dict[tuple[str, str], None]] = {}
    for programme in programmes.values():
        for case in programme.cases.values():
            for source in case.about:
                if source in catalogue and catalogue[source].kind == "example":
                    uses.setdefault(source, {})[("case", case.key)] = None
        for alteration in alterations_of(programme):
            alterations.setdefault(alteration.source, []).append((programme, alteration))
            uses.setdefault(alteration.source, {})[(alteration.kind, alteration.key)] = None
    found = []
    for name, entry in catalogue.items():
        covered = Covered(entry, tuple(uses.get(name, {})))
        if alter and not entry.left_to and name in alterations:
            if progress is not None:
                progress(name)
            covered = _tried(covered, alterations[name], enough)
        found.append(covered)
    return found


def _tried(covered: Covered, alterations: list[tuple[Programme, Alteration]], enough: int | None) -> Covered:
    caught = tried = 0
    missed = []
    for programme, alteration in alterations:
        if enough is not None and caught >= enough:
            break
        tried += 1
        altered = alteration.apply(programme)
        if run_cases(altered, _likely_first(programme, covered.entry.key, alteration.key), first_only=True):
            caught += 1
        else:
            missed.append(f"{alteration.kind} {alteration.key}: {alteration.what}")
    return Covered(covered.entry, covered.uses, tried, caught, tuple(missed))


def _likely_first(programme: Programme, source: str, key: str) -> Iterator[WorkedCase]:
    """The worked cases, those about a source or asking for an entry first: an alteration is noticed soonest by them."""
    likely: list[WorkedCase] = []
    others: list[WorkedCase] = []
    for case in programme.cases.values():
        near = source in case.about or any(expected.ask == key for expected in case.expect)
        (likely if near else others).append(case)
    yield from likely
    yield from others


def unaccounted(found: Iterable[Covered]) -> list[Covered]:
    """What is neither used nor left to somebody with a reason (or whose alterations nobody notices)."""
    return [one for one in found if not one.accounted]
