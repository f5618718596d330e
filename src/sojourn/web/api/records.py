"""Reading: listings, single records and what may be taken out, for each kind of object in the table of rights."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Query
from pydantic import BaseModel

from sojourn.register import KINDS, Act, By, NotAllowed, Role, all_rights, exported, listing, may, opened, right

from .door import admitted, shown
from .problems import Problem, Wrong
from .rendering import record, rendered
from .routes import router
from .shapes import Number, Whole, filters_of, page_of, query_of, record_of


def with_act(*acts: Act) -> tuple[str, ...]:
    """The kinds of objects that some role does one of these to, in the order of the kinds."""
    return tuple(
        kind for kind in KINDS if any(of == kind and held.acts & set(acts) for (_, of), held in all_rights().items())
    )


def _listed(kind: str) -> Callable[..., HttpResponse]:
    def listed(request: HttpRequest, query: Any) -> HttpResponse:
        refuse_unknown(request, query_of(kind))
        with admitted(request) as by:
            where = _where(by, kind, query)
            act = Act.SEARCH if where is not None and may(by, kind, Act.SEARCH) else Act.LIST
            page = listing(by, kind, where=where, rows=query.rows, after=_number(kind, query.after), act=act)
            following = None
            if page.following is not None:
                following = _cursor(page.last)
        return rendered({"rows": [record(row) for row in page], "total": page.total, "after": following})

    listed.__annotations__ = {"request": HttpRequest, "query": Query[query_of(kind)], "return": HttpResponse}  # type: ignore[misc]
    return listed


def _opened(kind: str) -> Callable[..., HttpResponse]:
    def one(request: HttpRequest, number: Any) -> HttpResponse:
        refuse_unknown(request)
        presented = shown(request)
        with admitted(request) as by:
            row = opened(by, kind, number, shown=presented)
        return rendered(record(row))

    of = Whole if KINDS[kind].number == "pk" else Number
    one.__annotations__ = {"request": HttpRequest, "number": of, "return": HttpResponse}
    return one


def _exported(kind: str) -> Callable[..., HttpResponse]:
    def taken_out(request: HttpRequest) -> HttpResponse:
        refuse_unknown(request)
        with admitted(request) as by:
            rows = exported(by, kind)
        return rendered([record(row) for row in rows])

    taken_out.__annotations__ = {"request": HttpRequest, "return": HttpResponse}
    return taken_out


def refuse_unknown(request: HttpRequest, query: type[BaseModel] | None = None) -> None:
    """Raise Problem for a parameter that there is not, or given twice: neither may be passed over in silence."""
    known = set(query.model_fields) if query is not None else set()
    wrong = [Wrong(name, "unknown") for name in request.GET if name not in known]
    wrong += [Wrong(name, "twice") for name in known & request.GET.keys() if len(request.GET.getlist(name)) > 1]
    if wrong:
        raise Problem(422, "invalid", wrong=wrong)


def _where(by: By, kind: str, query: BaseModel) -> Q | None:
    """The condition of the parameters. Raises NotAllowed for a field that the role may not see."""
    held = right(Role(by.account.role), kind, by.purpose)
    seen = held.fields if held is not None else ()
    where: Q | None = None
    for name, (field, path) in filters_of(kind).items():
        value = getattr(query, name)
        if value is None:
            continue
        if field not in seen:
            raise NotAllowed()
        narrowed = Q(**{path: value == "true" if value in ("true", "false") else value})
        where = narrowed if where is None else where & narrowed
    return where


def _cursor(last: str | int | None) -> str:
    return base64.urlsafe_b64encode(str(last).encode()).decode().rstrip("=")


def _number(kind: str, cursor: str | None) -> str | int | None:
    """The number that a cursor stands for. Raises Problem."""
    if cursor is None:
        return None
    try:
        number = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        if _cursor(number) != cursor or not number.isprintable():
            raise ValueError(cursor)
        if KINDS[kind].number != "pk":
            return number
        if not number.isdecimal() or len(number) > 18:
            raise ValueError(cursor)
        return int(number)
    except (binascii.Error, ValueError):
        raise Problem(422, "invalid", wrong=[Wrong("after", "form")]) from None


for _kind in with_act(Act.LIST, Act.SEARCH):
    router.get(
        f"/{_kind}",
        response=page_of(_kind),
        operation_id=f"list_{_kind}",
        summary=f"Records of a kind: {_kind}",
        description="The records that the role may see, a page at a time, the newest first.",
        tags=["Records"],
        url_name=f"api_list_{_kind}",
    )(_listed(_kind))
for _kind in with_act(Act.OPEN):
    router.get(
        f"/{_kind}/{{number}}",
        response=record_of(_kind),
        operation_id=f"open_{_kind}",
        summary=f"One record: {_kind}",
        description="One record. Who sees only those that are shown to her sends what is shown in `Sojourn-Shown`.",
        tags=["Records"],
        url_name=f"api_open_{_kind}",
    )(_opened(_kind))
for _kind in with_act(Act.EXPORT):
    router.get(
        f"/export/{_kind}",
        response=list[record_of(_kind)],  # type: ignore[misc]
        operation_id=f"export_{_kind}",
        summary=f"Take out: {_kind}",
        description="Every record that the account may take out.",
        tags=["Records"],
        url_name=f"api_export_{_kind}",
    )(_exported(_kind))
