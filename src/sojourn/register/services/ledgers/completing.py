"""What the register needs of each table, and how it is come by where a ledger does not say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sojourn.ledger import ApplicationKind as LedgerApplication
from sojourn.ledger import ApplicationStatus, DecisionOutcome, Party, Period
from sojourn.ledger import DecisionKind as LedgerDecision

from ... import clock
from ...vocabulary import DecisionKind, OfficeKind
from .completion import Completion, without
from .matching import DECISION_IN, Line, start_of
from .mistakes import LAST_DAY


def completed(rows: Mapping[str, list[Line]], period: Period) -> Completion:
    """The rows as the register can hold them. The rows given stay as they are."""
    all_of_it = Completion(dict(rows), period)
    for step in (
        _offices, _employers, _sites, _agencies, _documents, _jobs, _insurance, _claims, _crossings, _stays,
        _violations, _applications, _decisions, _permits, _absences, _check_ins, _tickets, _standstills, _settlements,
        _inspections, _charges, _appeals, _complaints, _conduct,
    ):  # fmt: skip
        step(all_of_it)
    all_of_it.done()
    return all_of_it


# ---- parties ---------------------------------------------------------------------------------------------------------


def _offices(all_of_it: Completion) -> None:
    posts = {row["post"] for row in all_of_it.rows.get("crossings", [])}
    kinds: dict[str, str] = {}
    for row in all_of_it.rows.get("offices", []):
        if row["kind"] is not None:
            kinds.setdefault(str(row["authority"]), row["kind"])

    def lacks(row: Line) -> dict[str, Any]:
        more: dict[str, Any] = {}
        if row["kind"] is None:
            post = OfficeKind.BORDER_POST if row["id"] in posts else OfficeKind.SERVICE_CENTRE
            more["kind"] = kinds.get(str(row["authority"]), post.value)
        return more | _home(all_of_it, row)

    all_of_it.each("offices", lacks)


def _employers(all_of_it: Completion) -> None:
    sectors: dict[str, str] = {}
    places: dict[str, str] = {}
    for site in all_of_it.rows.get("sites", []):
        places.setdefault(str(site["employer_id"]), site["place_id"])
        if site["sector"] is not None:
            sectors.setdefault(str(site["employer_id"]), site["sector"])

    def lacks(row: Line) -> dict[str, Any]:
        more: dict[str, Any] = {}
        if row["sector"] is None:
            more["sector"] = sectors.get(str(row["id"]), "")
        if row["place_id"] is None:
            more["place_id"] = places.get(str(row["id"]), all_of_it.home)
        return more | _registered(all_of_it, row)

    all_of_it.each("employers", lacks)


def _sites(all_of_it: Completion) -> None:
    sectors = {str(row["id"]): row["sector"] for row in all_of_it.rows.get("employers", [])}
    all_of_it.each(
        "sites", lambda row: {} if row["sector"] is not None else {"sector": sectors[str(row["employer_id"])]}
    )


def _agencies(all_of_it: Completion) -> None:
    all_of_it.each("agencies", lambda row: _home(all_of_it, row) | _registered(all_of_it, row))


def _home(all_of_it: Completion, row: Line) -> dict[str, Any]:
    return {} if row["place_id"] is not None else {"place_id": all_of_it.home}


def _registered(all_of_it: Completion, row: Line) -> dict[str, Any]:
    return {} if row["registered_on"] is not None else {"registered_on": all_of_it.first}


def _documents(all_of_it: Completion) -> None:
    """A paper without days is good for the days that the ledger tells of; nobody can show it, for it has no number."""

    def lacks(row: Line) -> dict[str, Any]:
        more: dict[str, Any] = {}
        if row["begins_on"] is None:
            more["begins_on"] = min(all_of_it.first, row["ends_on"] or LAST_DAY)
        if row["ends_on"] is None:
            more["ends_on"] = max(all_of_it.last, row["begins_on"] or more["begins_on"])
        return more

    all_of_it.each("documents", lacks)


def _jobs(all_of_it: Completion) -> None:
    all_of_it.each(
        "jobs", lambda row: {} if row["site_id"] is not None else {"site_id": all_of_it.site_of(row["employer_id"])}
    )


# ---- procedure -------------------------------------------------------------------------------------------------------


def _applications(all_of_it: Completion) -> None:
    permits: dict[str, Line] = {}
    for permit in all_of_it.rows.get("permits", []):
        permits.setdefault(str(permit["application_id"]), permit)

    def lacks(row: Line) -> dict[str, Any]:
        more: dict[str, Any] = {}
        job = all_of_it.jobs.get(str(row["job_id"]), {})
        permit = permits.get(str(row["id"]), {})
        employer = row["employer_id"]
        if employer is None:
            employer = job.get("employer_id") or permit.get("employer_id") or all_of_it.nobody
            more["employer_id"] = employer
        if row["site_id"] is None:
            more["site_id"] = job.get("site_id") or permit.get("site_id") or all_of_it.site_of(employer)
        return more

    all_of_it.each("applications", lacks)


def _decisions(all_of_it: Completion) -> None:
    """An act that is done with its day ends on it; nobody can make up the end of a ban."""
    superseded: set[object] = set()

    def lacks(row: Line) -> dict[str, Any]:
        more: dict[str, Any] = {}
        kind = DECISION_IN.get((str(row["kind"]), str(row["outcome"])), DecisionKind.OTHER)
        decided = clock.day_of(row["decided_at"])
        begins = row["begins_on"]
        if begins is None:
            begins = more["begins_on"] = min(decided, row["ends_on"] or decided)
        if row["ends_on"] is None and kind.adverse:
            more["ends_on"] = begins
        if row["office_id"] is None:
            more["office_id"] = all_of_it.office_of(row["authority"])
        if row["supersedes_id"] is not None:
            if row["supersedes_id"] in superseded:
                more["supersedes_id"] = None
            superseded.add(row["supersedes_id"])
        return more | without(row, "violation_id", all_of_it.beside["violations"])

    all_of_it.each("decisions", lacks)


def _permits(all_of_it: Completion) -> None:
    """Each on an application of its own, for a firm and a site, with a last day."""
    applications = {str(row["id"]): row for row in all_of_it.rows.get("applications", [])}
    taken: set[str] = set()

    def lacks(row: Line) -> dict[str, Any]:
        more: dict[str, Any] = {}
        application = applications.get(str(row["application_id"]), {})
        job = all_of_it.jobs.get(str(row["job_id"]), {})
        employer = row["employer_id"]
        if employer is None:
            employer = job.get("employer_id") or application.get("employer_id") or all_of_it.nobody
            more["employer_id"] = employer
        site = row["site_id"]
        if site is None:
            site = job.get("site_id") or application.get("site_id") or all_of_it.site_of(employer)
            more["site_id"] = site
        if row["area_id"] is None:
            more["area_id"] = all_of_it.sites[str(site)]["place_id"]
        if row["issued_on"] is None:
            more["issued_on"] = row["begins_on"]
        if row["ends_on"] is None:
            more["ends_on"] = LAST_DAY
        if row["application_id"] is None or str(row["application_id"]) in taken:
            more["application_id"] = _asked_for(all_of_it, {**row, **more})
        taken.add(str(row["application_id"]))
        return more

    all_of_it.each("permits", lacks)


def _asked_for(all_of_it: Completion, permit: Line) -> str:
    """The id of an application, put in, that a permit answers."""
    issued = start_of(permit["issued_on"])
    kind = LedgerApplication.NEW if permit["renewal_of_id"] is None else LedgerApplication.RENEWAL
    row = all_of_it.add(
        "applications",
        person_id=permit["person_id"],
        route=permit["kind"],
        kind=kind.value,
        job_id=permit["job_id"],
        employer_id=permit["employer_id"],
        site_id=permit["site_id"],
        filed_by=Party.OFFICE.value,
        submitted_at=issued,
        status=ApplicationStatus.GRANTED.value,
        decided_at=issued,
    )
    return str(row["id"])


def _insurance(all_of_it: Completion) -> None:
    def lacks(row: Line) -> dict[str, Any]:
        if row["employer_id"] is not None:
            return {}
        job = all_of_it.job_on(row["person_id"], row["month"])
        return {"employer_id": job["employer_id"] if job is not None else all_of_it.nobody}

    all_of_it.each("insurance", lacks)


def _claims(all_of_it: Completion) -> None:
    """Against the firm that insured, else the one where the person worked."""
    insurers = {str(row["id"]): row["employer_id"] for row in all_of_it.rows.get("insurance", [])}

    def lacks(row: Line) -> dict[str, Any]:
        employer = insurers.get(str(row["insurance_id"]))
        if employer is None:
            job = all_of_it.job_on(row["person_id"], row["injured_on"] or row["filed_on"])
            employer = job["employer_id"] if job is not None else all_of_it.nobody
        return {"employer_id": employer}

    all_of_it.each("claims", lacks)


def _charges(all_of_it: Completion) -> None:
    all_of_it.each("charges", lambda row: "charge_payer" if row["payer"] == Party.OFFICE else {})


def _tickets(all_of_it: Completion) -> None:
    """One whose number somebody else has on that day, or none, gets the next that is free."""
    given: dict[tuple[object, object], set[int]] = defaultdict(set)
    for row in all_of_it.rows.get("tickets", []):
        if row["number"] is not None:
            given[row["office_id"], row["day"]].add(row["number"])
    had: set[tuple[object, object, object]] = set()
    free: dict[tuple[object, object], int] = defaultdict(int)

    def lacks(row: Line) -> dict[str, Any]:
        queue = (row["office_id"], row["day"])
        if row["number"] is not None and (*queue, row["number"]) not in had:
            had.add((*queue, row["number"]))
            return {}
        free[queue] += 1
        while free[queue] in given[queue]:
            free[queue] += 1
        return {"number": free[queue]}

    all_of_it.each("tickets", lacks)


# ---- presence --------------------------------------------------------------------------------------------------------


def _crossings(all_of_it: Completion) -> None:
    """At a post, on a paper; one that was turned back by an officer's decision."""
    offices = {str(row["id"]): row for row in all_of_it.rows.get("offices", [])}
    documents: dict[tuple[object, object], object] = {}
    for row in all_of_it.rows.get("documents", []):
        documents.setdefault((row["person_id"], row["kind"]), row["id"])
    posts: dict[str, str] = {}
    refused: dict[tuple[object, date], list[object]] = defaultdict(list)
    for row in reversed(all_of_it.rows.get("decisions", [])):
        if DECISION_IN.get((str(row["kind"]), str(row["outcome"]))) is DecisionKind.ENTRY_REFUSED:
            refused[row["person_id"], clock.day_of(row["decided_at"])].append(row["id"])
    authority = next(
        (str(row["authority"]) for row in offices.values() if row["kind"] == OfficeKind.BORDER_POST),
        all_of_it.an_authority,
    )

    def lacks(row: Line) -> dict[str, Any] | str:
        if row["post"] is None:
            return "away_from_posts"
        if row["document_id"] is None and row["document_kind"] is None:
            return "on_no_document"
        more: dict[str, Any] = {}
        if row["post"] not in offices:
            if row["post"] not in posts:
                posts[row["post"]] = str(
                    all_of_it.add(
                        "offices",
                        authority=authority,
                        kind=OfficeKind.BORDER_POST.value,
                        place_id=row["place_id"] or all_of_it.home,
                        name=row["post"],
                    )["id"]
                )
            more["post"] = posts[row["post"]]
        if row["document_id"] is None:
            paper = (row["person_id"], row["document_kind"])
            if paper not in documents:
                documents[paper] = all_of_it.add(
                    "documents",
                    person_id=row["person_id"],
                    kind=row["document_kind"],
                    begins_on=all_of_it.first,
                    ends_on=all_of_it.last,
                )["id"]
            more["document_id"] = documents[paper]
        return more

    all_of_it.each("crossings", lacks)
    for row in all_of_it.rows["crossings"]:
        if row["verdict"] == "turned_back":
            found = refused[row["person_id"], clock.day_of(row["at"])]
            all_of_it.refusals[str(row["id"])] = found.pop() if found else _refusal(all_of_it, row, authority)


def _refusal(all_of_it: Completion, crossing: Line, authority: str) -> str:
    """The id of a decision, put in, by which a traveller was turned back."""
    row = all_of_it.add(
        "decisions",
        kind=LedgerDecision.ENTRY.value,
        outcome=DecisionOutcome.REFUSED.value,
        authority=authority,
        office_id=all_of_it.office_of(authority),
        decided_at=crossing["at"],
        person_id=crossing["person_id"],
        against_finding=False,
        begins_on=clock.day_of(crossing["at"]),
        ends_on=clock.day_of(crossing["at"]),
    )
    return str(row["id"])


def _stays(all_of_it: Completion) -> None:
    begun: set[object] = set()
    ended: set[object] = set()

    def lacks(row: Line) -> dict[str, Any] | str:
        if str(row["crossing_in_id"]) in all_of_it.beside["crossings"]:
            return all_of_it.beside["crossings"][str(row["crossing_in_id"])]
        if row["crossing_in_id"] in begun:
            return "stay_begun_twice"
        begun.add(row["crossing_in_id"])
        out = row["crossing_out_id"]
        if out is None:
            return {}
        if out in ended or str(out) in all_of_it.beside["crossings"]:
            return {"crossing_out_id": None}
        ended.add(out)
        return {}

    all_of_it.each("stays", lacks)


def _absences(all_of_it: Completion) -> None:
    permits: dict[object, list[Line]] = defaultdict(list)
    for permit in sorted(all_of_it.rows.get("permits", []), key=lambda row: row["begins_on"]):
        permits[permit["person_id"]].append(permit)

    def lacks(row: Line) -> dict[str, Any] | str:
        if row["permit_id"] is not None:
            return {}
        held = permits[row["person_id"]]
        begun = [permit for permit in held if permit["begins_on"] <= row["left_on"]]
        if not held:
            return "away_without_permit"
        return {"permit_id": (begun or held[:1])[-1]["id"]}

    all_of_it.each("absences", lacks)


def _check_ins(all_of_it: Completion) -> None:
    there: set[tuple[object, object, date]] = set()

    def lacks(row: Line) -> dict[str, Any] | str:
        more: dict[str, Any] = {}
        day = clock.day_of(row["at"])
        site = row["site_id"]
        if site is None:
            job = all_of_it.job_on(row["person_id"], day)
            site = (job and job["site_id"]) or all_of_it.site_of(all_of_it.nobody)
            more["site_id"] = site
        if (row["person_id"], site, day) in there:
            return "checked_in_already"
        there.add((row["person_id"], site, day))
        return more

    all_of_it.each("check_ins", lacks)


def _inspections(all_of_it: Completion) -> None:
    all_of_it.each(
        "inspections",
        lambda row: {} if row["office_id"] is not None else {"office_id": all_of_it.office_of(row["authority"])},
    )


def _violations(all_of_it: Completion) -> None:
    def lacks(row: Line) -> dict[str, Any] | str:
        if row["subject"] == Party.OFFICE:
            return "violation_office"
        found = {} if row["found_on"] is not None else {"found_on": row["day"]}
        return found | without(row, "stay_id", all_of_it.beside["stays"])

    all_of_it.each("violations", lacks)


def _conduct(all_of_it: Completion) -> None:
    """Nothing rests on a decision twice that can rest on it once."""
    for table in ("ratings", "qualifications"):
        rested: set[object] = set()

        def lacks(row: Line, rested: set[object] = rested) -> dict[str, Any]:
            if row["decision_id"] is None or row["decision_id"] not in rested:
                rested.add(row["decision_id"])
                return {}
            return {"decision_id": None}

        all_of_it.each(table, lacks)


def _standstills(all_of_it: Completion) -> None:
    """The programme stands still everywhere, and once at a time."""
    begun = sorted(
        (row for row in all_of_it.rows.get("suspensions", []) if row["place_id"] is None),
        key=lambda row: (row["begins_on"], str(row["id"])),
    )
    held: set[str] = set()
    until = date.min
    for row in begun:
        if row["begins_on"] > until:
            held.add(str(row["id"]))
            until = row["ends_on"] or date.max
    all_of_it.each("suspensions", lambda row: {} if str(row["id"]) in held else "standstill_elsewhere")


def _settlements(all_of_it: Completion) -> None:
    once: set[tuple[object, ...]] = set()
    decided: set[object] = set()

    def lacks(row: Line) -> dict[str, Any] | str:
        if str(row["suspension_id"]) in all_of_it.beside["suspensions"]:
            return "standstill_elsewhere"
        names = ("person_id", "permit_id", "application_id")
        found = {(name, row["suspension_id"], row[name]) for name in names[1:] if row[name] is not None}
        found = found or {(names[0], row["suspension_id"], row["person_id"])}
        if found & once:
            return "settled_twice"
        once.update(found)
        more = without(row, "decision_id", decided)
        decided.add(row["decision_id"])
        return more

    all_of_it.each("settlements", lacks)


def _appeals(all_of_it: Completion) -> None:
    decisions: set[object] = set()
    outcomes: set[object] = set()

    def lacks(row: Line) -> dict[str, Any] | str:
        if row["decision_id"] in decisions:
            return "appealed_twice"
        decisions.add(row["decision_id"])
        more = without(row, "outcome_decision_id", outcomes)
        outcomes.add(row["outcome_decision_id"])
        return more

    all_of_it.each("appeals", lacks)


def _complaints(all_of_it: Completion) -> None:
    """By somebody, whom nobody needs to know; to an office."""
    offices = all_of_it.rows.get("offices", [])
    office = next((row["id"] for row in offices if row["kind"] == OfficeKind.HUMAN_RESOURCES), None)

    def lacks(row: Line) -> dict[str, Any]:
        more: dict[str, Any] = {}
        if row["person_id"] is None:
            more["person_id"] = all_of_it.add("persons", weight=1.0)["id"]
        if row["received_by_id"] is None:
            more["received_by_id"] = office or all_of_it.office_of(all_of_it.an_authority)
        return more

    all_of_it.each("complaints", lacks)
