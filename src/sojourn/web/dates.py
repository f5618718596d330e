"""Days as three boxes hold them: made into the text a case is written in, and taken apart again to be shown."""

from __future__ import annotations

from datetime import date


def date_text(year: str, month: str, day: str) -> str:
    """A day from its three parts, as `2019-06-03`; as `2019-06` or `2019` where only so much is known; or ''.

    Parts that make no day are put together as they were typed, so that the case can name them.
    """
    if not (year or month or day):
        return ""
    try:
        whole = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return "-".join((year or "?", month or "?", day or "?"))
    if day and not month:
        return "-".join((year, "?", day))
    return whole if day else whole[:7] if month else whole[:4]


def date_parts(text: str) -> tuple[str, str, str]:
    """The year, month and day of a day as `date_text` wrote it."""
    parts = [*text.split("-", 2), "", "", ""]
    year, month, day = ("" if part == "?" else part.lstrip("0") or part for part in parts[:3])
    return year, month, day
