"""Check-ins: that somebody was at a site on a day. A condition of nothing, no history of movements, soon gone.

No other part reads them; agencies never see them, and an employer sees who is at its sites today and no other day.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from .. import clock, events, reading, scopes
from ..actors import By
from ..models import CheckIn, Job, Person, Site
from ..reading import Page
from ..refusal import NotAllowed, NotThere
from ..vocabulary import Purpose, Role


def check_in(by: By, person_number: str, site_number: str) -> bool:
    """Note that a worker is at a site today, by herself or by the firm she works for; False where it was noted before.

    Raises NotThere where she is not the account's own worker or does not work at that site, NotAllowed for others.
    """
    today = clock.today()
    role = Role(by.account.role)
    if role is Role.WORKER:
        people = Person.objects.filter(account=by.account)
    elif role is Role.EMPLOYER:
        people = scopes.workers_of(by.account, today)
    else:
        raise NotAllowed("not_allowed")
    person = people.filter(number=person_number, erased_on=None).first()
    if person is None:
        raise NotThere("person")
    site = _site_of(person, site_number, today)
    _, made = CheckIn.objects.get_or_create(
        person=person, site=site, day=today, defaults={"by_herself": role is Role.WORKER}
    )
    if made:
        # The chain is never erased, so it holds no trail of hers: the site alone.
        events.record(by, "check_in.made", {"site": site.number})
    return made


def on_site(by: By, *, start: int = 0, rows: int = 50) -> Page:
    """Who has checked in at the firm's sites today. Raises NotAllowed."""
    return reading.listing(
        by, "check_in", where=Q(day=clock.today()), order=("site__name", "pk"), start=start, rows=rows
    )


def erase_older_than(by: By, day: date) -> int:
    """Delete the check-ins of days before `day`; gives how many. Raises NotAllowed for any purpose but retention."""
    if by.purpose is not Purpose.RETENTION:
        raise NotAllowed("wrong_purpose")
    erased, _ = CheckIn.objects.filter(day__lt=day).delete()
    if erased:
        events.record(by, "check_in.erased", {"before": day, "rows": erased})
    return erased


def _site_of(person: Person, number: str, day: date) -> Site:
    """The site of that number, where the person works there on that day."""
    jobs = Job.objects.filter(person=person, since__lte=day).filter(Q(until=None) | Q(until__gt=day))
    site = Site.objects.filter(number=number, pk__in=jobs.values("site")).first()
    if site is None:
        raise NotThere("site")
    return site
