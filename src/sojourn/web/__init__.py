"""What people see: the site over all programmes, in three languages, on a phone and without JavaScript."""

from .errors import SiteError
from .server import prepare_register, serve

__all__ = ["SiteError", "prepare_register", "serve"]
