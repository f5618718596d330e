"""Crossings: one at a time as somebody passes, or a file of them, for a post whose line was down."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from sojourn.policy import Language
from sojourn.register import BorderVerdict, By, Direction, DocumentKind, GapKind, crossing_files, crossings

from ..languages import preferred
from .door import KEY, admitted, digest_of, once
from .problems import Problem
from .records import refuse_unknown
from .rendering import plain, rendered
from .routes import router
from .shapes import Number

#: Bytes that a file of crossings may have: some hundred thousand lines.
LARGEST_FILE = 16_000_000
CSV, PARQUET = "text/csv", "application/vnd.apache.parquet"
_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$"


def _moment(value: Any) -> Any:
    """A moment with its zone; it stays the text that it is, for `Passing` wants the whole of it."""
    try:
        datetime.fromisoformat(value).astimezone()
    except (ValueError, TypeError, OverflowError):
        raise PydanticCustomError("not_a_moment", "not a moment") from None
    return value


class Passing(BaseModel):
    """Somebody passes at the post of the token's account."""

    model_config = ConfigDict(extra="forbid", strict=True)
    document: Number = Field(description="The number of the border pass, passport or permit that is shown.")
    direction: Literal[tuple(word.value for word in Direction)]  # type: ignore[valid-type]
    at: Annotated[
        str,
        BeforeValidator(_moment),
        StringConstraints(pattern=_MOMENT),
        Field(json_schema_extra={"format": "date-time"}),
    ] = Field(description="The second, with its zone: `2019-06-03T08:15:00+08:00`.")
    kind: Literal[tuple(word.value for word in DocumentKind)] | None = Field(  # type: ignore[valid-type]
        default=None, description="Needed only where a pass and a passport bear the same number."
    )
    to_work: bool = Field(default=True, description="False where she says that she does not come to work.")


class Reason(BaseModel):
    """Why an officer is called; it refuses nobody."""

    model_config = ConfigDict(extra="forbid")
    code: str
    detail: str
    slots: dict[str, str]


class Passed(BaseModel):
    """What the post is told. The same crossing reported again is answered as before, `repeated`."""

    model_config = ConfigDict(extra="forbid")
    crossing: int
    verdict: Literal[tuple(word.value for word in BorderVerdict)]  # type: ignore[valid-type]
    reasons: list[Reason]
    repeated: bool
    stay: str | None
    leave_by: Annotated[str, Field(json_schema_extra={"format": "date"})] | None
    latest: Annotated[str, Field(json_schema_extra={"format": "date"})] | None
    gap: Literal[tuple(word.value for word in GapKind)] | None  # type: ignore[valid-type]


class Line(BaseModel):
    """A line of a file that was not recorded."""

    model_config = ConfigDict(extra="forbid")
    line: int
    field: str
    value: str
    code: str
    detail: str
    slots: dict[str, str]


class Delivered(BaseModel):
    """What became of a file. `bad` holds the first thousand of `bad_lines`."""

    model_config = ConfigDict(extra="forbid")
    lines: int
    recorded: int
    repeated: int
    referred: int
    bad_lines: int
    bad: list[Line]


@router.post("/crossing", response={200: Passed}, operation_id="record_crossing", tags=["Border"], url_name="api_pass")
def record(request: HttpRequest, sent: Passing) -> HttpResponse:
    """Record a crossing. It is known by its document, direction and second, so that no key is needed to repeat it."""
    refuse_unknown(request)
    language = preferred(request)
    passing = crossings.Passing(
        sent.document,
        Direction(sent.direction),
        datetime.fromisoformat(sent.at),
        DocumentKind(sent.kind) if sent.kind else None,
        sent.to_work,
    )
    with_key = KEY in request.headers
    with admitted(request, holding_chain=not with_key) as by:
        if with_key:
            return once(request, by, lambda: (200, _passed(crossings.record(by, passing), language)))
        return rendered(_passed(crossings.record(by, passing), language))


@router.post(
    "/crossings", response={200: Delivered}, operation_id="deliver_crossings", tags=["Border"], url_name="api_deliver"
)
def deliver(request: HttpRequest) -> HttpResponse:
    """Record a file of crossings, CSV in UTF-8 or Parquet, in one act.

    Columns: `document`, `direction` (in, out), `at`, and perhaps `kind`, `post` and `to_work`. With `all_or_none=true`
    one bad line keeps all of them out.
    """
    whole = _whole(request)
    file = _file(request)
    language = preferred(request)
    with admitted(request) as by:
        return once(request, by, lambda: (200, _delivered(by, file, whole, language)), digest=digest_of(file))


def _whole(request: HttpRequest) -> crossing_files.Whole:
    given = request.GET.get("all_or_none", "false")
    if (
        set(request.GET) - {"all_or_none"}
        or given not in ("true", "false")
        or len(request.GET.getlist("all_or_none")) > 1
    ):
        raise Problem(400, "not_understood", field="all_or_none")
    return crossing_files.Whole.ALL_OR_NONE if given == "true" else crossing_files.Whole.GOOD_LINES


def _file(request: HttpRequest) -> bytes:
    """The bytes of the file, read from the line: the site's own limit is for forms. Raises Problem."""
    if request.content_type not in (CSV, PARQUET):
        raise Problem(415, "wrong_file_type", field="Content-Type")
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_FILE:
        raise Problem(413, "too_large")
    read = request.read(LARGEST_FILE + 1)
    if len(read) > LARGEST_FILE:
        raise Problem(413, "too_large")
    return bytes(read)


def _passed(recorded: crossings.Recorded, language: Language) -> Mapping[str, Any]:
    return {
        "crossing": recorded.crossing,
        "verdict": recorded.verdict.value,
        "reasons": [
            {"code": one.code.value, "detail": one.told(language), "slots": dict(one.slots)} for one in recorded.reasons
        ],
        "repeated": recorded.repeated,
        "stay": recorded.stay or None,
        "leave_by": plain(recorded.leave_by),
        "latest": plain(recorded.latest),
        "gap": recorded.gap.value if recorded.gap else None,
    }


def _delivered(by: By, file: bytes, whole: crossing_files.Whole, language: Language) -> Mapping[str, Any]:
    done = crossing_files.deliver(by, io.BytesIO(file), whole)
    bad = [
        {
            "line": one.line,
            "field": one.field,
            "value": one.value,
            "code": one.code,
            "detail": one.told(language),
            "slots": dict(one.slots),
        }
        for one in done.bad
    ]
    counted = {name: getattr(done, name) for name in ("lines", "recorded", "repeated", "referred", "bad_lines")}
    return {**counted, "bad": bad}
