"""Which rows of a parameter speak for a place: its own, or that of the nearest place around it."""

from __future__ import annotations

from ..model import Parameter, Programme, Row


class Places:
    """The places of a programme, by what lies around them at any time."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    def around(self, place: str) -> dict[str, int]:
        """The place itself and every place it lies in, with how many steps away."""
        steps = {place: 0}
        pending = [place]
        while pending:
            name = pending.pop(0)
            known = self._programme.places.get(name)
            for parent in known.parents if known is not None else ():
                if parent.place not in steps:
                    steps[parent.place] = steps[name] + 1
                    pending.append(parent.place)
        return steps

    def rows_for(self, parameter: Parameter, rows: tuple[Row, ...], place: str) -> tuple[Row, ...]:
        """The rows that hold in a place; all of them where no place is told or the parameter is not keyed by place."""
        if not place or "place" not in parameter.by:
            return rows
        index = parameter.by.index("place")
        around = self.around(place)
        found: dict[tuple[object, ...], tuple[int, Row]] = {}
        for row in rows:
            key = row.keys[index]
            distance = len(around) + 1 if key is None else around.get(str(key), -1)
            if distance < 0:
                continue
            others = (*row.keys[:index], *row.keys[index + 1 :])
            if others not in found or distance < found[others][0]:
                found[others] = (distance, row)
        return tuple(row for _, row in found.values())
