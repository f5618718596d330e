"""The points table for foreign workers (in force since April 2017) in OpenFisca, timed for one person at a time.

Runs in the peer's own environment: reads people as JSON from standard input, writes what they get and how long it took
as JSON to standard output. Nothing of Sojourn is used here.
"""

import json
import sys
import time
from importlib.metadata import version
from statistics import median

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

SINCE = "2017-04-01"
WHEN = "2018-06"

Person = build_entity(key="person", plural="persons", label="Person", is_person=True)


class Degree(Enum):
    no_degree = "No degree"
    bachelor = "Bachelor"
    master = "Master"
    doctor = "Doctorate"


class Grade(Enum):
    no_grade = "None"
    senior_worker = "Senior worker"
    technician = "Technician"
    senior_technician = "Senior technician"


class Certificate(Enum):
    no_certificate = "None"
    certificate = "Below the highest grade"
    highest_certificate = "Highest grade"


class Chinese(Enum):
    no_hsk = "None"
    hsk1 = "HSK 1"
    hsk2 = "HSK 2"
    hsk3 = "HSK 3"
    hsk4 = "HSK 4"
    hsk5 = "HSK 5 or above"


class Area(Enum):
    ordinary_area = "Ordinary area"
    western = "Western region"
    old_industrial_base = "Old industrial base"
    central_poverty_county = "Poverty county of the central region"
    other_poverty_county = "Another poverty county"
    other_special_area = "Another special area"


class Category(Enum):
    a = "Category A"
    b = "Category B"
    below_b = "Too few points for category B"


# ---- parameters: every number of the table, dated ----------------------------------------------------------


def dated(value):
    return {SINCE: {"value": value}}


def scale(*brackets):
    """Points by lower bound of each band."""
    return {
        "metadata": {"type": "single_amount"},
        "brackets": [{"threshold": dated(low), "amount": dated(points)} for low, points in brackets],
    }


def values(**named):
    return {name: {"values": dated(points)} for name, points in named.items()}


PARAMETERS = {
    "points": {
        "salary": scale((0, 0), (50_000, 5), (70_000, 8), (150_000, 11), (250_000, 14), (350_000, 17), (450_000, 20)),
        "work_years": scale((0, 0), *((years, min(years + 3, 20)) for years in range(2, 18))),
        "months": scale((0, 0), (3, 5), (6, 10), (9, 15)),
        "age": scale((0, 0), (18, 10), (26, 15), (46, 10), (56, 5), (61, 0)),
        "degree": values(no_degree=0, bachelor=10, master=15, doctor=20),
        "grade": values(no_grade=0, senior_worker=10, technician=15, senior_technician=20),
        "certificate": values(no_certificate=0, certificate=0, highest_certificate=20),
        "chinese": values(no_hsk=0, hsk1=1, hsk2=2, hsk3=3, hsk4=4, hsk5=5),
        "area": values(
            ordinary_area=0,
            western=10,
            old_industrial_base=10,
            central_poverty_county=10,
            other_poverty_county=10,
            other_special_area=10,
        ),
        **values(highest_chinese=5, elite=5, years_in_a_row=5, needed_a=85, needed_b=60),
    }
}


# ---- variables ---------------------------------------------------------------------------------------------


def variable(name, value_type, formula=None, **more):
    body = {"value_type": value_type, "entity": Person, "definition_period": DateUnit.MONTH, "label": name, **more}
    return type(name, (Variable,), body if formula is None else {**body, "formula": formula})


def choice(name, options):
    return variable(name, Enum, possible_values=options, default_value=next(iter(options)))


def by_band(source, table):
    return lambda person, period, parameters: getattr(parameters(period).points, table).calc(person(source, period))


def by_option(person, period, parameters, name, table):
    return getattr(parameters(period).points, table)[person(name, period)]


def education(person, period, parameters):
    best = by_option(person, period, parameters, "degree", "degree")
    for name, table in (("skill_grade", "grade"), ("skill_certificate", "certificate")):
        best = np.maximum(best, by_option(person, period, parameters, name, table))
    return best


def work_years(person, period, parameters):
    return parameters(period).points.work_years.calc(np.floor(person("years_of_work", period)))


def chinese(person, period, parameters):
    full = person("taught_in_chinese", period) + person("former_chinese", period)
    other = by_option(person, period, parameters, "chinese_level", "chinese")
    return np.where(full, parameters(period).points.highest_chinese, other)


def location(person, period, parameters):
    return by_option(person, period, parameters, "area", "area")


def elite(person, period, parameters):
    points = parameters(period).points
    held = sum(person(name, period) for name in ("high_level_university", "global500", "patent"))
    return points.elite * ((held + (person("years_in_a_row", period) >= points.years_in_a_row)) > 0)


ITEMS = {
    "salary_points": by_band("salary", "salary"),
    "education_points": education,
    "work_points": work_years,
    "months_points": by_band("months_in_china", "months"),
    "chinese_points": chinese,
    "location_points": location,
    "age_points": by_band("age", "age"),
    "elite_points": elite,
}


def total(person, period, parameters):
    return sum(person(name, period) for name in (*ITEMS, "local_bonus"))


def category(person, period, parameters):
    points, needed = person("total", period), parameters(period).points
    indices = np.where(points >= needed.needed_a, 0, np.where(points >= needed.needed_b, 1, 2))
    return indices.astype(np.int16)


def system():
    made = TaxBenefitSystem([Person])
    made.parameters = ParameterNode("", data=PARAMETERS)
    numbers = ("salary", "years_of_work", "months_in_china", "years_in_a_row")
    yes_no = ("taught_in_chinese", "former_chinese", "high_level_university", "global500", "patent")
    made.add_variables(
        *(variable(name, float) for name in numbers),
        *(variable(name, int) for name in ("age", "local_bonus")),
        *(variable(name, bool) for name in yes_no),
        choice("degree", Degree),
        choice("skill_grade", Grade),
        choice("skill_certificate", Certificate),
        choice("chinese_level", Chinese),
        choice("area", Area),
        *(variable(name, int, formula) for name, formula in ITEMS.items()),
        variable("total", int, total),
        variable("category", Enum, category, possible_values=Category, default_value=Category.below_b),
    )
    return made


# ---- one person at a time ----------------------------------------------------------------------------------


def answered(rules, person):
    """Total and category of one person, in a simulation made for it."""
    situation = {"persons": {"one": {name: {WHEN: value} for name, value in person.items()}}}
    simulation = SimulationBuilder().build_from_entities(rules, situation)
    points = simulation.calculate("total", WHEN)
    reached = simulation.calculate("category", WHEN)
    return int(points[0]), reached.decode_to_str()[0]


def main():
    """Answer for everybody on standard input."""
    given = json.load(sys.stdin)
    rules = system()
    results, seconds = [], []
    for person in given["people"]:
        results.append(answered(rules, person))
        quickest = float("inf")
        for _ in range(given["repeats"]):
            begun = time.perf_counter()
            answered(rules, person)
            quickest = min(quickest, time.perf_counter() - begun)
        seconds.append(quickest)
    json.dump({"version": version("openfisca-core"), "results": results, "seconds": median(seconds)}, sys.stdout)


if __name__ == "__main__":
    main()
