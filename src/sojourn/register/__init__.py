"""The running programme: the people, firms, agencies, applications, permits and crossings of a real labour trial.

Nothing in here knows a rule: terms, fees, limits, sectors and penalties are asked of `policy`, at the day of the act.
A name is imported when it is first asked for: Django reads this room before its tables are ready.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .actors import By, acting
    from .cards import Verdict, Verified, read_list, verify_card
    from .clock import CHINA, day_of, demonstration, now, today
    from .demo.starting import begin_demonstration, is_empty
    from .events import Broken, verify
    from .models import (
        Account,
        Agency,
        Application,
        Charge,
        Employer,
        Filing,
        Finding,
        Office,
        Permit,
        Person,
        Site,
        Token,
    )
    from .objects import KINDS
    from .programme import Terms, answer_on, batch_renewal, bound, leaves_to_renew, options, working_days
    from .reading import Page, Row, exported, listing, may, opened, presented, visible
    from .refusal import WORDS, NotAllowed, NotThere, Refused, in_a_row
    from .rights import Relation, Right, all_rights, purposes_of, right
    from .services import (
        accounts,
        appeals,
        applications,
        asking,
        briefing,
        charges,
        check_ins,
        checkpoints,
        claims,
        complaints,
        corrections,
        crossing_files,
        crossings,
        deciding,
        emergencies,
        enrolling,
        filings,
        inspections,
        kept,
        ledgers,
        nightly,
        notices,
        overrides,
        passwords,
        people,
        permits,
        presence,
        qualifications,
        queue,
        ratings,
        renewals,
        requests,
        retention,
        revocations,
        sanctions,
        second_factors,
        setting_up,
        settling,
        standstill,
        statistics,
        stays,
        tokens,
        transfers,
        violations,
        withholding,
    )
    from .shown import DEMONSTRATION_PASSWORD, demonstration_accounts
    from .transitions import Transition, all_transitions
    from .vocabulary import (
        AUTHORITY,
        SOURCE,
        Act,
        AppealState,
        ApplicationKind,
        ApplicationState,
        BorderVerdict,
        ChargeKind,
        ClaimState,
        ComplaintKind,
        ComplaintState,
        Correctable,
        DecisionKind,
        Direction,
        DocumentKind,
        GapKind,
        OfficeKind,
        Pause,
        PermitState,
        Purpose,
        Role,
        Settled,
        Sex,
    )

_MODULES = {
    "actors": "By acting",
    "cards": "Verdict Verified read_list verify_card",
    "demo.starting": "begin_demonstration is_empty",
    "events": "Broken verify",
    "clock": "CHINA day_of demonstration now today",
    "shown": "DEMONSTRATION_PASSWORD demonstration_accounts",
    "models": "Account Agency Application Charge Employer Filing Finding Office Permit Person Site Token",
    "objects": "KINDS",
    "programme": "Terms answer_on batch_renewal bound leaves_to_renew options working_days",
    "reading": "Page Row exported listing may opened presented visible",
    "refusal": "WORDS NotAllowed NotThere Refused in_a_row",
    "rights": "Relation Right all_rights purposes_of right",
    "transitions": "Transition all_transitions",
    "vocabulary": (
        "AUTHORITY SOURCE Act AppealState ApplicationKind ApplicationState BorderVerdict ChargeKind ClaimState "
        "ComplaintKind ComplaintState Correctable DecisionKind Direction DocumentKind GapKind OfficeKind Pause "
        "PermitState Purpose Role Settled Sex"
    ),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names.split()}
#: Parts that are offered whole: `register.applications.submit`.
_SERVICES = (
    "accounts",
    "appeals",
    "applications",
    "asking",
    "briefing",
    "charges",
    "check_ins",
    "checkpoints",
    "claims",
    "complaints",
    "corrections",
    "crossing_files",
    "crossings",
    "deciding",
    "emergencies",
    "enrolling",
    "filings",
    "inspections",
    "kept",
    "nightly",
    "notices",
    "overrides",
    "ledgers",
    "passwords",
    "people",
    "permits",
    "presence",
    "queue",
    "renewals",
    "requests",
    "qualifications",
    "ratings",
    "retention",
    "revocations",
    "sanctions",
    "second_factors",
    "setting_up",
    "settling",
    "standstill",
    "statistics",
    "stays",
    "tokens",
    "violations",
    "transfers",
    "withholding",
)

__all__ = [
    *_HOMES,
    *_SERVICES,
]


if not TYPE_CHECKING:  # with it, a type checker would believe in any name

    def __getattr__(name: str) -> object:
        """The public name, from the module it lives in."""
        if name in _SERVICES:
            value = import_module(f".services.{name}", __name__)
        elif name in _HOMES:
            value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = value
        return value
