"""The form of the lab's first page, as a person fills it in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from django.test import Client

from sojourn.web.lab.order import Order
from tests.web.visitor import FORM, Page, Visitor

FILLED = {
    "people": "300",
    "runs": "2",
    "seed": "7",
    "from:year": "2018",
    "from:month": "1",
    "from:day": "1",
    "to:year": "2018",
    "to:month": "3",
    "to:day": "31",
}
ORDER = Order(("half_year_permits",), 300, date(2018, 1, 1), date(2018, 3, 31), 2, 7)


def ask(
    client: Client,
    language: str = "en",
    scenarios: tuple[str, ...] = ("half_year_permits",),
    own: Mapping[str, str] | None = None,
    **other: str,
) -> tuple[int, str, Page]:
    """Send the form: the status, where it leads, and the page that came back."""
    typed = {**FILLED, **{name.replace("_", ":"): text for name, text in other.items()}}
    typed |= {f"own:{name}": amount for name, amount in (own or {}).items()}
    sent = urlencode([*(("scenario", one) for one in scenarios), *typed.items()])
    response = client.post(f"/{language}/lab/", sent, content_type=FORM)
    page = Visitor(client)._page(f"/{language}/lab/", response)
    return response.status_code, response.headers.get("Location", ""), page
