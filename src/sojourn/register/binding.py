"""How the register's words tie to a programme's entries: which route is the permit, which fact is the firm's sector.

A binding is data (`bindings/NAME.yaml`) and holds no rule; one that `extends` another says only what differs. It is
checked against the programme when it is read, so that a renamed entry is noticed at the start, not at the counter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from sojourn.policy import Layer, Programme, load


class BindingError(Exception):
    """The binding names something that the programme does not have."""


@dataclass(frozen=True, slots=True)
class Binding:
    """A programme as the register uses it.

    `facts` maps facts of the programme to values the register holds (see `known`). `layer` is the layer whose term and
    fee are given out; the other stands beside it.
    """

    programme: str
    place: str
    layer: Layer
    route: str
    term: str
    fee: str
    decide_step: str
    premium: str
    may_file: str
    may_hire: str
    leave_by: str
    batch_renewal: str
    worker_pays: str
    employer_insures: str
    leaves_to_renew: str
    gone_after: str
    transfer_anew: str
    sector: str
    grade: str
    province: str
    nationality: str
    overstay: str
    outside_area: str
    outside_area_fact: str
    suspend_employer: str
    suspend_agency: str
    lowest_grade: str
    grades: Mapping[str, str]
    grade_counts: str
    grade_window: str
    minor: str
    minor_age: str
    appeal_time: str
    equal_pay: str
    wage: str
    local_wage: str
    acts_for: Mapping[str, tuple[str, ...]]
    breach_facts: Mapping[str, str]
    facts: Mapping[str, str]
    stay_facts: Mapping[str, str]


@cache
def binding(name: str) -> Binding:
    """The binding of that name, checked against its programme."""
    written = _written(name)
    acts_for = {office: tuple(authorities) for office, authorities in written["acts_for"].items()}
    bound = Binding(**{**written, "layer": Layer(written["layer"]), "acts_for": acts_for})
    check_binding(bound, programme_of(bound.programme))
    return bound


def _written(name: str) -> dict[str, Any]:
    """What a binding says, with what it leaves to the one that it extends."""
    file = resources.files(__package__).joinpath("bindings").joinpath(f"{name}.yaml")
    own: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    extended = own.pop("extends", None)
    return {**_written(extended), **own} if extended else own


@cache
def programme_of(key: str) -> Programme:
    """The programme by its name or the path of its folder, read once: who edits its files starts the register anew."""
    return load(Path(key) if "/" in key else key)


def check_binding(bound: Binding, programme: Programme) -> None:
    """Raise BindingError, naming every entry, grant, step, fact and place that the programme does not have."""
    missing = [
        f"{what} '{key}'"
        for what, key, there in (
            ("place", bound.place, bound.place in programme.places),
            ("route", bound.route, bound.route in programme.routes),
            ("parameter", bound.premium, bound.premium in programme.parameters),
            ("rule", bound.may_file, bound.may_file in programme.rules),
            ("rule", bound.may_hire, bound.may_hire in programme.rules),
            ("rule", bound.leave_by, bound.leave_by in programme.rules),
            ("rule", bound.batch_renewal, bound.batch_renewal in programme.rules),
            ("rule", bound.leaves_to_renew, bound.leaves_to_renew in programme.rules),
            ("rule", bound.gone_after, bound.gone_after in programme.rules),
            ("rule", bound.transfer_anew, bound.transfer_anew in programme.rules),
            ("assumption", bound.worker_pays, bound.worker_pays in programme.assumptions),
            ("assumption", bound.employer_insures, bound.employer_insures in programme.assumptions),
            *(
                ("conduct", key, key in programme.conduct)
                for key in (bound.overstay, bound.outside_area, bound.suspend_employer, bound.suspend_agency)
            ),
            *(
                ("rule", key, key in programme.rules)
                for key in (
                    *bound.grades.values(),
                    bound.grade_window,
                    bound.minor,
                    bound.appeal_time,
                    bound.equal_pay,
                )
            ),
            *(
                ("authority", key, key in programme.authorities)
                for office, authorities in bound.acts_for.items()
                for key in (office, *authorities)
            ),
        )
        if not there
    ]
    route = programme.routes.get(bound.route)
    if route is not None:
        missing += [f"grant '{key}'" for key in (bound.term, bound.fee) if key not in {one.key for one in route.grants}]
        if bound.decide_step not in {step.key for step in route.steps}:
            missing.append(f"step '{bound.decide_step}'")
    named = [bound.sector, bound.grade, bound.province, bound.nationality, *bound.facts, *bound.stay_facts]
    named += [bound.outside_area_fact, bound.grade_counts, bound.minor_age, bound.wage, bound.local_wage]
    named += bound.breach_facts
    missing += [f"fact '{name}'" for name in named if name not in programme.facts and name not in ("agency", "entry")]
    if missing:
        raise BindingError(f"the binding of '{bound.programme}' names what the programme lacks: {', '.join(missing)}")
