"""`sojourn serve`: the site, from the terminal."""

from __future__ import annotations

from importlib.util import find_spec

from .errors import CallError
from .session import Session

#: What the site needs beside Sojourn itself: the extra `web`.
NEEDED = ("django", "granian", "whitenoise")


def serve_site(session: Session, host: str, port: int) -> None:
    """Serve the site until Ctrl-C. Raises CallError where what it needs is not installed.

    Raises SiteError where the port or the database cannot be had.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise CallError("no_site", missing=tuple(missing), install="pip install 'sojourn[web]'")
    from sojourn.web import serve

    serve(host, port, making=session.say("serve.making"))
