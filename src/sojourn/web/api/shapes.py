"""What stands in a record of each kind, and by what a listing is narrowed down: read off the register's own tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal

from django.db import models as db
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, create_model
from pydantic_core import PydanticCustomError

from sojourn.register import KINDS

#: Text without control characters, which no name or number holds and PostgreSQL does not keep.
ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
#: The same with line ends and tabs.
LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


def _day(value: Any) -> Any:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise PydanticCustomError("not_a_day", "not a day")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("not_a_day", "not a day") from None


def _whole(value: Any) -> Any:
    if not isinstance(value, str) or not _WHOLE.fullmatch(value):
        raise PydanticCustomError("int_type", "not whole")
    return int(value)


def _something(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("string_too_short", "empty", {"min_length": 1})
    return value


Day = Annotated[date, BeforeValidator(_day)]
Whole = Annotated[int, BeforeValidator(_whole)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=ONE_LINE)]
Number = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=ONE_LINE)]
Text = Annotated[str, StringConstraints(max_length=4000, pattern=LINES)]
Said = Annotated[
    str,
    StringConstraints(min_length=1, max_length=4000, pattern=LINES),
    AfterValidator(_something),
    Field(
        json_schema_extra={
            "pattern": r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
        }
    ),
]
Yuan = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}(\.[0-9]{1,2})?$")]
_TOLD = Annotated[str, StringConstraints(pattern=r"^-?[0-9]+\.[0-9]{2}$")]


def column(kind: str, name: str) -> db.Field[Any, Any]:
    """The column that a field of a kind stands in."""
    model = KINDS[kind].model
    *steps, last = KINDS[kind].fields[name].split("__")
    for step in steps:
        related = model._meta.get_field(step).related_model
        assert isinstance(related, type)
        model = related
    return model._meta.pk if last == "pk" else model._meta.get_field(last)  # type: ignore[return-value]


def _in_answers(of: db.Field[Any, Any]) -> Any:
    """The type of a column's values in an answer."""
    if of.choices:
        return _words(of)
    match of:
        case db.BooleanField():
            return bool
        case db.DateTimeField():
            return Annotated[str, Field(json_schema_extra={"format": "date-time"})]
        case db.DateField():
            return Annotated[str, Field(json_schema_extra={"format": "date"})]
        case db.DecimalField():
            return _TOLD
        case db.IntegerField():
            return int
    return str


def _asked(of: db.Field[Any, Any]) -> Any:
    """The type of a column's values in an address; None where nothing is asked by it."""
    if of.choices:
        return _words(of)
    match of:
        case db.TextField() | db.DateTimeField() | db.DecimalField():
            return None
        case db.BooleanField():
            return Literal["true", "false"]
        case db.DateField():
            return Day
        case db.IntegerField():
            return Whole
    return Line


def _words(of: db.Field[Any, Any]) -> Any:
    words = [str(word) for word, _ in of.choices or ()]
    return Literal[tuple([*words, ""] if of.blank else words)]


@cache
def record_of(kind: str) -> type[BaseModel]:
    """The shape of a record: a field that the role may not see is not there; one that is not known is null."""
    fields: dict[str, Any] = {
        name: (_in_answers(column(kind, name)) | None, Field(default=None)) for name in KINDS[kind].fields
    }
    return create_model(kind.title().replace("_", ""), __config__=ConfigDict(extra="forbid"), **fields)


@cache
def page_of(kind: str) -> type[BaseModel]:
    """The shape of a page of records."""
    return create_model(
        kind.title().replace("_", "") + "Page",
        __config__=ConfigDict(extra="forbid"),
        rows=(list[record_of(kind)], ...),  # type: ignore[misc, arg-type]
        total=(int, Field(description="How many there are on all pages.")),
        after=(str | None, Field(description="What the next page is asked for with; null on the last.")),
    )


@cache
def filters_of(kind: str) -> Mapping[str, tuple[str, str]]:
    """The parameters that narrow a listing down: each with its field, and how the column is looked up.

    Values that identify somebody are none of them: addresses are written down along the way.
    """
    found: dict[str, tuple[str, str]] = {}
    for name, path in KINDS[kind].fields.items():
        of = column(kind, name)
        if _asked(of) is None or of.name in getattr(getattr(of.model, "Personal", None), "columns", ()):
            continue
        found[name] = (name, path)
        if isinstance(of, db.DateField):
            found[f"{name}_from"], found[f"{name}_to"] = (name, f"{path}__gte"), (name, f"{path}__lte")
    return found


@cache
def query_of(kind: str) -> type[BaseModel]:
    """The parameters of a listing."""
    fields: dict[str, Any] = {
        "rows": (Whole, Field(default=50, ge=1, le=200, description="How many records a page has.")),
        "after": (
            Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9_-]+$")] | None,
            Field(default=None, description="Where the page begins: `after` of the page before."),
        ),
    }
    for name, (field, _) in filters_of(kind).items():
        fields[name] = (_asked(column(kind, field)) | None, Field(default=None))
    return create_model(kind.title().replace("_", "") + "Query", __config__=ConfigDict(extra="forbid"), **fields)
