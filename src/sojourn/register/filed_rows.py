"""What the chain holds of a filing and of each signing: a hash over its rows in their order.

Only columns that nobody changes afterwards are in it, so that the chain verifies for good.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from .models import Filing, Signing
from .rows import fetched
from .vocabulary import ChargeKind, DecisionKind

#: The kinds of events that hold such a hash, and the fact that names what it is of.
FILED, SIGNED = "filing.filed", "filing.signed"

_FILED = """
SELECT a.number || '|' || person.number || '|' || permit.number || '|' || finding.content_hash
FROM register_application a
JOIN register_person person ON person.id = a.person_id
JOIN register_permit permit ON permit.id = a.renews_id
JOIN register_finding finding ON finding.id = a.finding_id
WHERE a.filing_id = %s ORDER BY a.id"""

_DECIDED = """
SELECT a.number || '|' || d.number
FROM register_decision d JOIN register_application a ON a.id = d.application_id
WHERE d.signing_id = %s ORDER BY d.id"""

_ISSUED = f"""
SELECT a.number || '|' || d.number || '|' || p.number || '|' || CAST(p.valid_from AS text) || '|'
    || CAST(p.valid_to AS text) || '|' || coalesce(CAST(p.paper_to AS text), '')
    || '|' || coalesce(fee.receipt || '|' || CAST(CAST(round(fee.amount * 100) AS integer) AS text), '')
    || '|' || coalesce(premium.receipt || '|' || CAST(CAST(round(premium.amount * 100) AS integer) AS text), '')
FROM register_decision d
JOIN register_application a ON a.id = d.application_id
JOIN register_permit p ON p.application_id = a.id
LEFT JOIN register_charge fee ON fee.application_id = a.id AND fee.kind = '{ChargeKind.PERMIT_FEE.value}'
LEFT JOIN register_charge premium ON premium.application_id = a.id AND premium.kind = '{ChargeKind.PREMIUM.value}'
WHERE d.signing_id = %s ORDER BY d.id"""


def digest_of_filing(filing: Filing) -> str:
    """The hash over the applications of a filing."""
    return _digest(_FILED, filing.pk)


def digest_of_signing(signing: Signing) -> str:
    """The hash over the decisions of a signing, and over the permits and receipts that came of them."""
    issued = signing.kind == DecisionKind.PERMIT_ISSUED.value
    return _digest(_ISSUED if issued else _DECIDED, signing.pk)


def as_recorded(kind: str, facts: Mapping[str, Any]) -> bool:
    """Whether the rows that an event of the chain holds the hash of are still what they were."""
    if kind == FILED:
        filing = Filing.objects.filter(number=facts["filing"]).first()
        return filing is not None and digest_of_filing(filing) == facts["digest"]
    if kind == SIGNED:
        signing = Signing.objects.filter(pk=facts["signing"]).first()
        return signing is not None and digest_of_signing(signing) == facts["digest"]
    return True


def _digest(statement: str, key: int) -> str:
    digest = hashlib.sha256()
    for (line,) in fetched(statement, [key]):
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()
