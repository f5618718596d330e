"""What is told, laid out to be read from top to bottom: answers, what breaches add up to, the sources of it all."""

from __future__ import annotations

from collections.abc import Iterable

from sojourn.policy import Outcome, Told, ToldAnswer, ToldConsequences, ToldFinding, ToldPractice, ToldSource, ToldTable

from .page import Page, Style
from .session import Session

_MARKS = {
    Outcome.YES: ("✓", Style.GOOD),
    Outcome.NO: ("✗", Style.BAD),
    Outcome.NOT_KNOWN_YET: ("?", Style.OPEN),
    Outcome.YES_IF: ("?", Style.OPEN),
    Outcome.DOES_NOT_APPLY: ("–", Style.QUIET),
}
#: What a sentence, or a heading, ends in.
_ENDS = (".", "。", ":", "：", "?", "？", "!", "！")
#: Before what has come to nothing yet, good or bad.
BULLET = "•"


class Layout:
    """Lays told things out on a page; sources are numbered as they are met and listed at the end."""

    def __init__(self, session: Session, page: Page) -> None:
        self.session = session
        self.page = page
        self._sources: dict[str, ToldSource] = {}
        self._numbers: dict[str, int] = {}

    # ---- pieces ------------------------------------------------------------------------------------------------

    def know(self, sources: Iterable[ToldSource]) -> None:
        """Sources that what follows may name. Those that are cited alike count as one."""
        for source in sources:
            self._sources.update(dict.fromkeys(source.keys, source))

    def cites(self, keys: Iterable[str]) -> str:
        """The numbers of some sources in brackets, with a space before; '' for none."""
        cited = dict.fromkeys(self._sources[key].text for key in keys if key in self._sources)
        numbers = sorted(self._numbers.setdefault(text, len(self._numbers) + 1) for text in cited)
        return f" [{', '.join(map(str, numbers))}]" if numbers else ""

    def told(self, told: Told, depth: int) -> None:
        """Something told, and under it what it consists of."""
        bullet, style = _MARKS[told.outcome] if told.outcome is not None else (BULLET, Style.PLAIN)
        self.page.line(self._text(told), depth, bullet=bullet, style=style)
        self._under(told, depth + 1)

    def _text(self, told: Told) -> str:
        text = told.text
        if told.value:
            whole = text.endswith(_ENDS)
            text = f"{text} {told.value}" if whole else self.session.say("layout.pair", label=text, value=told.value)
        if told.note:
            whole = text.endswith(_ENDS)
            text = f"{text} {told.note}" if whole else self.session.say("layout.noted", text=text, note=told.note)
        if told.mark and told.mark.casefold() not in text.casefold():
            text = self.session.say("layout.marked", text=text, mark=told.mark)
        return text + self.cites(told.sources)

    def _under(self, told: Told, depth: int) -> None:
        if told.table is not None:
            self.table(told.table, depth)
        for child in told.children:
            self.told(child, depth)

    def table(self, table: ToldTable, depth: int) -> None:
        """A table, its sources behind the last cell of each row."""
        rows = [(*row.cells[:-1], row.cells[-1] + self.cites(row.sources)) for row in table.rows if row.cells]
        fired = [number for number, row in enumerate(table.rows) if row.fired]
        self.page.grid(table.columns, rows, depth, strong=fired)
        self.page.line(table.note, depth, style=Style.QUIET)

    def part(self, told: Told | None) -> None:
        """A heading with what stands under it; nothing where there is nothing."""
        if told is None:
            return
        self.page.heading(told.text + self.cites(told.sources))
        self.page.line(told.note, 1)
        self._under(told, 1)

    def sources(self, heading: str) -> None:
        """Every source that was named, by its number; where a work can be read stands at the first of its passages."""
        if not self._numbers:
            return
        self.page.heading(heading)
        by_text = {source.text: source for source in self._sources.values()}
        told: set[tuple[str, ...]] = set()
        for text, number in self._numbers.items():
            source = by_text[text]
            sure = (
                self.session.say("layout.sure", source=text, confidence=source.confidence)
                if source.confidence
                else text
            )
            self.page.line(sure, 1, bullet=f"[{number}]")
            # A work cited in many places is to be found in one.
            if source.addresses not in told:
                self.page.lines(source.addresses, 3, style=Style.QUIET)
            told.add(source.addresses)

    # ---- answers -----------------------------------------------------------------------------------------------

    def answer(self, told: ToldAnswer) -> None:
        """An answer: what came out first, then what to do about it, then why."""
        page = self.page
        self.know(told.sources)
        page.title(told.title)
        page.line(told.asked, style=Style.QUIET)
        page.lines(told.warnings, bullet="!", style=Style.WARNING)
        page.gap()
        self._headline(told.headline, told.outcome)
        if told.as_verified is not None:
            page.line(told.as_verified_heading)
            self._headline(told.as_verified.headline, Outcome.DOES_NOT_APPLY, 1)
        finding = told.as_verified or told.paper
        for part in (finding.blame, finding.open_terms, finding.missing, finding.unknowns, finding.penalties):
            self.part(part)
        self._practice(told.practice)
        self._route(told)
        for supposed in (finding.hangs_on, finding.rests_on):
            self.part(supposed)
        page.heading(self.session.say("layout.reasons"))
        self.told(finding.reasons, 1)

    def _headline(self, headline: str, outcome: Outcome, depth: int = 0) -> None:
        bullet, style = _MARKS[outcome]
        self.page.line(headline, depth, bullet=bullet, style=style)

    def _practice(self, practice: ToldPractice) -> None:
        page = self.page
        page.heading(practice.heading)
        page.line(practice.text, 1)
        if practice.finding is not None and practice.attested == "differs":
            self._finding(practice.finding)
        for told in (*practice.differences, *practice.notes):
            self.told(told, 1)

    def _finding(self, finding: ToldFinding) -> None:
        self._headline(finding.headline, finding.outcome, 1)
        for part in (finding.blame, finding.penalties):
            if part is not None:
                self.page.line(part.text, 1)
                self._under(part, 2)

    def _route(self, told: ToldAnswer) -> None:
        page = self.page
        if told.procedure:
            page.heading(self.session.say("layout.procedure"))
            for one in told.procedure:
                self.told(one, 1)
        self.part(told.papers)
        if told.grants:
            page.heading(told.grants_heading)
            valued = [grant for grant in told.grants if not grant.text]
            columns = tuple(self.session.say(f"layout.{column}") for column in ("what", "on_paper", "in_practice"))
            page.grid(
                columns,
                [(grant.label, grant.paper, grant.practice + self.cites(grant.sources)) for grant in valued],
                1,
            )
            page.lines((grant.note for grant in valued), 1, bullet=BULLET)
            for grant in told.grants:
                if grant.text:
                    page.line(grant.text + self.cites(grant.sources), 1, bullet=BULLET)
        self.part(told.steps)
        self.part(told.duties)
        self.part(told.family)
        if told.notes:
            page.gap()
            page.lines(told.notes)

    # ---- what breaches add up to -------------------------------------------------------------------------------

    def consequences(self, told: ToldConsequences) -> None:
        """What all breaches of a case add up to, for each who is liable."""
        page = self.page
        page.title(told.heading)
        for liability in told.liabilities:
            page.heading(liability.heading)
            page.lines(liability.penalties, 1, bullet=BULLET)
            self.page.line(liability.breaches.text, 1)
            for breach in liability.breaches.children:
                self.told(breach, 2)
        self.part(told.possible)
