"""The JSON API of the register under /api/: the same rights as on the site, for the programs of offices and firms.

It holds no right and no rule of its own: what may be seen and done is asked of `sojourn.register`.
"""

from .answers import PREFIX, ApiAnswers
from .service import api
from .straight import StraightToApi

__all__ = ["PREFIX", "ApiAnswers", "StraightToApi", "api"]
