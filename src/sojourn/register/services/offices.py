"""Which office a worker turns to."""

from __future__ import annotations

from .. import clock, programme
from ..actors import By
from ..models import Job, Office
from ..refusal import NotThere
from ..vocabulary import OfficeKind


def office_for(by: By) -> Office:
    """The human resources office of the place where she works or last worked; with none, the only one there is."""
    offices = Office.objects.filter(kind=OfficeKind.HUMAN_RESOURCES.value).order_by("pk")
    job = Job.objects.filter(person=by.account.person).select_related("site").order_by("-since", "-pk").first()
    if job is not None:
        for office in offices:
            if job.site.place in programme.places_of(office.place, clock.today()):
                return office
    if offices.count() != 1:
        raise NotThere("office")
    return offices.get()
