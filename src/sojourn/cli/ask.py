"""`sojourn ask`: the interview in the terminal, with the fewest questions, and the answer at its end."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from sojourn.policy import Case, CaseError, Interview, Kind, Problem, Programme, Teller, problem_text, read_case

from .asked import Asked, asked_about
from .casefile import Written
from .casework import case_of, written_of
from .check import answers, answers_page, sums
from .describing import Describer, names_of
from .histories import HistoryPrompter, offer
from .known import Known
from .page import EMPTY, Page, Style
from .programmes import programme_named
from .prompts import InputEndedError, Prompter, Said
from .session import Session

DONE, UNFINISHED, STOPPED = 0, 2, 130


def hold_interview(session: Session, name: str, known: Known, about: Sequence[str]) -> int:
    """Hold an interview about a programme; gives the exit code: 2 where the input ends before it, 130 after Ctrl-C."""
    programme = programme_named(name)
    written = written_of(programme, known)
    case_of(programme, written)
    prompter = Prompter(session)
    try:
        goals = list(about) or _goal(session, prompter, programme)
        asked = asked_about(programme, goals, known.place)
        _Talk(session, prompter, programme, asked, written).hold()
    except InputEndedError:
        prompter.leave(session.say("ask.ended"))
        return UNFINISHED
    except KeyboardInterrupt:
        prompter.leave(session.say("ask.stopped"))
        return STOPPED
    return DONE


def _goal(session: Session, prompter: Prompter, programme: Programme) -> list[str]:
    """What the person wants to know: asked first, where the programme answers more than one thing."""
    if len(programme.goals) < 2:
        return []
    teller = Teller(programme, session.language)
    labels = tuple(teller.label(goal.key) for goal in programme.goals)
    page = Page()
    page.title(teller.title)
    page.line(session.say("ask.which_goal"), style=Style.STRONG)
    page.numbered(labels, 1)
    chosen = prompter.choose(page, labels)
    return [programme.goals[chosen or 0].key]


@dataclass(slots=True)
class _Told:
    """What the person has said so far, in order: each answer as a case is written, and in words ('': not known)."""

    facts: dict[str, object] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    @property
    def asked(self) -> frozenset[str]:
        """The facts that were asked for: the person told them as exactly as they can, or does not know them."""
        return frozenset(self.words)

    def take(self, name: str, fact: object, words: str) -> None:
        self.facts[name] = fact
        self.words[name] = words

    def leave(self, name: str) -> None:
        self.facts.pop(name, None)
        self.words[name] = ""

    def drop(self, name: str) -> None:
        self.facts.pop(name, None)
        self.words.pop(name, None)


class _Talk:
    """One interview: questions until what was asked is settled, the answer, and then any change."""

    def __init__(
        self, session: Session, prompter: Prompter, programme: Programme, asked: Asked, written: Written
    ) -> None:
        self.session = session
        self.prompter = prompter
        self.programme = programme
        self.asked = asked
        self.written = written
        self.teller = Teller(programme, session.language)
        self.describer = Describer(session, programme, self.teller, written.at or date.today())
        self.described = frozenset(names_of(programme))
        self.told = _Told()

    def hold(self) -> None:
        """The whole interview. Raises InputEndedError where the input ends while something is still asked."""
        self._begin()
        self.prompter.so_far = self._answer
        while True:
            self._ask_until_settled()
            self._answer()
            try:
                again = self._ask_for_change()
            except InputEndedError:
                return
            if not again:
                return

    def case(self) -> Case:
        """The case as far as it is known."""
        return case_of(self.programme, replace(self.written, facts={**self.written.facts, **self.told.facts}))

    # ---- questions ---------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        page = Page([EMPTY])
        page.title(self.teller.title)
        case = self.case()
        for answer in answers(self.programme, case, self.asked):
            page.lines(self.teller.answer(answer).warnings, bullet="!", style=Style.WARNING)
        page.parts = list(dict.fromkeys(page.parts))
        page.line(self.session.say("ask.how"), style=Style.QUIET)
        self.session.show(page)

    def _ask_until_settled(self) -> None:
        while True:
            interview = Interview(self.programme, self.asked.interview, self.case(), skip=self.told.asked)
            name = interview.next()
            if name is None:
                return
            if not self._ask(name, len(interview.remaining())) and self.told.words:
                self.told.drop(next(reversed(self.told.words)))

    def _ask(self, name: str, left: int) -> bool:
        """Ask for a fact; False where the person wants to go back to the question before."""
        page = Page([EMPTY])
        group = self.teller.group(name) if name in self.programme.facts else ""
        page.line(self.session.say("ask.left", number=len(self.told.words) + 1, count=left), style=Style.QUIET)
        page.line(group, style=Style.HEADING)
        page.line(self.teller.question(name), style=Style.STRONG)
        fact = self.programme.facts.get(name)
        takes = self.describer.fact(name)
        reply: object
        if fact is not None and takes.type.kind is Kind.LIST:
            self.session.show(page)
            reply = HistoryPrompter(self.prompter, self.describer, fact, lambda given: self._wrong(name, given)).ask()
        else:
            offer(page, self.describer, takes, name)
            reply = self.prompter.put(page, takes, lambda answer: self._wrong(name, answer))
        if reply is Said.BACK:
            if not self.told.words:
                self.session.show(_warning(self.session.say("ask.first_question")))
            return False
        if reply is Said.UNKNOWN:
            self.told.leave(name)
        else:
            self.told.take(name, reply, self._in_words(name, reply))
        return True

    def _wrong(self, name: str, given: object) -> list[str]:
        """What is wrong with an answer, beside those before it, in words that call each fact by its label."""
        try:
            read_case(self.programme, {**self.written.facts, **self.told.facts, name: given}, at=self.written.at)
        except CaseError as error:
            return [problem_text(self._renamed(problem, name), self.session.language) for problem in error.problems]
        return []

    def _renamed(self, problem: Problem, asked: str) -> Problem:
        """A problem that calls a fact, and a field of a history, by its label instead of its name."""
        field_name = re.compile(rf"{re.escape(asked)}\[\d+\]\.([a-z_]+)")
        named = dict.fromkeys((asked, *(text for slot, text in problem.slots if slot in ("name", "other"))))
        labels = {name: self.teller.label(name) for name in named if name in self.described}
        names = re.compile("|".join(map(re.escape, sorted(labels, key=len, reverse=True))))

        def told(text: str) -> str:
            text = field_name.sub(lambda found: self.teller.field_label(asked, found[1]), text)
            return names.sub(lambda found: labels[found[0]], text)

        slots = tuple((slot, told(value)) for slot, value in problem.slots)
        return replace(problem, slots=slots, text=told(problem.text))

    def _in_words(self, name: str, reply: object) -> str:
        takes = self.describer.fact(name)
        if isinstance(reply, Mapping):
            return self.session.say("ask.entries", count=len(reply["entries"]))
        labels = dict(takes.choices)
        if takes.choices:
            chosen = reply if isinstance(reply, list) else [reply]
            return self.session.say("ask.or").join(labels[str(one)] for one in chosen)
        text = str(reply)
        try:
            if takes.type.kind is Kind.NUMBER:
                return self.teller.exact(Fraction(text) * takes.type.unit.scale, takes.type, of=name)
            return self.teller.exact(date.fromisoformat(text), takes.type)
        except ValueError:
            return text

    # ---- the answer, and changes -------------------------------------------------------------------------------

    def _answer(self) -> None:
        case = self.case()
        found = answers(self.programme, case, self.asked)
        self.session.show(Page([EMPTY]))
        self.session.show(answers_page(self.session, self.programme, found, sums(self.programme, case, self.asked)))

    def _ask_for_change(self) -> bool:
        """Offer to change an answer; False where the person is done."""
        names = tuple(self.told.words)
        if not names:
            return False
        page = Page([EMPTY])
        page.line(self.session.say("ask.said"), style=Style.HEADING)
        unknown = self.session.say("ask.unknown")
        rows = [
            (f"{number}", self.teller.label(name), self.told.words[name] or unknown)
            for number, name in enumerate(names, 1)
        ]
        page.grid((), rows, 1)
        page.line(self.session.say("ask.change"), style=Style.STRONG)
        chosen = self.prompter.choose(page, names)
        if chosen is None:
            return False
        self._ask(names[chosen], 1)
        return True


def _warning(text: str) -> Page:
    page = Page()
    page.line(text, bullet="!", style=Style.WARNING)
    return page
