"""What it costs to answer, ask, read a programme and start the command; and how few questions there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sojourn.policy import CONSEQUENCES, Programme, available, check, consequences, load
from sojourn.policy.working.cases import TIMELINE, case_of

from .asking import asks_of, breaches_certain_after, full_form, interview, same_answer
from .figures import Figure
from .orders import over_best
from .peers import TIMES, points_of_people
from .points import PEOPLE_PROGRAMME, one_person_seconds, people
from .starting import Taken, check_seconds, largest, load_seconds
from .timing import best_of, median, percentile, undisturbed

#: How often something quick is done, of which the quickest counts.
REPEATS = 7
#: How often something is started as a process of its own.
STARTS = 10
#: How many small programmes are searched through for the best order of questions.
SMALL_PROGRAMMES = 60

MS = 1e3


def figures(say: Callable[[str], None]) -> Iterator[Figure]:
    """The figures of this group, one after the other; `say` is told what is being done, and what could not be."""
    programmes = [load(key) for key in available()]
    with undisturbed():
        say("answering every worked case")
        yield from full_cases(programmes)
        say("answering for one person beside OpenFisca")
        yield from beside_openfisca(say)
        say("interviewing for every worked case")
        yield from interviews(programmes)
    say("searching small programmes for the best order of questions")
    yield from orders()
    say("reading the largest programme")
    yield from loading()
    say("starting `sojourn check`")
    yield from starting(say)


# ---- one full case -----------------------------------------------------------------------------------------


def full_cases(programmes: list[Programme]) -> Iterator[Figure]:
    """How long everything in an answer takes: reasons, blame, what matters, practice, sources, penalties, papers."""
    seconds = [best_of(REPEATS, call) for programme in programmes for call in _answers(programme)]
    over = f"{len(seconds)} answers, best of {REPEATS} each"
    yield Figure(
        "policy.answer.median", MS * median(seconds), "ms", "One full case with reasons, median", goal=0.15, note=over
    )
    yield Figure("policy.answer.p90", MS * percentile(seconds, 0.9), "ms", "One full case, 90th percentile", note=over)


def _answers(programme: Programme) -> Iterator[Callable[[], object]]:
    """Every answer that the worked cases of a programme expect, as something to call."""
    for worked in programme.cases.values():
        case = case_of(programme, worked)
        for expected in worked.expect:
            if expected.ask == CONSEQUENCES:
                yield lambda case=case: consequences(programme, case)  # type: ignore[misc]
            elif expected.ask != TIMELINE:
                ask, keys = expected.ask, expected.keys
                yield lambda case=case, ask=ask, keys=keys: check(programme, case, ask, keys=keys)  # type: ignore[misc]


# ---- the points table beside a peer ------------------------------------------------------------------------


def beside_openfisca(say: Callable[[str], None]) -> Iterator[Figure]:
    """The points table for one person, from the facts as given: here with reasons, there the total and category."""
    programme = load(PEOPLE_PROGRAMME)
    found = people(programme)
    seconds = median([one_person_seconds(programme, person, TIMES) for person in found])
    peer = points_of_people(found)
    if peer.missing:
        say(f"OpenFisca: {peer.missing}")
    yield Figure(
        "policy.points.median",
        MS * seconds,
        "ms",
        "Points of one person with reasons, median",
        peer=peer.peer if peer.value is not None else None,
        ratio=peer.ratio(seconds),
        note=peer.missing or f"{len(found)} people; {peer.peer}, without reasons: {MS * (peer.value or 0):.2f} ms",
    )


# ---- the interview -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Interviewed:
    """What came of interviewing for every worked case: per case, questions asked and on the form; seconds per step;
    per case of all breaches, after how many questions all that are certain are so.
    """

    asked: list[int]
    on_form: list[int]
    seconds: list[float]
    mismatches: list[str]
    breaches_certain: list[int]


def interviewed(programmes: list[Programme], *, repeats: int = 1) -> Interviewed:
    """Interview for everything that worked cases ask, and hold each answer against that of the whole case."""
    found = Interviewed([], [], [], [], [])
    for programme in programmes:
        for ask in asks_of(programme):
            asked = interview(ask, repeats=repeats)
            found.asked.append(len(asked.questions))
            found.on_form.append(len(full_form(ask)))
            found.seconds.extend(asked.seconds)
            if ask.about == CONSEQUENCES:
                certain = breaches_certain_after(ask, asked)
                found.breaches_certain.extend(() if certain is None else (certain,))
            if not same_answer(ask, asked.case):
                found.mismatches.append(ask.name)
    return found


def interviews(programmes: list[Programme]) -> Iterator[Figure]:
    """How long the next question takes, how many there are, and whether the answer is that of the full form."""
    found = interviewed(programmes, repeats=5)
    steps = f"{len(found.seconds)} steps, best of 5 each"
    seconds = found.seconds
    yield Figure("policy.next.median", MS * median(seconds), "ms", "The next question, median", goal=5, note=steps)
    yield Figure("policy.next.p99", MS * percentile(seconds, 0.99), "ms", "The next question, 99th percentile", goal=5)
    yield Figure("policy.next.max", MS * max(seconds), "ms", "The next question, slowest", goal=5)
    over = f"{len(found.asked)} questions of worked cases"
    yield Figure(
        "policy.interview.mismatches",
        len(found.mismatches),
        "answers",
        "Interview and full form disagree",
        goal=0,
        note=", ".join(found.mismatches[:5]) or over,
    )
    asked, on_form = sum(found.asked) / len(found.asked), sum(found.on_form) / len(found.on_form)
    yield Figure(
        "policy.interview.asked",
        asked,
        "questions",
        "Questions the interview asks, mean",
        peer="full form",
        ratio=asked / on_form,
        note=over,
    )
    certain = found.breaches_certain
    yield Figure(
        "policy.interview.breaches_certain",
        sum(certain) / len(certain),
        "questions",
        "All breaches asked about at once: questions until every breach is certain, mean",
        note=f"{len(certain)} worked cases",
    )
    yield Figure("policy.interview.form", on_form, "questions", "Questions the full form has, mean", note=over)


def orders() -> Iterator[Figure]:
    """The interview against the best order of questions, where that can be found by trying every order."""
    ours, best, worst = over_best(SMALL_PROGRAMMES)
    yield Figure(
        "policy.interview.over_best",
        ours / best,
        "times",
        "Questions against the best order",
        peer="exhaustive search",
        ratio=ours / best,
        goal=1.10,
        note=f"{SMALL_PROGRAMMES} small programmes; {ours:.3f} questions, at best {best:.3f}",
    )
    yield Figure("policy.interview.over_best.worst", worst, "times", "The same, worst small programme")


# ---- starting ----------------------------------------------------------------------------------------------


def loading() -> Iterator[Figure]:
    """Reading the largest programme in a process of its own: from its files, and as remembered."""
    key = largest()
    files, remembered = load_seconds(key, STARTS)
    yield Figure(
        "policy.load.files",
        MS * median([one.clock for one in files]),
        "ms",
        "Loading the largest programme from YAML",
        goal=200,
        note=f"{key}, {_starts(files)}",
    )
    yield Figure(
        "policy.load.cache",
        MS * median([one.clock for one in remembered]),
        "ms",
        "Loading it from the cache",
        goal=20,
        note=f"{key}, {_starts(remembered)}",
    )


def starting(say: Callable[[str], None]) -> Iterator[Figure]:
    """`sojourn check` from the shell's point of view."""
    try:
        taken = check_seconds(STARTS)
    except RuntimeError as error:
        say(str(error))
        return
    yield Figure(
        "policy.check.process",
        median([one.clock for one in taken]),
        "s",
        "`sojourn check` as a process",
        goal=0.6,
        note=_starts(taken),
    )


def _starts(taken: list[Taken]) -> str:
    return f"{len(taken)} starts; processor time {MS * median([one.work for one in taken]):.0f} ms"
