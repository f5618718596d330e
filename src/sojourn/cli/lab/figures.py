"""Figures on a terminal, as the language of the call writes them."""

from __future__ import annotations

from ..session import Session


def number(session: Session, value: float) -> str:
    """A figure with three digits that count, whole from a hundred on; a dash where there is none."""
    from sojourn.lab import figure_text

    return figure_text(value, session.language)


def signed(session: Session, value: float) -> str:
    """A change with its sign."""
    from sojourn.lab import change_text

    return change_text(value, session.language)


def percent(session: Session, share: float, *, exactly: bool = False) -> str:
    """A share in whole hundredths, or `exactly` with three digits; a dash where there is none."""
    from sojourn.lab import share_text

    return share_text(share, session.language, exactly=exactly)
