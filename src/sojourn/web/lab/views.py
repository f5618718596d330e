"""The lab's pages: the form, how an order stands, what came of it, and its files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sojourn.policy import Language

from ..frame import page as page_of
from ..saying import say
from . import orders
from .asked import Asked, form_of, missing, read_asked
from .order import OWN, Order
from .orders import Kept, State, all_kept, read_kept
from .running import Full, line

#: Seconds after which a page that waits looks again. A header says so: it needs no script, as the element `meta` would
#: not, and a link on the page leads to the same page without it.
_LOOK_AGAIN = 3
#: What each kind of file is.
_TYPES: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "yaml": "application/yaml",
}


def page(
    request: HttpRequest, language: Language, template: str, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """A page of the lab."""
    return page_of(request, language, f"lab/{template}", {**context, "in_lab": True}, status=status)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that can be taken out: the code of its name, and its addresses."""

    code: str
    csv: str
    parquet: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report, made and escaped by the lab; long ones that few need are folded."""

    key: str
    heading: str
    text: str
    folded: bool


#: The sections of the report that a page has unfolded.
_OPEN = ("question", "in_short", "charts_heading", "cannot_heading")


def _section(told: Mapping[str, str]) -> Section:
    heading, text = mark_safe(told["heading"]), mark_safe(told["text"])
    return Section(told["key"], heading, text, folded=told["key"] not in _OPEN)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, language: Language) -> HttpResponse:
    """Choose what to run; sent, it is begun, and the page of the order follows."""
    if needed := missing():
        context = {"missing": ", ".join(needed), "install": "pip install 'sojourn[lab]'"}
        return page(request, language, "absent", context, status=200 if request.method != "POST" else 503)
    posted = request.method == "POST"
    asked = read_asked(request.POST if posted else request.GET, language, judge=posted)
    if asked.order is None:
        return _form(request, language, asked, status=400 if posted else 200)
    try:
        number = line.take(asked.order)
    except Full as full:
        busy = say(language, "lab.full", count=full.waiting)
        return _form(request, language, asked, busy=busy, status=503)
    response = HttpResponseRedirect(reverse("lab_order", kwargs={"language": language, "number": number}))
    response.status_code = 303  # what follows is to be looked at, whatever was sent
    return response


def _form(request: HttpRequest, language: Language, asked: Asked, *, busy: str = "", status: int = 200) -> HttpResponse:
    context = {
        "asked": asked,
        "wrong": asked.wrong,
        "busy": busy,
        "most_people": settings.LAB_MOST_PEOPLE,
        "most_runs": settings.LAB_MOST_RUNS,
        "most_scenarios": settings.LAB_MOST_SCENARIOS,
        "days_kept": settings.LAB_KEPT.days,
    }
    return page(request, language, "start", context, status=status)


@require_safe
def order(request: HttpRequest, language: Language, number: str) -> HttpResponse:
    """How an order stands; what came of it, where it is done."""
    kept = read_kept(number)
    if kept is None:
        return page(request, language, "gone", {"days_kept": settings.LAB_KEPT.days}, status=404)
    again = f"{reverse('lab', kwargs={'language': language})}?{form_of(kept.order).urlencode()}"
    context = {"kept": kept, "again": again, "until": timezone.localdate(kept.until)}
    if kept.state is State.DONE:
        told = json.loads((kept.results / f"told.{language}.json").read_text(encoding="utf-8"))
        context |= {"title": mark_safe(told["title"]), "sections": [_section(one) for one in told["sections"]]}
        return page(request, language, "result", context | _files(language, kept))
    still = request.GET.get("renew") == "no"
    context |= {
        "heading": say(language, f"lab.state.{kept.state}.title"),
        "said": say(language, f"lab.state.{kept.state}.text"),
        "before": _before(kept) if kept.state is State.WAITING else 0,
        "still": still,
    }
    response = page(request, language, "order", context)
    if kept.state.open and not still:
        response.headers["Refresh"] = str(_LOOK_AGAIN)
    return response


def _before(kept: Kept) -> int:
    """How many open orders came before one."""
    return sum(one.state.open and one.taken < kept.taken for one in all_kept())


def _files(language: Language, kept: Kept) -> dict[str, object]:
    def address(name: str) -> str:
        return reverse("lab_take_out", kwargs={"language": language, "number": kept.number, "name": name})

    return {
        "report": address("report.html"),
        "data": address("result.json"),
        "own": address(OWN) if kept.order.own else "",
        "tables": [
            Table(f"lab.table.{one}", address(f"{one}.csv"), address(f"{one}.parquet"))
            for one in kept.order.tables
            if (kept.results / f"{one}.csv").exists()  # an order taken before there was such a table has none
        ],
    }


@require_POST
def cancel_order(request: HttpRequest, language: Language, number: str) -> HttpResponse:
    """End an order that is not done; whoever has its address may."""
    kept = read_kept(number)
    if kept is not None and kept.state.open:
        orders.cancel(number)
    response = HttpResponseRedirect(reverse("lab_order", kwargs={"language": language, "number": number}))
    response.status_code = 303
    return response


@require_safe
def take_out(request: HttpRequest, language: Language, number: str, name: str) -> HttpResponseBase:
    """A file of what came of an order: the report in the language of the address, the data, or a table."""
    kept = read_kept(number)
    if kept is None or kept.state is not State.DONE or name not in _to_take_out(kept.order):
        return page(request, language, "gone", {"days_kept": settings.LAB_KEPT.days}, status=404)
    folder = kept.results.parent if name == OWN else kept.results
    file = folder / (f"report.{language}.html" if name == "report.html" else name)
    if not file.exists():
        return page(request, language, "gone", {"days_kept": settings.LAB_KEPT.days}, status=404)
    form = name.rpartition(".")[2]
    return FileResponse(
        file.open("rb"), as_attachment=True, filename=f"sojourn-lab-{number}-{name}", content_type=_TYPES[form]
    )


def _to_take_out(order: Order) -> frozenset[str]:
    """The names of the files of an order that is done."""
    tables = {f"{table}.{form}" for table in order.tables for form in ("csv", "parquet")}
    return frozenset({"report.html", "result.json", *tables, *([OWN] if order.own else ())})
