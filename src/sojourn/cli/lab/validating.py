"""`sojourn lab validate`: which causes and effects of the sources come out of the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ..page import Page, Style
from ..session import Session
from .asked import Asked, known_word, lab_open
from .figures import number, percent, signed

if TYPE_CHECKING:
    from sojourn.lab import Ablation, Answer, Component, Judged, Validation


def validate_model(session: Session, asked: Asked, only: Sequence[str], *, as_json: bool) -> None:
    """Ask every mechanism of the model, or `only` some; say what came out, in a table by what each is to the model."""
    with lab_open(session, asked.cluster):
        from sojourn.lab import default_keep, read_mechanisms, validate

        for one in only:
            known_word("--mechanism", one, tuple(read_mechanisms()))

        def progress(done: int, of: int) -> None:
            session.progress(session.say("lab.progress", done=done, runs=of))

        found = validate(
            asked.experiment(()),
            only=only,
            workers=asked.side_by_side,
            keep=asked.keep or default_keep(),
            progress=progress,
        )
    if as_json:
        session.data(told(found))
        return
    session.show(validation_page(session, found))


def told(found: Validation) -> dict[str, Any]:
    """A validation as data; no timings, so that equal ones are equal."""
    from sojourn.lab import Verdict

    experiment = found.experiment
    return {
        "people": experiment.people,
        "runs": experiment.runs,
        "seed": experiment.seed,
        "draws": experiment.draws.value,
        "counted": found.counted,
        **{verdict.value: found.count(verdict) for verdict in (Verdict.HIT, Verdict.MISS, Verdict.UNDECIDED)},
        "mechanisms": [_mechanism(one) for one in found.judged],
    }


def _mechanism(one: Judged) -> dict[str, Any]:
    mechanism = one.mechanism
    return {
        "id": mechanism.key,
        "class": mechanism.kind.value,
        "sign": mechanism.sign,
        "reference": mechanism.reference,
        "statement": dict(mechanism.statement),
        "why": dict(mechanism.why),
        "counts": mechanism.counts,
        "informed": list(mechanism.informed),
        "claimed": mechanism.claimed,
        "verdict": one.verdict.value,
        "answers": {
            draws.value: {**_answer(answer), "verdict": answer.verdict.value, "needed": answer.needed}
            for draws, answer in one.answers.items()
        },
        "without": {part.key: _ablation(each) for each in one.ablations for part in each.components},
        "together": None if one.together is None else _together(one.together),
        "produced_by": [part.key for part in one.produced_by] if one.ablations else None,
    }


def _together(group: Ablation) -> dict[str, Any]:
    return {"components": [part.key for part in group.components], **_ablation(group)}


def _ablation(one: Ablation) -> dict[str, Any]:
    return {
        "produce_it": one.makes,
        "lost": one.lost,
        "won": one.won,
        "tried": one.tried,
        "by_chance": one.by_chance,
        **_answer(one.answer),
    }


def _answer(answer: Answer) -> dict[str, Any]:
    from sojourn.lab import plain

    return plain(
        {
            "runs": answer.runs,
            "probability": answer.probability,
            "low": answer.low,
            "high": answer.high,
            "change": {outcome: asdict(one) for outcome, one in answer.change.items()},
        }
    )


def validation_page(session: Session, found: Validation) -> Page:
    """A validation as it is shown: what counts, what does not, and for each hit what makes it."""
    from sojourn.lab import HIT, MISSED, PARTING, WRONGLY, Kind, Verdict, mechanism_texts

    experiment = found.experiment
    page = Page()
    page.title(session.say("lab.validation"))
    page.line(session.say("lab.validation_size", people=number(session, experiment.people), runs=experiment.runs))
    page.line(session.say(f"lab.draws_{experiment.draws.value}"), style=Style.QUIET)
    bounds = {name: f"{100 * share:.0f}" for name, share in (("hit", HIT), ("missed", MISSED), ("parting", PARTING))}
    page.line(session.say("lab.validation_rule", **bounds))
    if any(one.ablations for one in found.judged):
        page.line(session.say("lab.validation_credit", hit=bounds["hit"], wrongly=percent(session, WRONGLY)))
    page.line(
        session.say(
            "lab.validation_counts",
            counted=found.counted,
            hits=found.count(Verdict.HIT),
            misses=found.count(Verdict.MISS),
            undecided=found.count(Verdict.UNDECIDED),
        ),
        style=Style.STRONG,
    )
    few = [needed for one in found.judged if one.mechanism.counts for needed in _needed(one)]
    if few:
        page.line(session.say("lab.validation_too_few", few=len(few), needed=max(few)))
    groups = (
        ("counted", [one for one in found.judged if one.mechanism.counts]),
        (
            "not_counted",
            [one for one in found.judged if one.mechanism.kind is Kind.EMERGENT and not one.mechanism.counts],
        ),
        ("identities", [one for one in found.judged if one.mechanism.kind is Kind.IDENTITY]),
    )
    for name, judged in groups:
        if judged:
            _group(page, session, found, name, judged)
    outside = [one for one in found.judged if one.mechanism.kind is Kind.OUTSIDE]
    if outside:
        page.heading(session.say("lab.validation_outside"))
    for one in outside:
        statement, why = mechanism_texts(one.mechanism, session.language)
        page.line(f"{one.mechanism.key}: {statement} ({one.mechanism.reference})")
        page.line(why, 1, style=Style.QUIET)
    return page


def _group(page: Page, session: Session, found: Validation, name: str, judged: list[Judged]) -> None:
    from sojourn.lab import Draws, mechanism_texts, outcome_label

    page.heading(session.say(f"lab.validation_{name}"))
    own, prior = found.experiment.draws, Draws.PRIOR
    draws = tuple(dict.fromkeys((own, prior)))
    under = tuple(session.say(f"lab.under_{one.value}") for one in draws)
    page.grid(
        (session.say("lab.mechanism"), *under, session.say("lab.verdict")),
        [
            (
                one.mechanism.key,
                *(_chance(session, one.answers[draw]) for draw in draws),
                session.say(f"lab.verdict_{one.verdict.value}"),
            )
            for one in judged
        ],
    )
    for one in judged:
        statement, why = mechanism_texts(one.mechanism, session.language)
        page.line(f"{one.mechanism.key}: {statement} ({one.mechanism.reference})")
        page.line(why, 1, style=Style.QUIET)
        if one.mechanism.informed:
            page.line(session.say("lab.informed", by=session.say("layout.comma").join(one.mechanism.informed)), 1)
        if one.mechanism.claimed:
            page.line(session.say("lab.claimed"), 1)
        for outcome, change in one.answers[own].change.items():
            page.line(
                session.say(
                    "lab.moves",
                    outcome=outcome_label(outcome, session.language),
                    low=signed(session, change.low),
                    middle=signed(session, change.middle),
                    high=signed(session, change.high),
                ),
                1,
            )
        for needed in _needed(one):
            answer = one.answers[own]
            page.line(
                session.say(
                    "lab.too_few_runs",
                    runs=answer.runs,
                    needed=needed,
                    chance=percent(session, answer.probability, exactly=True),
                ),
                1,
            )
        for each in one.ablations:
            page.line(
                session.say(
                    "lab.ablation_makes" if each.makes else "lab.ablation",
                    component=_labels(session, each.components),
                    chance=percent(session, each.answer.probability, exactly=True),
                    lost=each.lost,
                    won=each.won,
                ),
                1,
            )
        if one.ablations:
            page.line(_produced_by(session, one), 1)


def _needed(one: Judged) -> list[int]:
    """How many runs it takes to tell what becomes of a mechanism, where so many were not made; else nothing."""
    answer = next(iter(one.answers.values()), None)
    return [] if answer is None or answer.needed is None else [answer.needed]


def _produced_by(session: Session, one: Judged) -> str:
    group = one.together
    if group is None and not one.produced_by:
        return session.say("lab.produced_by_none")
    if group is None:
        return session.say("lab.produced_by", components=_labels(session, one.produced_by))
    components, chance = _labels(session, group.components), percent(session, group.answer.probability, exactly=True)
    if group.makes:
        return session.say("lab.produced_by_together", components=components, chance=chance)
    return session.say("lab.produced_by_none_together", components=components, chance=chance)


def _labels(session: Session, components: Sequence[Component]) -> str:
    return session.say("layout.comma").join(component.label[session.language] for component in components)


def _chance(session: Session, answer: Answer) -> str:
    if not answer.runs:
        return "–"
    return session.say(
        "lab.chance",
        chance=percent(session, answer.probability, exactly=True),
        low=percent(session, answer.low, exactly=True),
        high=percent(session, answer.high, exactly=True),
    )
