"""An officer begins to withhold her office's looks from a person for an inquiry: on a ground, and to a day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sojourn.policy import Language
from sojourn.register import By, Purpose, Refused, Role, asking, withholding

from ..saying import say
from .deeds import Deed, ask, run, text
from .doing import desk
from .forms import Field, Sent, typed_date


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.HR_OFFICER, Role.EXIT_ENTRY_OFFICER, purpose=Purpose.SANCTION)
def withhold(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """Say whose looks, why and until when; the auditor finds it on her list, and alone can renew it."""
    home = reverse("desk_home", kwargs={"language": language})

    def asks(sent: Sent) -> tuple[Field, ...]:
        return (
            ask("shown", "text", language, sent, code="desk.ask.withheld_from"),
            ask("ground", "area", language, sent),
            ask("until", "day", language, sent),
        )

    def act(sent: Sent) -> str:
        until = typed_date("until", sent)
        if until is None:
            raise Refused("adverse_without.ends_on", field="until")
        try:
            person = asking.of_breach(by, text(sent, "shown"))
        except Refused as refused:
            raise Refused(refused.code, field="shown", **refused.slots) from None
        withholding.withhold(by, person.number, text(sent, "ground"), until)
        return home

    note = say(language, "desk.withhold.note", days=withholding.MOST.days)
    deed = Deed("withhold", home, "withhold", act, asks, confirmed=True, notes=(note,))
    return run(request, language, by, deed)
