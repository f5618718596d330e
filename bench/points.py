"""People whose points a worked case states in full, and what answering for one of them costs."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sojourn.policy import Case, Kind, Programme, check, read_case
from sojourn.policy.values import NO, YES, Span
from sojourn.policy.working.cases import case_of

from .timing import best_of

PEOPLE_PROGRAMME: Final = "china"
ABOUT: Final = "category_by_points"
TOTAL: Final = "points_total"
#: Since then the present table holds everywhere.
PRESENT_TABLE: Final = date(2017, 5, 1)

#: What the table asks of a person, and what it is called on the peer's side.
FACTS: Final[Mapping[str, str]] = {
    "applicant.salary": "salary",
    "applicant.degree": "degree",
    "applicant.skill_grade": "skill_grade",
    "applicant.skill_certificate": "skill_certificate",
    "applicant.work_years": "years_of_work",
    "applicant.months_in_china": "months_in_china",
    "applicant.chinese_level": "chinese_level",
    "applicant.taught_in_chinese": "taught_in_chinese",
    "applicant.former_chinese": "former_chinese",
    "employer.area": "area",
    "applicant.age": "age",
    "applicant.global500": "global500",
    "applicant.high_level_university": "high_level_university",
    "applicant.patent": "patent",
    "applicant.consecutive_years_in_china": "years_in_a_row",
    "authority.local_bonus": "local_bonus",
}


@dataclass(frozen=True, slots=True)
class Person:
    """A person with everything the points table asks: as written, and as plain values for the peer."""

    key: str
    at: date
    facts: Mapping[str, object]
    plain: Mapping[str, str | float | bool]
    points: int
    category: str


def people(programme: Programme) -> list[Person]:
    """The people of worked cases under the present table of whom every fact of it is known exactly.

    Left out is who has a salary that 32-bit numbers do not hold (349,999.99 becomes 350,000): that is how the peer
    keeps numbers, and it would come to other points.
    """
    found = []
    for worked in programme.cases.values():
        if worked.at < PRESENT_TABLE or worked.assume or not FACTS.keys() <= worked.facts.keys():
            continue
        case = case_of(programme, worked)
        total = check(programme, case, TOTAL).paper.value
        category = check(programme, case, ABOUT).paper.value
        plain = {name: _plain(programme, case, fact) for fact, name in FACTS.items()}
        if total is None or total.low is None or total.low != total.high or category is None:
            continue
        if not all(_held_in_32_bits(value) for value in plain.values()):
            continue
        facts = {name: worked.facts[name] for name in FACTS}
        known = {name: value for name, value in plain.items() if value is not None}
        found.append(Person(worked.key, worked.at, facts, known, int(str(total.low)), "".join(category.options)))
    return found


def one_person_seconds(programme: Programme, person: Person, repeats: int) -> float:
    """Seconds from the facts as written to the answer with its reasons, at best."""

    def answered() -> object:
        return check(programme, read_case(programme, person.facts, at=person.at), ABOUT)

    return best_of(repeats, answered)


def _held_in_32_bits(value: str | float | bool | None) -> bool:
    if isinstance(value, float):
        # Parts of a year and a month are compared with whole numbers only, so their last digits do not matter.
        return value < 1000 or bool(struct.unpack("f", struct.pack("f", value))[0] == value)
    return value is not None


def _plain(programme: Programme, case: Case, name: str) -> str | float | bool | None:
    """A fact as a plain value in the unit that people write it in; None where it is not exactly known."""
    fact, value = programme.facts[name], case.facts[name]
    match fact.type.kind:
        case Kind.CHOICE:
            return value if isinstance(value, str) else None
        case Kind.YES_NO:
            return {YES: True, NO: False}.get(value)
        case _:
            return None if isinstance(value, Span) else float(value / fact.type.unit.scale)
