"""Moving to another employer or agency: the job and who may see her move on one day, and so does the permit."""

from __future__ import annotations

from decimal import Decimal

from .. import clock
from ..actors import By
from ..models import Agency, Application, Job, Person, Site
from ..refusal import Refused
from ..vocabulary import ApplicationKind
from . import applications
from .applications import OPEN_STATES, Asked
from .permits import running


def file(
    by: By,
    person: Person,
    site: Site,
    *,
    occupation: str,
    wage_promised: Decimal,
    agency: Agency | None = None,
) -> Application:
    """File for somebody to move to another site, employer or agency, while her permit runs.

    When it is issued the job there ends and the one here begins, on the same day; the permit before is given back as
    the new one begins. Raises Refused where no permit runs, where nothing would change, and where a case is open.
    """
    if running(person, clock.today()) is None:
        raise Refused("nothing_to_transfer")
    job = Job.objects.filter(person=person, until=None).order_by("-since", "-pk").first()
    if job is not None and job.site_id == site.pk and job.agency_id == (agency.pk if agency is not None else None):
        raise Refused("transfer_to_same", field="site")
    waiting = Application.objects.filter(person=person, state__in=list(OPEN_STATES)).first()
    if waiting is not None:
        raise Refused("case_open", application=waiting.number)
    application = applications.begin(
        by, Asked(ApplicationKind.TRANSFER, person, site, occupation, wage_promised, agency=agency)
    )
    return applications.submit(by, application.number)
