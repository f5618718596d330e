"""What a firm or an agency takes from a worker for recruiting her: declared from her application."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sojourn.policy import Language
from sojourn.register import By, Purpose, Role, charges, opened, today

from .deeds import Deed, amount, ask, run
from .doing import desk
from .forms import Field, Sent, typed_date
from .hearings import where
from .telling import told_field

_OF_APPLICATION = ("number", "holder_name", "employer", "site")


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.AGENCY, Role.EMPLOYER, purpose=Purpose.FILING)
def declare(request: HttpRequest, language: Language, by: By, number: str) -> HttpResponse:
    """Declare what the worker of an application was charged for being recruited."""
    row = opened(by, "application", number)
    page = where(language, "application", number)

    def asks(sent: Sent) -> tuple[Field, ...]:
        day = today()
        shown = sent if "charged_on-day" in sent else _on(sent, day.year, day.month, day.day)
        return (
            ask("amount", "figure", language, sent, code="desk.ask.fee_taken"),
            ask("charged_on", "day", language, shown),
        )

    def act(sent: Sent) -> str:
        taken = charges.Taken(amount(sent, "amount") or Decimal(0), typed_date("charged_on", sent) or today())
        return where(language, "charge", charges.declare(by, number, taken).receipt)

    beside = tuple(told_field(row, name, language) for name in _OF_APPLICATION if row.get(name) not in (None, ""))
    return run(request, language, by, Deed("declare_fee", page, "application", act, asks, beside=beside))


def _on(sent: Sent, year: int, month: int, day: int) -> Sent:
    """What was sent, with a day already filled in."""
    return {**sent, "charged_on-year": str(year), "charged_on-month": str(month), "charged_on-day": str(day)}
