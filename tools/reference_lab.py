"""What docs/reference/scenarios.md says of the lab's scenarios: the form of their files, and those of the package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any, Final

import yaml

from sojourn.lab import SCENARIO, available_scenarios, read_scenario
from sojourn.policy import Shape

PROBLEMS: Final = Path(__file__).parents[1] / "src/sojourn/lab/scenarios/words/problems.en.yaml"

INTRO: Final = """A scenario asks what people would do if a programme, or what they meet, were otherwise. It is one YAML
file; several may be given at once, and where two speak of the same thing the later one has it. What it says of the
programme is written in the programme's own language (see [The policy language](../language.md)): an entry that has a
`label` stands for the whole of the one of that name, any other for the layer or part that it gives. Every mistake is
told at once, with its file, line and column, before anything runs.

    key: half_year_permits
    label: {en: Half-year permits, zh: 半年期许可, vi: Giấy phép nửa năm}
    question: {en: What if ...?, zh: 如果……？, vi: Nếu ... thì sao?}
    source: [gx.permit.paper, gx.plan2017]
    assumed: {en: The fee stays what it was., zh: 费用不变。, vi: Phí giữ nguyên.}
    programme:
      parameters:
        permit_term:
          practice:
            - {value: none, source: gx.trial}
            - {from: trial_start, value: 6 months, source: gx.permit.paper}
            - {from: suspension, value: none, source: gx.trial.suspension}
    assume: {fee_for_each_permit: yes}
    settle: {suspension: 2020-02-01}
    model: {inspection_effort: {times: 0.5}}
    authorities: {centre: reacts, local: fixed}"""

_Part = tuple[str, str, Sequence[str], list[Sequence[str]]]


def parts() -> Iterator[_Part]:
    """Every table: its title, what stands before it, its heads and its rows."""
    yield "Keys", "", ("Key", "What it says", "Must be there"), _keys(SCENARIO)
    inner = {key.name: key.form for key in SCENARIO.keys if isinstance(key.form, Shape)}
    yield "`authorities`", "", ("Key", "What it says", "Must be there"), _keys(inner["authorities"])
    yield (
        "Those of the border trial",
        "`sojourn` takes their names with `-` or `_`.\n\n",
        ("Name", "Scenario", "What it asks", "What no source says"),
        [_told(name) for name in available_scenarios()],
    )
    yield (
        "What can be wrong",
        "Beside [what can be wrong with a programme](problems.md). Words in braces stand for what was found.\n\n",
        ("Code", "What it says"),
        [(f"`{code}`", sentence) for code, sentence in yaml.safe_load(PROBLEMS.read_text(encoding="utf-8")).items()],
    )


def _keys(shape: Any) -> list[Sequence[str]]:
    return [(f"`{key.name}`", key.says, "yes" if key.required else "") for key in shape.keys]


def _told(name: str) -> Sequence[str]:
    # What the model's parameters are is for the model to say; here only the texts are read.
    one = read_scenario(name, _EVERY)
    return f"`{name}`", one.label["en"], one.question["en"], one.assumed.get("en", "")


@dataclass(frozen=True)
class _Any:
    """A parameter that can be set to anything."""

    least: float = -inf
    most: float = inf


class _Every(dict[str, _Any]):
    """Holds every name."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> _Any:
        return _Any()


_EVERY: Final = _Every()
