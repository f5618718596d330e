"""What is looked up again and again while the register is told as a ledger."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sojourn.ledger import JobEnd

from ...models import Decision, Document, Job, Permit
from .matching import JOB_END, NO_WORDS, own_id

_ENDS = frozenset(end.value for end in JobEnd)


@dataclass(frozen=True, slots=True)
class Worked:
    """A job, as far as other rows ask for it."""

    key: int
    employer: int
    site: int
    since: date
    until: date | None


@dataclass
class Told:
    """One telling: whether personal values are told, the day it stands at, and what rows refer to."""

    full: bool
    day: date
    places: set[str] = field(default_factory=set)

    def personal(self, value: str | None) -> str | None:
        """A personal value, where they are told and there is any."""
        return value if self.full and value and value != NO_WORDS else None

    @staticmethod
    def job_end(how: str) -> str:
        """How a job ended, in the ledger's word."""
        return how if how in _ENDS else JOB_END.get(how, JobEnd.NOT_KNOWN).value

    @cached_property
    def jobs(self) -> dict[int, list[Worked]]:
        """Each person's jobs, in order."""
        found: dict[int, list[Worked]] = defaultdict(list)
        rows = Job.objects.order_by("since", "pk").values_list("pk", "person", "employer", "site", "since", "until")
        for key, person, employer, site, since, until in rows:
            found[person].append(Worked(key, employer, site, since, until))
        return found

    def job_on(self, person: int, employer: int | None, day: date | None, *, nearest: bool = False) -> str | None:
        """The id of a person's job at a firm on a day; with `nearest`, else of the last that began before it."""
        if day is None:
            return None
        begun = [
            job
            for job in self.jobs.get(person, ())
            if job.since <= day and (employer is None or job.employer == employer)
        ]
        running = [job for job in begun if job.until is None or job.until >= day]
        found = running or (begun if nearest else [])
        return own_id("jobs", found[-1].key) if found else None

    @cached_property
    def documents(self) -> dict[tuple[str, str], int]:
        """The keys of documents by kind and number."""
        return {
            (kind, number): pk for pk, kind, number in Document.objects.values_list("pk", "kind", "document_number")
        }

    def document(self, kind: str, number: str) -> str | None:
        """The id of a document."""
        key = self.documents.get((kind, number))
        return own_id("documents", key) if key is not None else None

    @cached_property
    def granted_by(self) -> dict[int, str]:
        """The number of the decision that issued the permit, by application."""
        return dict(
            Decision.objects.filter(kind="permit_issued", application__isnull=False)
            .order_by("pk")
            .values_list("application", "number")
        )

    @cached_property
    def permit_of(self) -> dict[int, str]:
        """The number of the permit, by application."""
        return dict(Permit.objects.values_list("application", "number"))
