"""A crowd of workers with running permits, written as a whole: for figures and for tests of what is done in batches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db.models import Model

from sojourn.register.models import (
    Account,
    Agency,
    Application,
    Document,
    Job,
    Permit,
    Person,
    Site,
)
from sojourn.register.numbers import new_numbers
from sojourn.register.vocabulary import ApplicationKind, ApplicationState, DocumentKind, Role, Sex

_Kept = TypeVar("_Kept", bound=Model)
_BATCH = 2_000
_PROVINCES = ("lang_son", "cao_bang", "quang_ninh", "ha_giang")


def crowd(
    count: int,
    site: Site,
    agency: Agency | None,
    *,
    valid_from: date,
    valid_to: date,
    documents_to: date,
    account: Account,
) -> list[Permit]:
    """That many workers of a site, each with a pass, a job and a permit that runs; the permits in order.

    To be called while an account acts (`account` is only there so that nobody forgets it).
    """
    assert account.pk is not None
    people = _written(
        Person(
            number=number,
            nationality="vietnam",
            province=_PROVINCES[place % len(_PROVINCES)],
            border_commune=True,
            birth_year=1980 + place % 20,
            sex=(Sex.FEMALE if place % 2 else Sex.MALE).value,
            registered_on=valid_from,
        )
        for place, number in enumerate(new_numbers("W", count))
    )
    _written(
        Document(
            person=person,
            kind=DocumentKind.BORDER_PASS.value,
            document_number=f"Q{person.pk:08d}",
            valid_from=date(2017, 1, 1),
            valid_to=documents_to,
        )
        for person in people
    )
    _written(
        Job(
            person=person,
            employer=site.employer,
            site=site,
            agency=agency,
            occupation="peeling veneer",
            wage_promised=Decimal("3000.00"),
            since=valid_from,
        )
        for person in people
    )
    cases = _written(
        Application(
            number=number,
            kind=ApplicationKind.NEW.value,
            route="worker_permit",
            state=ApplicationState.ISSUED.value,
            person=person,
            employer=site.employer,
            site=site,
            agency=agency,
            filed_by=Role.EMPLOYER.value,
            occupation="peeling veneer",
            wage_promised=Decimal("3000.00"),
            begun_on=valid_from,
            submitted_on=valid_from,
            closed_on=valid_from,
        )
        for person, number in zip(people, new_numbers("A", count), strict=True)
    )
    return _written(
        Permit(
            number=number,
            route="worker_permit",
            application=case,
            person=case.person,
            employer=site.employer,
            site=site,
            agency=agency,
            area=site.place,
            sector=site.sector,
            issued_on=valid_from,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        for case, number in zip(cases, new_numbers("P", count), strict=True)
    )


def _written(rows: Iterable[_Kept]) -> list[_Kept]:
    made = list(rows)
    type(made[0])._default_manager.bulk_create(made, batch_size=_BATCH)
    return made
