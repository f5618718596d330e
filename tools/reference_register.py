"""The page of the reference about the register: its promises, rights, steps and clocks, from the data it goes by."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from sojourn.register import Right, all_rights, all_transitions

ROOT: Final = Path(__file__).parents[1]

INTRO: Final = (
    "The register goes by data: who may see what stands in `rights.yaml`, how a case goes on in `transitions.yaml`, "
    "how long data is held in `retention.yaml`. This page is made from them."
)


def parts() -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """Each part of the page: its heading, the heads of its table, and the rows."""
    yield "Promises", ["", "promise", "held by"], promises()
    for role in dict.fromkeys(role for role, _ in all_rights()):
        held = [right for (of, _), right in all_rights().items() if of is role]
        yield f"What {role.value} sees", ["object", "whose", "fields", "how", "for"], [_right(one) for one in held]
    for case in dict.fromkeys(case for case, _, _ in all_transitions()):
        steps = [
            [
                f"`{step.start}`",
                f"`{step.event}`",
                f"`{step.end}`",
                ", ".join(sorted(step.by)),
                ", ".join(step.guards),
                ", ".join(
                    [*(["a reason"] if step.ground else []), *step.effects, *(["an appeal"] if step.appeal else [])]
                ),
            ]
            for (of, _, _), step in all_transitions().items()
            if of == case
        ]
        yield f"Steps of: {case}", ["from", "event", "to", "by", "if", "with"], steps
    yield "How long data is held", ["data", "from", "days", "then", "why"], clocks()


def promises() -> list[list[str]]:
    """Every promise with the tests that hold it."""
    said = _read("tests/register/promises.yaml")
    return [
        [str(number), one["promise"], ", ".join(f"`{test}`" for test in one["tests"])] for number, one in said.items()
    ]


def clocks() -> list[list[str]]:
    """Every class of data with its clock."""
    said = _read("src/sojourn/register/retention.yaml")["classes"]
    return [[name, one["from"], str(one["days"]), one["then"], one["why"]] for name, one in said.items()]


def _right(right: Right) -> list[str]:
    return [
        right.object,
        right.relation.value,
        ", ".join(right.fields),
        ", ".join(sorted(right.acts)),
        ", ".join(right.purposes),
    ]


def _read(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))
