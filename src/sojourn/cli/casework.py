"""The case that a call describes: what its file and its options say, put together and read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sojourn.policy import (
    Case,
    CaseError,
    Fact,
    Kind,
    Problems,
    Programme,
    RawMapping,
    RawSequence,
    read_case,
    read_document,
)

from .casefile import STANDARD_INPUT, Written, plain, read_case_file
from .errors import CallError
from .known import Known

#: The fact that --place gives, where a programme has it.
USUAL_PLACE = "employer.place"


def written_of(programme: Programme, known: Known) -> Written:
    """The case that a call describes; what is given by itself goes before what stands in the file.

    Raises CallError for a call that is wrong, CaseError for a file that is.
    """
    written = _file(programme, known.file)
    facts = _named(known.facts, "--fact")
    if known.place:
        name = place_fact(programme).name
        if name in facts:
            raise CallError("place_twice", name=name)
        facts[name] = known.place
    assume = _named(known.assume, "--assume")
    given = facts.keys() | assume.keys()
    return replace(
        written,
        at=known.at or written.at,
        facts={**written.facts, **facts},
        assume={**written.assume, **assume},
        nodes={name: stands for name, stands in written.nodes.items() if name not in given},
    )


def case_of(programme: Programme, written: Written) -> Case:
    """The case, read. Raises CaseError with every fact that is wrong and its place in the file."""
    try:
        return read_case(programme, written.facts, at=written.at, assume=written.assume, settle=written.settle)
    except CaseError as error:
        raise written.placed(error) from None


def _file(programme: Programme, file: str) -> Written:
    worked = programme.cases.get(file)
    if worked is not None and not Path(file).exists():
        return Written(worked.at, worked.facts, worked.assume, worked.settle)
    if file and file != STANDARD_INPUT and not Path(file).exists():
        raise CallError("no_case", file=file, programme=programme.key)
    return read_case_file(file) if file else Written()


# ---- facts given one by one ------------------------------------------------------------------------------------


def _named(pairs: Sequence[str], option: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        name = name.strip()
        if not equals or not name:
            raise CallError("no_pair", option=option, given=pair)
        if name in found:
            raise CallError("given_twice", option=option, name=name)
        found[name] = _value(name, text.strip(), option)
    return found


def _value(name: str, text: str, option: str) -> object:
    """A value as written; `[a, b]` (one of these) and `{from: .., to: ..}` and histories as lists and mappings."""
    if text[:1] not in ("[", "{"):
        return text
    problems = Problems()
    node = read_document(text.encode(), f"{option} {name}", problems)
    if problems.found:
        raise CaseError(problems.found)
    return plain(node) if isinstance(node, (RawMapping, RawSequence)) else text


def place_fact(programme: Programme) -> Fact:
    """The fact that --place gives: where the employer is, or the only place that is asked for."""
    places: Mapping[str, Fact] = {
        name: fact for name, fact in programme.facts.items() if fact.type.kind is Kind.PLACE and not fact.open_term
    }
    if USUAL_PLACE in places:
        return places[USUAL_PLACE]
    if not places:
        raise CallError("no_place_fact", programme=programme.key)
    if len(places) > 1:
        raise CallError("several_place_facts", names=tuple(places))
    return next(iter(places.values()))
