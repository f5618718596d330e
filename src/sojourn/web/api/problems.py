"""What is said when something is not done: one form for all of it, RFC 9457's `application/problem+json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel, ConfigDict, Field

from sojourn.policy import Catalogue, Language
from sojourn.register import NotAllowed, NotThere, Refused

from ..languages import TAGS, preferred

WORDS = Catalogue(Path(__file__).parent / "words")
MEDIA_TYPE = "application/problem+json"
#: What identifies a kind of problem: this, and its code.
TYPE = "urn:sojourn:problem:"

#: Refusals that come from what has happened meanwhile, and not from what was sent.
_CONFLICTS = ("stale_form", "no_step.", "key_used_for_another")


@dataclass(frozen=True, slots=True)
class Wrong:
    """One field that cannot be as it was sent: where it stands, and why."""

    field: str
    code: str
    slots: Mapping[str, str] = dataclass_field(default_factory=dict)


class Problem(Exception):
    """Why a request is not answered. `code` is one of this room's words."""

    def __init__(
        self,
        status: int,
        code: str,
        *,
        field: str = "",
        wrong: Iterable[Wrong] = (),
        headers: Mapping[str, str] | None = None,
        **slots: object,
    ) -> None:
        super().__init__(status, code)
        self.status = status
        self.code = code
        self.field = field
        self.wrong = tuple(wrong)
        self.headers = headers or {}
        self.slots = {name: str(value) for name, value in slots.items()}

    def told(self, language: Language) -> str:
        """The sentence in a language."""
        return WORDS.say(language, f"problem.{self.code}", **self.slots)


class WrongField(BaseModel):
    """One field that cannot be as it was sent."""

    model_config = ConfigDict(extra="forbid")

    field: str = Field(description="Where it stands: a name, or names joined by points.")
    code: str
    detail: str
    slots: dict[str, str]


class ProblemDetails(BaseModel):
    """Why a request was not answered (RFC 9457). Nothing of it was done."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(description="`urn:sojourn:problem:` and the code.")
    title: str = Field(description="The kind of status, in words.")
    status: int
    detail: str = Field(description="What is wrong and what to do, in the language of `Accept-Language` (en, zh, vi).")
    code: str = Field(description="For a program to go by.")
    field: str = Field(description="What has to change: a field, parameter or header. Empty where it is none of these.")
    slots: dict[str, str] = Field(description="The values that stand in `detail`, by name.")
    errors: list[WrongField] = Field(description="Every field that is wrong, where `code` is `invalid`.")


def of_refusal(refused: Refused) -> int:
    """The status of a refusal by the register."""
    if isinstance(refused, NotThere):
        return 404
    if isinstance(refused, NotAllowed):
        return 403
    return 409 if refused.code.startswith(_CONFLICTS) else 422


def answer(request: HttpRequest, problem: Problem | Refused) -> HttpResponse:
    """The response that tells a problem."""
    language = preferred(request)
    status = problem.status if isinstance(problem, Problem) else of_refusal(problem)
    wrong = problem.wrong if isinstance(problem, Problem) else ()
    said: dict[str, Any] = {
        "type": TYPE + problem.code,
        "title": WORDS.say(language, f"status.{status}"),
        "status": status,
        "detail": problem.told(language),
        "code": problem.code,
        "field": problem.field or (wrong[0].field if wrong else ""),
        "slots": problem.slots if isinstance(problem, Problem) else problem.slots_told(language),
        "errors": [
            {
                "field": one.field,
                "code": one.code,
                "detail": WORDS.say(language, f"field.{one.code}", **one.slots),
                "slots": dict(one.slots),
            }
            for one in wrong
        ],
    }
    response = HttpResponse(json.dumps(said, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)
    response.headers["Content-Language"] = TAGS[language]
    response.headers["Vary"] = "Accept-Language"
    if isinstance(problem, Problem):
        for name, value in problem.headers.items():
            response.headers[name] = value
    return response


# ---- fields that do not fit ----------------------------------------------------------------------------------------

#: What pydantic says of a value, in words of ours: the code, and which of its own figures go along.
_OF_PYDANTIC: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "missing": ("missing", {}),
    "extra_forbidden": ("unknown", {}),
    "string_type": ("not_text", {}),
    "string_too_short": ("too_short", {"min_length": "least"}),
    "string_too_long": ("too_long", {"max_length": "most"}),
    "string_pattern_mismatch": ("form", {}),
    "string_unicode": ("form", {}),
    "int_type": ("not_whole", {}),
    "int_parsing": ("not_whole", {}),
    "greater_than_equal": ("too_small", {"ge": "least"}),
    "less_than_equal": ("too_great", {"le": "most"}),
    "literal_error": ("not_among", {"expected": "among"}),
    "not_a_day": ("not_a_day", {}),
    "not_a_moment": ("not_a_moment", {}),
    "model_type": ("not_an_object", {}),
    "model_attributes_type": ("not_an_object", {}),
    "bool_type": ("not_true_or_false", {}),
}


def invalid(errors: Iterable[Mapping[str, Any]]) -> Problem:
    """The problem of a request whose fields do not fit, from what pydantic says of them."""
    return Problem(422, "invalid", wrong=[_wrong(error) for error in errors])


def _wrong(error: Mapping[str, Any]) -> Wrong:
    code, figures = _OF_PYDANTIC.get(error["type"], ("form", {}))
    context = error.get("ctx", {})
    place = [str(part) for part in error["loc"]]
    # The first part says whether it stood in the body, query or path; a body is then named after the parameter.
    place = place[2:] if place[:1] == ["body"] else place[1:]
    return Wrong(
        ".".join(part for part in place if part not in ("query", "sent")),
        code,
        {slot: str(context[name]).replace("'", "") for name, slot in figures.items()},
    )
