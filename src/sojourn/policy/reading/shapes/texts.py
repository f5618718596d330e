"""texts/LANGUAGE.yaml: the translations."""

from __future__ import annotations

from ..forms import Either, Form, Key, Ref, Shape
from .words import TEXT, YES_NO

_MORE_TEXT: Form = Either((TEXT, Ref("text_tree", lambda: TEXT_TREE)))
TEXT_TREE: Shape = Shape("text_tree", "Texts by key.", (), rest=_MORE_TEXT)
TEXT_KINDS = (
    "programme",
    "assumptions",
    "facts",
    "parameters",
    "rules",
    "routes",
    "conduct",
    "cases",
    "sources",
    "works",
)
TEXTS_FILE = Shape(
    "texts",
    "texts/LANGUAGE.yaml: translations, in a tree by kind.",
    (
        Key("reviewed", YES_NO, "Whether a lawyer has read the translation."),
        *(Key(kind, TEXT_TREE, f"Translations of what stands in {kind}.") for kind in TEXT_KINDS),
        Key("phrases", TEXT_TREE, "Translations by the English text, for what stands inside versions."),
    ),
)
