"""What can be seen: for each kind of object its table, where its fields stand, and how it ties to people and bodies.

A field is a path from the table to a column. What is not named here cannot be read through `reading`, whoever asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models as db

from . import models


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of object.

    `number` is the path to what it is asked for by; `person`, `employer`, `agency`, `office` and `place` the paths by
    which it belongs to somebody ("" for none; of a person "" is herself, and None is nobody: no look is noted).
    """

    name: str
    model: type[db.Model]
    number: str
    fields: Mapping[str, str]
    person: str | None = "person"
    employer: str = ""
    agency: str = ""
    office: str = ""
    place: str = ""
    newest: str = "-pk"


def _kinds(*kinds: Kind) -> Mapping[str, Kind]:
    return {kind.name: kind for kind in kinds}


def _same(*names: str, **others: str) -> dict[str, str]:
    return {**{name: name for name in names}, **others}


_HOLDER = {"holder": "person__number", "holder_name": "person__details__name"}
_PARTIES = {"employer": "employer__name", "site": "site__name", "agency": "agency__name"}

KINDS: Mapping[str, Kind] = _kinds(
    Kind(
        "person",
        models.Person,
        "number",
        _same(
            "number",
            "nationality",
            "birth_year",
            "sex",
            "province",
            "border_commune",
            name="details__name",
            birth_date="details__birth_date",
            phone="details__phone",
            language="details__language",
            home="details__home",
        ),
        person="",
        place="jobs__site__place",
    ),
    Kind(
        "permit",
        models.Permit,
        "number",
        _same(
            "number",
            "area",
            "sector",
            "valid_from",
            "valid_to",
            "state",
            "issued_on",
            "paper_to",
            "ended_on",
            renewal_of="renewal_of__number",
            **_PARTIES,
            **_HOLDER,
        ),
        employer="employer",
        agency="agency",
        place="site__place",
    ),
    Kind(
        "application",
        models.Application,
        "number",
        _same(
            "number",
            "kind",
            "state",
            "submitted_on",
            "decide_by",
            "closed_on",
            "version",
            "occupation",
            "wage_promised",
            "filed_by",
            flag="note_of_flag",
            filing="filing__number",
            on_paper="finding__on_paper",
            in_practice="finding__in_practice",
            **_PARTIES,
            **_HOLDER,
        ),
        employer="employer",
        agency="agency",
        place="site__place",
    ),
    Kind(
        "job",
        models.Job,
        "pk",
        _same("occupation", "since", "until", "how_ended", "wage_promised", number="pk", **_PARTIES, **_HOLDER),
        employer="employer",
        agency="agency",
        place="site__place",
    ),
    Kind(
        "stay",
        models.Stay,
        "number",
        _same(
            "number",
            "kind",
            "place",
            "entered_on",
            "left_on",
            "gone_by",
            "open",
            "leave_by",
            "latest",
            "flag",
            "flagged_on",
            permit="on_permit__number",
            holder="person__number",
        ),
        place="place",
    ),
    Kind(
        "gap",
        models.Gap,
        "number",
        _same(
            "number",
            "kind",
            "noticed_on",
            "closed_on",
            "answer",
            day="crossing__day",
            place="crossing__post__place",
            holder="person__number",
        ),
        place="crossing__post__place",
    ),
    Kind(
        "crossing",
        models.Crossing,
        "pk",
        _same("direction", "at", "verdict", post="post__name", document_kind="kind", holder="person__number"),
    ),
    Kind(
        "decision",
        models.Decision,
        "number",
        _same(
            "number",
            "kind",
            "adverse",
            "authority",
            "decided_on",
            "begins_on",
            "ends_on",
            "amount",
            "days",
            "reason",
            "legal_basis",
            "appeal_route",
            "against_finding",
            officer="officer__number",
            holder="person__number",
        ),
        employer="employer",
        agency="agency",
        place="office__place",
    ),
    Kind(
        "appeal",
        models.Appeal,
        "number",
        _same(
            "number",
            "filed_on",
            "grounds",
            "state",
            "suspends",
            decision="decision__number",
            holder="decision__person__number",
        ),
        person="decision__person",
        employer="decision__employer",
        agency="decision__agency",
        place="decision__office__place",
    ),
    Kind(
        "charge",
        models.Charge,
        "receipt",
        _same("receipt", "kind", "amount", "payer", "charged_by", "charged_on", holder="person__number"),
        employer="employer",
        agency="agency",
    ),
    Kind(
        "insurance",
        models.Insurance,
        "number",
        _same("number", "since", "until", "premium", employer="employer__name", holder="person__number"),
        employer="employer",
    ),
    Kind(
        "claim",
        models.Claim,
        "number",
        _same(
            "number",
            "injured_on",
            "what_happened",
            "filed_on",
            "state",
            "paid",
            "settled_on",
            "reason",
            "legal_basis",
            "appeal_route",
            "contested_on",
            holder="person__number",
        ),
        employer="employer",
        place="employer__place",
    ),
    Kind(
        "complaint",
        models.Complaint,
        "number",
        _same(
            "number",
            "kind",
            "text",
            "filed_on",
            "state",
            "answer",
            "answered_on",
            about_employer="about_employer__name",
            about_agency="about_agency__name",
            holder="person__number",
        ),
        office="office",
    ),
    Kind(
        "check_in",
        models.CheckIn,
        "pk",
        _same("day", site="site__name", holder="person__number"),
        employer="site__employer",
        place="site__place",
    ),
    Kind(
        "violation",
        models.Violation,
        "number",
        _same(
            "number",
            "conduct",
            "breach_on",
            "noted_on",
            "state",
            "paused_for",
            holder="person__number",
            employer="employer__name",
            agency="agency__name",
        ),
        employer="employer",
        agency="agency",
        place="officer__office__place",
    ),
    Kind(
        "site",
        models.Site,
        "number",
        _same("number", "name", "place", "sector", employer="employer__name"),
        person=None,
        employer="employer",
        place="place",
    ),
    Kind(
        "look",
        models.Look,
        "pk",
        _same(
            "at",
            "role",
            "act",
            "purpose",
            "what",
            office="office__name",
            account="account__number",
            holder="person__number",
        ),
    ),
    Kind(
        "correction",
        models.Correction,
        "number",
        _same("number", "about", "wanted", "asked_on", "answered_on", "granted", "answer", holder="person__number"),
        office="office",
    ),
    Kind(
        "kept_row",
        models.LedgerRow,
        "pk",
        _same("table", "ledger_id", "standing", "beyond", "personal"),
    ),
    Kind(
        "notice",
        models.Notice,
        "number",
        _same("number", "code", "slots", "told_on", "read_on", holder="person__number"),
        employer="employer",
        agency="agency",
    ),
)
