"""The city's workers: hired, on one permit after another with the journeys between, and what else became of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from .. import programme
from ..vocabulary import DocumentKind, OfficeKind
from . import asking, names
from .bodies import Bodies
from .border import Border, Life
from .drawing import Drawing, Row, at, working_day

#: What becomes of how many: the last day finds each of them there.
PLANS: Final = (
    ("works", 352),
    ("gone_home", 96),
    ("on_leave", 44),
    ("renewing", 12),
    ("draft", 14),
    ("submitted", 24),
    ("approved", 12),
    ("refused", 10),
    ("on_pass", 10),
    ("overstayed", 7),
    ("banned", 7),
    ("revoked", 5),
    ("surrendered", 7),
)


class Lives(Border):
    """Tells the lives of workers up to a day."""

    def __init__(self, drawing: Drawing, bodies: Bodies, first: date, last: date) -> None:
        super().__init__(drawing, bodies, last)
        self.first = first
        self._findings: dict[str, str] = {}
        self._tickets: dict[date, int] = {}

    def live(self, number: int, plan: str) -> Life:
        """One worker's life."""
        life = self._born(number, plan)
        match plan:
            case "on_pass" | "overstayed":
                self._on_a_pass(life)
            case "draft" | "submitted" | "approved" | "refused":
                self._asks(life)
            case "banned":
                self._caught(life)
            case _:
                self._works(life)
        return life

    # ---- on permits --------------------------------------------------------------------------------------------

    def _works(self, life: Life) -> None:
        """Month after month, with a journey home before each renewal."""
        rng, firm = life.rng, life.firm
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        # More came lately than at the beginning.
        ago = (
            int(min(rng.random(), rng.random()) * months)
            if life.plan != "gone_home"
            else 3 + int(rng.random() * (months - 4))
        )
        begins = max(self.last - timedelta(days=ago * 30 + 12 + rng.randrange(25)), firm.since + timedelta(days=10))
        stays_for = 1 + int(rng.random() * ago) if life.plan == "gone_home" else 10**6
        begins = working_day(max(begins, self.first))
        while begins <= self.last and len(life.permits) < stays_for:
            if not self._permit(life, begins):
                break
            assert life.runs_to is not None
            if life.runs_to >= self.last:
                break
            self.goes_out(life, life.runs_to)
            begins = self._back_on(life, life.runs_to)
        self._ends(life)

    def _back_on(self, life: Life, left: date) -> date:
        """The day she is back; those on leave on the last day, or queueing on it, are so arranged."""
        rng = life.rng
        back = working_day(left + timedelta(days=1 + min(rng.randrange(6), rng.randrange(6))))
        if life.plan in ("on_leave", "renewing"):
            month = timedelta(days=31)
            if self.last - 2 * month <= back <= self.last - month:
                # One more permit, that runs out a few days before the last day.
                wanted = self.last - month - timedelta(days=rng.randrange(1, 6))
                return working_day(max(wanted, left + timedelta(days=1)))
            if self.last - month < back:
                return date.max
        return back

    def _ends(self, life: Life) -> None:
        """What the last day finds."""
        if not life.permits:
            return
        out = life.entered is None
        job = next(row for row in self.drawing.rows["jobs"] if row["id"] == life.job) if life.job else None
        lately = life.runs_to is not None and life.runs_to >= self.last - timedelta(days=12)
        if out and life.plan == "renewing" and lately:
            self.comes_in(life, self.last, None)
            self.returns(life, self.last)
            self._application(life, "renewal", self.last, "submitted")
        elif out and job is not None and not lately:
            job["ends_on"], job["ended"] = life.runs_to, "not_known"
        elif not out and life.plan in ("revoked", "surrendered") and life.runs_to is not None:
            self._cut_short(life, job)

    def _permit(self, life: Life, day: date) -> bool:
        """Applied for, decided by both authorities and issued on a day; whether it was."""
        renewal = bool(life.permits)
        if not life.firm.may_hire(day):
            return False
        asked = day if renewal else day - timedelta(days=3)
        facts = self._facts(life, asked)
        found = asking.finding(facts, asked)
        terms = asking.terms(facts, day)
        against = not found.yes
        if found.paper == "no" or terms.months is None or (against and life.rng.random() > 0.15):
            waits = asked > self.last - timedelta(days=21)
            self._application(life, "renewal" if renewal else "new", asked, "submitted" if waits else "refused")
            return False
        reason = "farm_taken_in_before_the_notice" if against else None
        runs_to = programme.last_day(day, terms.months)
        self.comes_in(life, day, runs_to)
        if renewal:
            self.returns(life, day)
            self._ticket(life, day)
        else:
            life.job = self.drawing.add(
                "jobs",
                person_id=life.id,
                employer_id=life.firm.id,
                site_id=life.firm.site,
                agency_id=life.agency.id,
                occupation=self._occupation(life),
                begins_on=day,
                wage_promised=self._wage(life),
            )
        application = self._application(life, "renewal" if renewal else "new", asked, "granted", day)
        self._decision(application, life, OfficeKind.HUMAN_RESOURCES, day, against=against, reason=reason)
        issued = self._decision(application, life, OfficeKind.EXIT_ENTRY, day, against=against, reason=reason)
        number = self.drawing.number("P")
        permit = self.drawing.add(
            "permits",
            id=number,
            number=number,
            person_id=life.id,
            kind=programme.bound().route,
            employer_id=life.firm.id,
            job_id=life.job,
            site_id=life.firm.site,
            area_id=life.firm.place,
            application_id=application,
            decision_id=issued,
            renewal_of_id=life.permits[-1] if renewal else None,
            issued_on=day,
            begins_on=day,
            ends_on=runs_to,
            paper_ends_on=programme.last_day(day, terms.paper_months) if terms.paper_months is not None else None,
            ended="expired" if runs_to < self.last else None,
            ended_on=runs_to if runs_to < self.last else None,
        )
        life.permits.append(permit)
        life.runs_to = runs_to
        self._charges(life, application, permit, day, terms.fee, terms.premium, terms.months)
        self.stay_row["permit_id"] = permit
        self.drawing.rows["crossings"][-1]["permit_id"] = permit
        return True

    def _charges(
        self,
        life: Life,
        application: str,
        permit: str,
        day: date,
        fee: Decimal | None,
        premium: Decimal | None,
        months: int,
    ) -> None:
        payer = {"worker": "person"}.get(programme.fee_payer().value, programme.fee_payer().value)
        common: Row = {
            "person_id": life.id,
            "employer_id": life.firm.id,
            "application_id": application,
            "permit_id": permit,
            "charged_by": "office",
            "charged_on": day,
            "paid_on": day,
        }
        if fee is not None:
            self._charge(**common, kind="fee", amount=fee, payer=payer)
        if premium is not None:
            self._charge(**common, kind="premium", amount=premium * months, payer="employer")
            for number in range(months):
                month = (day.replace(day=1) + timedelta(days=31 * number)).replace(day=1)
                self.drawing.add("insurance", person_id=life.id, employer_id=life.firm.id, month=month, premium=premium)
        if len(life.permits) == 1 and life.rng.random() < 0.1:
            amount = Decimal(life.rng.randrange(4, 16) * 100).quantize(Decimal("0.01"))
            common |= {"employer_id": None, "agency_id": life.agency.id, "charged_by": "agency"}
            self._charge(**common, kind="recruitment_fee", amount=amount, payer="person")

    def _charge(self, **columns: object) -> None:
        receipt = self.drawing.number("R")
        self.drawing.add("charges", id=receipt, receipt=receipt, **columns)

    def _cut_short(self, life: Life, job: Row | None) -> None:
        """A running permit is taken away, or given back."""
        permit = self.drawing.rows["permits"][-1]
        begins = permit["begins_on"]
        assert isinstance(begins, date)
        day = min(self.last, begins + timedelta(days=life.rng.randrange(1, 20)))
        permit["ended"], permit["ended_on"] = life.plan, day
        if life.plan == "revoked":
            self.drawing.add(
                "decisions",
                kind="revocation",
                outcome="imposed",
                authority=self._authority(OfficeKind.EXIT_ENTRY),
                office_id=self.bodies.offices[OfficeKind.EXIT_ENTRY][0],
                officer=self._officer(life, OfficeKind.EXIT_ENTRY),
                decided_at=at(day),
                person_id=life.id,
                against_finding=False,
                legal_basis=asking.finding(self._facts(life, day), day).source,
                reason="worked_at_another_site",
                begins_on=day,
                ends_on=permit["ends_on"],
            )
        if job is not None:
            job["ends_on"], job["ended"] = day, "permit_lost" if life.plan == "revoked" else "quit"
        self.goes_out(life, day, home=False)
        self.stay_row["leave_by"] = max(day, self.stay_row["entered_on"])

    # ---- asked for and not (yet) given ---------------------------------------------------------------------------

    def _asks(self, life: Life) -> None:
        day = self.last - timedelta(days=life.rng.randrange(0, 9))
        while day.weekday() > 4:
            day -= timedelta(days=1)
        application = self._application(life, "new", day, life.plan)
        if life.plan == "approved":
            self._decision(application, life, OfficeKind.HUMAN_RESOURCES, day)

    def _application(self, life: Life, kind: str, asked: date, status: str, decided: date | None = None) -> str:
        """An application as far as it has come: the finding is that of the day it was submitted."""
        draft = status == "draft"
        facts = self._facts(life, asked)
        files = asking.names_an_agency(facts)
        if status == "refused":
            decided = decided or min(self.last, working_day(asked + timedelta(days=2)))
        application = self.drawing.add(
            "applications",
            person_id=life.id,
            route=programme.bound().route,
            kind=kind,
            job_id=life.job if status == "granted" else None,
            employer_id=life.firm.id,
            site_id=life.firm.site,
            occupation=self._occupation(life),
            wage_promised=self._wage(life),
            agency_id=life.agency.id if files else None,
            finding_id=None if draft else self._finding(facts, asked),
            filed_by="agency" if files else "office",
            submitted_at=None if draft else at(asked),
            status={"approved": "checked"}.get(status, status),
            decided_at=at(decided) if decided else None,
        )
        if status == "refused":
            assert decided is not None
            self.drawing.add(
                "decisions",
                kind="application",
                outcome="refused",
                authority=self._authority(OfficeKind.HUMAN_RESOURCES),
                office_id=self.bodies.offices[OfficeKind.HUMAN_RESOURCES][0],
                officer=self._officer(life, OfficeKind.HUMAN_RESOURCES),
                decided_at=at(decided),
                application_id=application,
                person_id=life.id,
                finding_id=self._finding(facts, asked),
                against_finding=asking.finding(facts, asked).yes,
                legal_basis=asking.finding(facts, asked).source,
                reason="home_not_in_the_border_area" if life.plan == "refused" else "the_firm_may_not_hire",
                begins_on=decided,
                ends_on=decided,
            )
        return application

    def _decision(
        self,
        application: str,
        life: Life,
        kind: OfficeKind,
        day: date,
        *,
        against: bool = False,
        reason: str | None = None,
    ) -> str:
        asked = self.drawing.rows["applications"][-1]
        return self.drawing.add(
            "decisions",
            kind="application",
            outcome="granted",
            authority=self._authority(kind),
            office_id=self.bodies.offices[kind][0],
            officer=self._officer(life, kind),
            decided_at=at(day),
            application_id=application,
            person_id=life.id,
            finding_id=asked["finding_id"],
            against_finding=against,
            reason=reason,
            begins_on=day,
        )

    # ---- over the border -------------------------------------------------------------------------------------------

    def _on_a_pass(self, life: Life) -> None:
        """In for the day; or in since some days ago, and past the limit."""
        entered = self.last if life.plan == "on_pass" else self.last - timedelta(days=life.rng.randrange(3, 9))
        self.comes_in(life, entered, None)

    def _caught(self, life: Life) -> None:
        """In on a pass, past its limit, found, fined, sent out and banned."""
        entered = self.last - timedelta(days=life.rng.randrange(40, 200))
        self.comes_in(life, entered, None)
        found = entered + timedelta(days=life.rng.randrange(8, 20))
        stay = str(self.stay_row["id"])
        facts = asking.stay_case(programme.bound().place, entered, found)
        overstay = programme.bound().overstay
        breach = self.drawing.add(
            "violations",
            conduct=overstay,
            subject="person",
            person_id=life.id,
            day=found,
            found_on=found,
            place_id=programme.bound().place,
            stay_id=stay,
        )
        ban = asking.measures("caught_at_work", facts, found)
        common: Row = {
            "outcome": "imposed",
            "authority": self._authority(OfficeKind.EXIT_ENTRY),
            "office_id": self.bodies.offices[OfficeKind.EXIT_ENTRY][0],
            "decided_at": at(found),
            "person_id": life.id,
            "violation_id": breach,
            "against_finding": False,
            "begins_on": found,
        }
        source = asking.measures(overstay, facts, found).source
        self.drawing.add(
            "decisions",
            **common,
            kind="warning",
            officer=self._officer(life, OfficeKind.EXIT_ENTRY),
            legal_basis=source,
            reason="past_the_limit_of_the_pass",
            ends_on=found,
        )
        if ban.ban_months is not None:
            self.drawing.add(
                "decisions",
                **common,
                kind="ban",
                officer=self._officer(life, OfficeKind.EXIT_ENTRY),
                legal_basis=ban.source,
                reason="at_work_without_a_permit",
                ends_on=programme.last_day(found, ban.ban_months),
            )
        self.goes_out(life, found, home=False)

    # ---- what each has in common ------------------------------------------------------------------------------------

    def _born(self, number: int, plan: str) -> Life:
        rng = Random(f"worker {self.drawing.seed} {number}")
        firm = rng.choice(
            [firm for firm in self.bodies.firms if firm.out_from is None or plan in ("works", "gone_home")]
        )
        standing = [agency for agency in self.bodies.agencies if agency.grade(self.last) != "d"]
        agency = rng.choice(self.bodies.agencies if plan in ("works", "gone_home") else standing)
        province = (
            "hanoi"
            if plan == "refused"
            else "lang_son"
            if rng.random() < 0.93
            else rng.choice(["cao_bang", "quang_ninh"])
        )
        person = self.drawing.add(
            "persons",
            sex="female" if rng.random() < 0.55 else "male",
            birth_year=self.last.year - 18 - int(min(rng.random(), rng.random()) * 34) - 1,
            nationality="vietnam",
            home_province=province,
            border_commune=plan != "refused",
            language="vi",
            weight=1.0,
        )
        begins = date(2017, 1, 1) + timedelta(days=rng.randrange(300))
        document = self.drawing.add(
            "documents",
            person_id=person,
            kind=DocumentKind.BORDER_PASS.value,
            begins_on=begins,
            ends_on=begins.replace(year=begins.year + 5) if (begins.month, begins.day) != (2, 29) else begins,
        )
        return Life(person, plan, rng, firm, agency, province, document)

    def _facts(self, life: Life, day: date) -> asking.Facts:
        """The facts of an application on a day. An agency that may not file is left out: the office files."""
        values = {
            "person.nationality": "vietnam",
            "person.province": life.province,
            "person.border_commune": "no" if life.plan == "refused" else "yes",
            "site.place": life.firm.place,
            "site.sector": life.firm.sector,
            "employer.legal_representative": "yes" if life.firm.representative else "no",
            "employer.qualified": "yes" if life.firm.may_hire(day) else "no",
        }
        agency = {"agency.there": "yes", "agency.grade": life.agency.grade(day)}
        files = asking.may_file(asking.case(agency), day)
        return asking.case({**values, **(agency if files else {"agency.there": "no"})})

    def _finding(self, facts: asking.Facts, day: date) -> str:
        found = asking.finding(facts, day)
        if found.content_hash not in self._findings:
            self._findings[found.content_hash] = self.drawing.add(
                "findings",
                content_hash=found.content_hash,
                edition=found.edition,
                route=found.route,
                day=found.day,
                paper=found.paper,
                practice=found.practice,
                facts=found.facts,
            )
        return self._findings[found.content_hash]

    def _ticket(self, life: Life, day: date) -> None:
        """A renewal of the last weeks has its place in the queue."""
        if day < self.last - timedelta(days=45):
            return
        number = self._tickets[day] = self._tickets.get(day, 0) + 1
        drawn = 480 + 3 * number
        called = drawn + 40 + life.rng.randrange(180)
        waits = day == self.last and number % 2 == 0
        self.drawing.add(
            "tickets",
            office_id=self.bodies.offices[OfficeKind.SERVICE_CENTRE][0],
            day=day,
            number=number,
            person_id=life.id,
            issued_at=at(day, drawn),
            called_at=None if waits else at(day, called),
            served_at=None if waits else at(day, called + 4 + life.rng.randrange(9)),
        )

    def _officer(self, life: Life, kind: OfficeKind) -> str:
        return life.rng.choice(self.bodies.officers[kind])

    def _authority(self, kind: OfficeKind) -> str:
        office = self.bodies.offices[kind][0]
        return str(next(row["authority"] for row in self.drawing.rows["offices"] if row["id"] == office))

    def _occupation(self, life: Life) -> str:
        work = names.WORK[life.firm.sector]
        return work[int(life.id[2:4], 36) % len(work)]

    def _wage(self, life: Life) -> Decimal:
        return Decimal(1800 + int(life.id[4:6], 36) % 18 * 100).quantize(Decimal("0.01"))


def lives(drawing: Drawing, bodies: Bodies, first: date, last: date, plans: list[str]) -> Iterator[Life]:
    """Each worker's life, in turn."""
    telling = Lives(drawing, bodies, first, last)
    for number, plan in enumerate(plans):
        yield telling.live(number, plan)
