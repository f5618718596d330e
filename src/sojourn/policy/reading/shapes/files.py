"""The form of each file of a programme."""

from __future__ import annotations

from ..forms import Form
from .calendar import CALENDAR
from .cases import CASES_FILE
from .conduct import CONDUCT_FILE
from .facts import FACTS_FILE
from .head import PROGRAMME
from .parameters import PARAMETERS_FILE
from .routes import ROUTES_FILE
from .rules import RULES_FILE
from .sources import ASSUMPTIONS_FILE, CATALOGUE, SOURCES_FILE
from .texts import TEXTS_FILE

#: The form of each file or folder of a programme, by its name without `.yaml`.
FILES: dict[str, Form] = {
    "programme": PROGRAMME,
    "sources": SOURCES_FILE,
    "assumptions": ASSUMPTIONS_FILE,
    "facts": FACTS_FILE,
    "parameters": PARAMETERS_FILE,
    "rules": RULES_FILE,
    "routes": ROUTES_FILE,
    "conduct": CONDUCT_FILE,
    "cases": CASES_FILE,
    "texts": TEXTS_FILE,
    "catalogue": CATALOGUE,
    "calendar": CALENDAR,
}
