"""The only door to people's records: nothing beyond the table of rights comes out, and every look is written down.

Pages, the API, exports and commands all read through here. A look is noted for every person in the result, in the
transaction of the reading itself: what was not noted was not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Subquery

from . import clock, scopes
from .actors import By
from .models import Look
from .objects import KINDS, Kind
from .refusal import NotAllowed, NotThere
from .rights import Relation, Right, right
from .statements import looks
from .statements.engine import Together, changed
from .vocabulary import Act, Role

#: How many rows one page of a listing holds at most.
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One record as somebody may see it: the fields of her right, and no other."""

    object: str
    values: Mapping[str, Any]

    def __getitem__(self, field: str) -> Any:
        return self.values[field]

    def get(self, field: str) -> Any:
        """The field's value; None where it may not be seen."""
        return self.values.get(field)


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a listing: its rows, how many there are in all, and where the next page starts (None: there is none).

    `last` is the number of the last row, for the page after it.
    """

    rows: tuple[Row, ...]
    total: int
    following: int | None
    last: str | int | None = None

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


def may(by: By, name: str, act: Act) -> bool:
    """Whether the account's role does this to such objects for this purpose."""
    held = right(_role(by), name, by.purpose)
    return held is not None and act in held.acts and by.purpose in held.purposes


def listing(
    by: By,
    name: str,
    *,
    where: Q | None = None,
    order: Iterable[str] = (),
    start: int = 0,
    rows: int = 50,
    after: str | int | None = None,
    act: Act = Act.LIST,
) -> Page:
    """The records of a kind that the account may see. Raises NotAllowed.

    `where` narrows them down further (it can never widen them); `rows` at most 200 at a time.
    `after`: the number of the record that the page before ended with; then the order is the newest first, and what has
    come in meanwhile moves nothing.
    """
    held = _held(by, name, act)
    kind = KINDS[name]
    found = _visible(by, held, kind)
    if where is not None:
        found = found.filter(where)
    rows = max(1, min(rows, MOST_ROWS))
    total = found.count()
    if after is not None:
        last = kind.model._default_manager.filter(**{kind.number: after}).values("pk")[:1]
        found, order = found.filter(pk__lt=Subquery(last)), ()
    found = found.order_by(*(order or (kind.newest,)))
    # One more than is shown tells whether a page follows.
    numbers = dict(found.values_list("pk", kind.number)[start : start + rows + 1])
    taken = list(numbers)[:rows]
    seen = _shown(by, held, kind, kind.model._default_manager.filter(pk__in=taken), act)
    place = {key: position for position, key in enumerate(taken)}
    ordered = tuple(row for _, row in sorted(seen, key=lambda pair: place[pair[0]]))
    following = start + rows if len(numbers) > rows else None
    return Page(ordered, total, following, numbers[taken[-1]] if taken else None)


def opened(by: By, name: str, number: str | int, *, shown: str = "", act: Act = Act.OPEN) -> Row:
    """One record. Raises NotAllowed, and NotThere where there is none that the account may see."""
    held = _held(by, name, act)
    kind = KINDS[name]
    found = _visible(by, held, kind, shown).filter(**{kind.number: number})
    rows = _shown(by, held, kind, found, act)
    if not rows:
        raise NotThere(name)
    return rows[0][1]


def presented(by: By, name: str, shown: str, *, where: Q | None = None) -> tuple[Row, ...]:
    """The records of a kind of the person who shows a document or permit of that number, the newest first.

    Raises NotAllowed, for a role as well that sees such records by another relation than their being shown.
    """
    held = _held(by, name, Act.OPEN)
    if held.relation is not Relation.PRESENTED:
        raise NotAllowed()
    kind = KINDS[name]
    found = _visible(by, held, kind, shown)
    if where is not None:
        found = found.filter(where)
    return tuple(row for _, row in _shown(by, held, kind, found.order_by(kind.newest), Act.OPEN))


def exported(by: By, name: str) -> tuple[Row, ...]:
    """Every record of a kind that the account may take out."""
    held = _held(by, name, Act.EXPORT)
    kind = KINDS[name]
    return tuple(row for _, row in _shown(by, held, kind, _visible(by, held, kind).order_by("pk"), Act.EXPORT))


def noted(by: By, name: str, person: int, act: Act, together: Together | None = None) -> None:
    """Note a look that an act itself brings with it, such as the answer that a border post gets to a crossing.

    `person` is her primary key. `together`: the changes that the look is noted with, where it is not to be noted now.
    """
    note = looks.noting(clock.now(), by.account, person, act.value, by.purpose.value, name)
    if together is None:
        changed(*note)
    else:
        together.add(*note)


def visible(by: By, name: str, act: Act = Act.OPEN) -> QuerySet[Any]:
    """The rows themselves, for an act on them: what the account may not see it cannot act on either.

    Who shows a row of these to somebody goes through `opened`; a change leaves its own event.
    """
    held = _held(by, name, act)
    return _visible(by, held, KINDS[name])


def _held(by: By, name: str, act: Act) -> Right:
    held = right(_role(by), name, by.purpose)
    if held is None or act not in held.acts:
        raise NotAllowed()
    if by.purpose not in held.purposes:
        raise NotAllowed("wrong_purpose")
    return held


def _visible(by: By, held: Right, kind: Kind, shown: str = "") -> QuerySet[Any]:
    condition = scopes.within(kind, held.relation, by.account, clock.today(), shown)
    if kind.person:
        return kind.model._default_manager.filter(condition)
    # A person has several jobs, and is one person still.
    keys = kind.model._default_manager.filter(condition).values("pk")
    return kind.model._default_manager.filter(pk__in=keys)


def _shown(by: By, held: Right, kind: Kind, found: QuerySet[Any], act: Act) -> list[tuple[Any, Row]]:
    """The rows with the fields of the right, and a look noted for each person among them."""
    paths = {name: kind.fields[name] for name in held.fields}
    person = f"{kind.person}_id" if kind.person else "pk"
    wanted = ["pk", person, *paths.values()]
    rows = [dict(zip(wanted, values, strict=True)) for values in found.values_list(*wanted)]
    of_people = kind.person is not None
    people = {row[person] for row in rows if of_people and row[person] is not None} - {by.account.person_id}
    _note(by, kind.name, sorted(people), act)
    return [(row["pk"], Row(kind.name, {name: row[path] for name, path in paths.items()})) for row in rows]


def _note(by: By, what: str, people: Iterable[Any], act: Act) -> None:
    moment = clock.now()
    Look.objects.bulk_create(
        [
            Look(
                at=moment,
                account=by.account,
                office=by.account.office,
                role=by.account.role,
                person_id=one,
                act=act.value,
                purpose=by.purpose.value,
                what=what,
            )
            for one in people
        ]
    )


def _role(by: By) -> Role:
    return Role(by.account.role)
