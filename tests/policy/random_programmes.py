# ruff: noqa: E501 (the programmes' own lines)
"""Random small programmes and cases, written as files so that they go through everything a real one goes through."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

#: Facts every random programme has: enough kinds to meet every operation.
FACTS = """\
applicant.healthy: {label: Health, question: Healthy?, yes: Healthy., no: Not healthy., type: yes_no}
applicant.student: {label: Student, question: Student?, yes: A student., no: No student., type: yes_no}
applicant.age: {label: Age, question: How old?, type: whole, unit: year, from: 0, to: 99}
applicant.salary: {label: Salary, question: How much?, type: money, unit: CNY, from: 0, to: 1000}
applicant.share: {label: Share, question: Which share?, type: number, from: 0, to: 1}
applicant.degree: {label: Degree, question: Which?, type: choice, ordered: true, options: {low: Low, mid: Middle, high: High}}
applicant.sort: {label: Sort, question: Which?, type: choice, options: {a: Sort A, b: Sort B, c: Sort C}}
applicant.town: {label: Town, question: Where?, type: place, within: land}
applicant.came: {label: Came, question: When?, type: date}
applicant.left: {label: Left, question: When?, type: date, only_if: applicant.student}
agency.rating: {label: Rating, question: Which?, type: choice, options: {good: Good, bad: Bad}}
applicant.years:
  {label: Years, question: Years?, type: list, at_most: 8, by: year,
   fields: {worked: {label: Worked, type: yes_no, yes: Worked., no: Did not work.}, pay: {label: Pay, type: money, unit: CNY, from: 0, to: 500}, site: {label: Site, type: place, within: land}}}
applicant.stays:
  {label: Stays, question: Stays?, type: list, at_most: 6, by: period,
   fields: {late: {label: Late, type: yes_no, yes: Late., no: Not late.}, spot: {label: Spot, type: place, within: land}}}
"""

PROGRAMME = """\
key: {key}
title: A random programme
summary: Made by a test.
verified: 2030-01-01
period: {{from: opening, source: s}}
suspensions:
  - {{from: closing, to: unknown, label: Closed, source: s}}
roles:
  applicant: {{label: Applicant, how_many: one}}
  agency: {{label: Agency, how_many: optional, question: An agency?, yes: There is an agency., no: There is no agency.}}
places:
  land: {{label: Land, kind: country, source: s}}
  north: {{label: North, kind: region, in: [land], source: s}}
  south: {{label: South, kind: region, in: [land, {{place: zone, from: turning}}], source: s}}
  zone: {{label: Zone, kind: zone, in: [{{place: north, from: 2017}}], source: s}}
authorities:
  office: {{label: Office, level: city, does: Decides., source: s}}
boundaries:
  opening: {{label: Opening, in: 2016-05, source: s}}
  turning: {{label: Turning, after: 2018-02, by: 2018-11, source: s}}
  closing: {{label: Closing, after: 2019-12-31, by: 2020-03-01, source: s}}
goals:
  - {{key: main, label: The question, asks: [r0]}}
"""

SOURCES = """\
works:
  w: {kind: law, title: A law, author: A, date: 2016, language: en}
entries:
  s: {work: w, at: art. 1, confidence: high}
"""

ASSUMPTIONS = """\
counted: {label: The first day counts, because: Nobody says., value: no, alternatives: [yes], source: s}
"""

PARAMETERS = """\
floor_pay:
  label: Floor
  unit: CNY
  paper: [{from: 2015-01-01, value: 300 CNY, source: s}, {from: turning, value: 500 CNY, source: s}, {from: 2018-06, value: 400 CNY, source: s}]
stay_days:
  label: Days
  unit: day
  by: [place]
  source: s
  rows: [{place: north, value: 3 days}, {value: {varies: [1 day, 7 days]}}]
wage:
  label: Wage
  unit: CNY
  by: [place, year]
  source: s
  rows: [{place: land, year: 2016, value: 100 CNY}, {place: land, year: 2017, value: 120 CNY}, {place: south, year: 2017, value: 90 CNY}]
toll:
  label: Toll
  unit: CNY
  paper: [{from: 2015-01-01, value: 1 CNY, source: s}, {from: turning, value: 2 CNY, source: s}]
fare:
  label: Fare
  unit: CNY
  paper: [{from: 2015-01-01, value: 5 CNY, source: s}, {from: turning, value: 7 CNY, source: s}]
term:
  label: Term
  unit: month
  paper: [{from: 2016-01-01, value: 6 months, source: s}, {from: closing, value: none, source: s}]
"""

_CONDITIONS = [
    "applicant.healthy",
    "applicant.student",
    "applicant.age >= 18",
    "applicant.age < 60",
    "applicant.salary >= floor_pay",
    "applicant.salary * applicant.share > 100 CNY",
    "applicant.salary / 2 <= 2 * wage[applicant.town, year(application) - 1]",
    "toll == 1 CNY",
    "fare == 7 CNY",
    "fare - toll >= 5 CNY",
    "applicant.degree >= mid",
    "applicant.degree == low",
    "applicant.sort in [a, b]",
    "applicant.sort != c",
    "applicant.town in north",
    "applicant.town in zone",
    "applicant.town == south",
    "applicant.left - applicant.came <= stay_days[applicant.town]",
    "applicant.came + term <= application",
    "years_between(applicant.came, application) >= 2 years",
    "terms_needed(applicant.came, application, term) <= 3",
    "days_of(term, applicant.came) > 181 days",
    "agency.rating == good",
    "has(agency)",
    "counted",
    "min(applicant.salary, 300 CNY) == 300 CNY",
    "floor(applicant.salary * applicant.share) >= 50 CNY",
    "max(applicant.age, 30 years) > 40 years",
    "whole(applicant.share * 4)",
    "(applicant.salary if applicant.student else 200 CNY) > 250 CNY",
]


@st.composite
def conditions(draw: st.DrawFn, rules: list[str], depth: int = 2) -> str:
    """A random condition over the facts, parameters and earlier rules."""
    kind = draw(st.integers(0, 5 if depth else 1))
    if kind <= 1:
        return draw(st.sampled_from(_CONDITIONS + rules))
    if kind == 2:
        return f"not ({draw(conditions(rules, depth - 1))})"
    joined = " and " if kind in (3, 4) else " or "
    parts = draw(st.lists(conditions(rules, depth - 1), min_size=2, max_size=3))
    whole = "(" + joined.join(f"({part})" for part in parts) + ")"
    return whole if len(whole) <= 480 else parts[0]  # an expression is at most 500 characters long


@st.composite
def bodies(draw: st.DrawFn, rules: list[str], numbers: list[str]) -> tuple[str, str]:
    """A random body as YAML lines, and what it gives (yes_no or number)."""
    kind = draw(
        st.sampled_from(
            ["when", "all", "any", "every", "some", "first", "table", "best", "count", "total", "sum", "run", "choice"]
        )
    )
    one = conditions(rules)
    match kind:
        case "when":
            lines = f"when: {draw(one)}\n"
            if draw(st.booleans()):
                lines += f"unless: [{{when: '{draw(one)}', source: s}}]\n"
            return lines, "yes_no"
        case "all" | "any":
            members = draw(st.lists(one, min_size=1, max_size=4))
            return f"{kind}:\n" + "".join(f"  - {member}\n" for member in members), "yes_no"
        case "every" | "some":
            held = draw(st.sampled_from(["pay >= 100 CNY", "site in zone", "pay >= wage[site, year - 1]"]))
            return f"{kind}: {{of: applicant.years, last: 3 years}}\nwhen: worked and {held}\n", "yes_no"
        case "count":
            held = draw(st.sampled_from(["late", "spot in zone", "not spot in north"]))
            return f"count: {{of: applicant.stays, within: 2 years}}\nwhen: {held}\n", "number"
        case "total":
            return "total: {of: applicant.years, last: 2 years}\nwhen: worked\nvalue: pay\n", "money"
        case "run":
            return "longest_run: {of: applicant.years, all: true}\nwhen: worked\n", "number"
        case "first":
            return (
                f"first_of: [{{when: '{draw(one)}', value: 3}}, {{when: '{draw(one)}', value: 7}}, {{otherwise: 5}}]\n",
                "number",
            )
        case "best":
            return (
                f"best_of: [{{when: '{draw(one)}', value: 3}}, {{when: '{draw(one)}', value: 7}}]\notherwise: 1\n",
                "number",
            )
        case "table":
            return (
                "table: {of: applicant.age, rows: [{below: 18, value: none}, {from: 18, below: 30, value: 4}, {from: 31, to: 50, value: 9}, {above: 50, value: 2}]}\n",
                "number",
            )
        case "choice":
            return "table: {of: applicant.sort, rows: [{is: a, value: 4}, {is: [b, c], value: 9}]}\n", "number"
    parts = [*numbers[-2:], "2", "applicant.share"]
    return f"value: {' + '.join(parts)}\n", "number"


@st.composite
def programmes(draw: st.DrawFn) -> dict[str, str]:
    """The files of a random programme."""
    rules: list[str] = []
    numbers: list[str] = []
    text = ""
    for index in range(draw(st.integers(2, 6))):
        name = f"r{index}"
        body, gives = draw(bodies(rules, numbers))
        unit = "  unit: CNY\n" if gives == "money" else ""
        head = f"{name}:\n  label: Rule {index}\n{unit}"
        if draw(st.booleans()):
            text += head + "  source: s\n" + _indented(body, 2)
        else:
            again = body if gives != "yes_no" or not draw(st.booleans()) else f"when: {draw(conditions(rules))}\n"
            text += head + "  paper:\n    - from: 2015-06-01\n      source: s\n" + _indented(body, 6)
            text += (
                f"    - from: {draw(st.sampled_from(['turning', '2018-05', '2018-01-01', '2018']))}\n      source: s\n"
                + _indented(again, 6)
            )
        if gives == "yes_no":
            rules.append(name)
        elif gives == "number":
            numbers.append(name)
            rules.append(f"{name} >= 4")
    last = rules[-1] if rules else "applicant.healthy"
    routes = f"way:\n  label: Way\n  kind: permit\n  decided_by: [office]\n  source: s\n  all:\n    - {last}\n    - applicant.healthy\n"
    return {
        "programme.yaml": PROGRAMME.format(key="random"),
        "sources.yaml": SOURCES,
        "assumptions.yaml": ASSUMPTIONS,
        "facts.yaml": FACTS,
        "parameters.yaml": PARAMETERS,
        "rules.yaml": text,
        "routes.yaml": routes,
    }


def _indented(text: str, by: int) -> str:
    return "".join(" " * by + line + "\n" for line in text.splitlines())


def write(files: Mapping[str, str], folder: Path) -> Path:
    """Write a programme's files into a folder named `random`."""
    target = folder / "random"
    target.mkdir(exist_ok=True)
    for name, text in files.items():
        (target / name).write_text(text, encoding="utf-8")
    return target


_TOWNS = st.sampled_from(["elsewhere_in_land", "elsewhere_in_north", "south", "elsewhere_in_zone"])
#: A wider place that always holds a place, as somebody names it who does not know more exactly.
_AROUND = {"elsewhere_in_land": "land", "elsewhere_in_north": "north", "south": "land", "elsewhere_in_zone": "zone"}
_DAYS = st.dates(date(2015, 1, 1), date(2020, 12, 31))


@st.composite
def full_cases(draw: st.DrawFn) -> dict[str, Any]:
    """Facts of a complete case: everything known, histories complete."""
    came = draw(_DAYS)
    facts: dict[str, Any] = {
        "applicant.healthy": draw(st.booleans()),
        "applicant.student": draw(st.booleans()),
        "applicant.age": draw(st.integers(0, 99)),
        "applicant.salary": draw(st.integers(0, 1000)),
        "applicant.share": draw(st.sampled_from(["0", "0.25", "0.3", "0.5", "1"])),
        "applicant.degree": draw(st.sampled_from(["low", "mid", "high"])),
        "applicant.sort": draw(st.sampled_from(["a", "b", "c"])),
        "applicant.town": draw(_TOWNS),
        "applicant.came": came,
        "applicant.left": came + timedelta(days=draw(st.integers(0, 9))),
        "agency": draw(st.booleans()),
    }
    if facts["agency"]:
        facts["agency.rating"] = draw(st.sampled_from(["good", "bad"]))
    years = draw(st.lists(st.integers(2013, 2020), unique=True, max_size=6))
    facts["applicant.years"] = {
        "complete": True,
        "entries": [
            {"year": year, "worked": draw(st.booleans()), "pay": draw(st.integers(0, 500)), "site": draw(_TOWNS)}
            for year in years
        ],
    }
    stays = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(_DAYS)
        stays.append(
            {
                "from": start,
                "to": start + timedelta(days=draw(st.integers(0, 400))),
                "late": draw(st.booleans()),
                "spot": draw(_TOWNS),
            }
        )
    facts["applicant.stays"] = {"complete": True, "entries": stays}
    return facts


@st.composite
def partial_of(draw: st.DrawFn, facts: dict[str, Any]) -> dict[str, Any]:
    """The same case with some of it unknown: facts left out, bounds and options instead of values, histories cut."""
    known: dict[str, Any] = {}
    for name, value in facts.items():
        how = draw(st.integers(0, 3))
        if how == 0 or (name == "agency" and how == 1 and "agency.rating" not in facts):
            continue
        if isinstance(value, dict):
            known[name] = value if how == 3 else draw(_cut(value))
        elif how == 1 and name == "applicant.town" and draw(st.booleans()):
            known[name] = _AROUND[value]
        elif how == 1 and name in ("applicant.sort", "applicant.degree", "applicant.town"):
            others = {
                "applicant.sort": ["a", "b", "c"],
                "applicant.degree": ["low", "mid", "high"],
                "applicant.town": ["elsewhere_in_north", "south", "elsewhere_in_zone", "north", "zone"],
            }
            known[name] = sorted({value, draw(st.sampled_from(others[name]))})
        elif how == 1 and name in ("applicant.age", "applicant.salary"):
            top = 99 if name == "applicant.age" else 1000
            known[name] = {"from": draw(st.integers(0, value)), "to": draw(st.integers(value, top))}
        elif how == 1 and isinstance(value, date):
            known[name] = value.isoformat()[:7]
        else:
            known[name] = value
    return known


@st.composite
def _cut(draw: st.DrawFn, history: dict[str, Any]) -> dict[str, Any]:
    entries = []
    dropped = False
    for entry in history["entries"]:
        how = draw(st.integers(0, 3))
        if how == 0:
            dropped = True
            continue
        kept = dict(entry)
        if how == 1:
            kept.pop(draw(st.sampled_from([key for key in kept if key not in ("year", "from")])))
        entries.append(kept)
    return {"complete": history["complete"] and not dropped and draw(st.booleans()), "entries": entries}
