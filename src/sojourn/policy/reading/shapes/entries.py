"""What every dated entry has: what it replaces, and its versions on paper and in practice."""

from __future__ import annotations

from ..forms import Either, Key, Many, Shape
from .words import ASSUMPTION, EXPRESSION, FROM, LABEL, NAME, NOTE, SCALE, SOURCE, SOURCES, YES

_WORD = Key("word", SCALE, "A word of the scale: shown, never computed with.")
_NONE = Key("none", YES, "From then on there is none.")
_PRACTICE_SAYS = "How it is handled: `same` with sources, versions of its own, or a word of the scale."


def version_shape(
    kind: str, says: str, content: tuple[Key, ...], *, none: bool = True, one_of: tuple[str, ...] = ()
) -> Shape:
    """A version of an entry of the kind: the day it begins, what it says, and who says so.

    `none`: it may also say that there is none from then on. Of the keys in `one_of` it has at most one.
    """
    end = (_NONE,) if none else ()
    keys = (FROM, *content, *end, SOURCE, ASSUMPTION, _WORD, NOTE)
    return Shape(f"{kind}_version", says, keys, at_most_one=(one_of,) if one_of else ())


def entry_shape(
    kind: str,
    says: str,
    version: Shape,
    *,
    own: tuple[Key, ...],
    content: tuple[Key, ...],
    parts: tuple[Key, ...] = (),
    beside: bool = True,
    one_of: tuple[str, ...] = (),
) -> Shape:
    """An entry of the kind: what is its own, what it replaces, its versions, or what its only version says.

    `content` are the keys of an only version, `parts` what it has besides; `beside`: it may also stand beside another,
    and do either in some places only. Of the keys in `one_of` it has at most one.
    """
    keys = (
        LABEL,
        *own,
        *_replacing(kind, beside),
        Key("paper", Many(version), "What the rule text says, version by version."),
        _practice(version),
        *parts,
        FROM,
        *content,
        SOURCE,
        ASSUMPTION,
        NOTE,
    )
    either = (("overrides", "alternative_to"),) if beside else ()
    return Shape(kind, says, keys, at_most_one=(*either, *((one_of,) if one_of else ())))


def _replacing(kind: str, beside: bool) -> tuple[Key, ...]:
    instead = Key("overrides", NAME, f"The {kind} of an extended programme that this replaces.")
    if not beside:
        return (instead,)
    return (
        instead,
        Key("alternative_to", NAME, f"The {kind} of an extended programme beside which this also counts."),
        Key("where", EXPRESSION, "Where it replaces the other or counts beside it."),
    )


def _practice(version: Shape) -> Key:
    spoken = Shape(
        f"practice_{version.name}",
        _PRACTICE_SAYS,
        (
            Key("same", SOURCES, "The ids of the sources that attest that practice follows paper."),
            _WORD,
            NOTE,
            *(key for key in version.keys if key.name not in ("word", "note")),
        ),
        at_most_one=(
            tuple(name for name in ("same", "value", "rows", "none") if name == "same" or name in version.by_name),
            *version.at_most_one,
        ),
    )
    return Key("practice", Either((Many(version), spoken)), _PRACTICE_SAYS)
