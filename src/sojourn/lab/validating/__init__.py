"""Whether causes and effects that did not calibrate the model come out of it: hits, misses, and what it cannot say."""

from .judging import Ablation, Answer, Judged, Validation, Verdict, judge, smallest, validate
from .reading import Arm, Component, Contrast, Kind, Mechanism, Sign, components, read_mechanisms

__all__ = [
    "Ablation",
    "Answer",
    "Arm",
    "Component",
    "Contrast",
    "Judged",
    "Kind",
    "Mechanism",
    "Sign",
    "Validation",
    "Verdict",
    "components",
    "judge",
    "read_mechanisms",
    "smallest",
    "validate",
]
