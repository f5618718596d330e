"""Serving the site: prepare the database, say where to look, run until stopped."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from .databases import THREAD_IDLE, limit_sessions, one_at_a_time, require_database, unusable
from .errors import SiteError
from .storage import data_folder

#: One line a request: no address, no query, no body.
ACCESS_LOG = "%(method)s %(path)s %(status)d %(dt_ms).0f ms"


def serve(host: str = "127.0.0.1", port: int = 8000, *, making: str = "") -> None:
    """Prepare the database and serve the site on `host` and `port` until Ctrl-C.

    `SOJOURN_ACCESS_LOG=1` in the environment prints a line a request.
    Raises SiteError where the port or the database cannot be had.
    """
    _require_free(host, port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sojourn.web.settings")
    if host not in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "::"):
        os.environ["SOJOURN_HOSTS"] = ",".join(filter(None, [os.environ.get("SOJOURN_HOSTS"), host]))
    prepare(making=making)
    _run(host, port, access_log=os.environ.get("SOJOURN_ACCESS_LOG") == "1")


def prepare(*, making: str = "") -> None:
    """Bring the database up to date and note which edition of each programme is served.

    `making` is said where a demonstration has to be made first. Raises SiteError where the database cannot be had, or
    not be used, and where the demonstration cannot be written.
    """
    import django
    from django.core.management import call_command
    from django.db import DatabaseError, connection, connections

    django.setup()
    require_database(connection)
    try:
        with one_at_a_time(connection):
            call_command("migrate", verbosity=0, interactive=False)

            from .editions import note_editions
            from .lab.orders import sweep

            note_editions()
            # Sign-ins that have ended are kept for nobody.
            call_command("clearsessions")
            # Nor are experiments of the lab whose time is up.
            sweep()
            if demonstration_wanted(connection.vendor):
                _begin_demonstration(making)
    except DatabaseError as error:
        raise unusable(connection, error) from error
    # The process that serves may be a copy of this one, and no two may share a connection.
    connections.close_all()


def _begin_demonstration(making: str) -> None:
    from sojourn.ledger import LedgerError
    from sojourn.register import begin_demonstration, is_empty

    if not is_empty():
        return
    if making:
        sys.stdout.write(f"{making}\n")
        sys.stdout.flush()
    folder = data_folder() / "demonstration"
    try:
        begin_demonstration(folder)
    except (LedgerError, OSError) as error:
        raise SiteError("demonstration_unmade", folder=str(folder), said=str(error)) from error


def demonstration_wanted(database: str) -> bool:
    """Whether an empty register is to be filled with the demonstration.

    `SOJOURN_DEMO` says so with `1` or `0`. Where it says nothing, one in the embedded database is: a PostgreSQL that
    somebody has set up is meant for an office, and nobody's made-up people belong there.
    """
    return os.environ.get("SOJOURN_DEMO", "1" if database == "sqlite" else "0") == "1"


def prepare_register() -> None:
    """Make the register ready for a command of the terminal: its tables are there, and nothing is served or made up.

    Raises SiteError where the database cannot be had, or not be used.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sojourn.web.settings")
    import django
    from django.apps import apps
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    if not apps.ready:
        django.setup()
    require_database(connection)
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            with one_at_a_time(connection):
                call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        raise unusable(connection, error) from error


def address(host: str, port: int) -> str:
    """Where a person on this machine finds the site."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(host, host)
    return f"http://{shown}:{port}/"


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            # Two servers may bind a port that both mark as shared; only a listener is refused for certain.
            probe.listen(1)
        except OSError as error:
            raise _without_port(error, host, port) from error


def _without_port(error: OSError, host: str, port: int) -> SiteError:
    if error.errno == errno.EADDRINUSE:
        command = f"sojourn serve --port {port + 1}"
        return SiteError("port_in_use", port=port, address=address(host, port), command=command)
    if error.errno in (errno.EACCES, errno.EPERM):
        return SiteError("port_reserved", port=port)
    return SiteError("no_address", host=host, port=port, said=error.strerror or str(error))


def load_site(host: str, port: int) -> Callable[..., Any]:
    """The application, with every programme read, for the process that serves it."""
    # Ctrl-C reaches every process of the terminal. The one that serves waits to be told by the first: told by both, it
    # might never end. Until it listens to that, being told simply ends it.
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

    from .shelf import programme, shelf
    from .wsgi import application

    limit_sessions()
    for key in shelf():
        programme(key)
    threading.Thread(target=_say_when_ready, args=(host, port), daemon=True).start()
    return application


def _say_when_ready(host: str, port: int) -> None:
    """Print where to look, once somebody who looks there finds the site."""
    where = address(host, port)
    for _ in range(200):
        try:
            socket.create_connection((str(urlsplit(where).hostname), port), timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            break
    sys.stdout.write(f"Sojourn is at {where}  (Ctrl-C ends it)\n")
    sys.stdout.flush()


def _run(host: str, port: int, *, access_log: bool) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "sojourn.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        websockets=False,
        blocking_threads=4,
        blocking_threads_idle_timeout=THREAD_IDLE,
        backpressure=64,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
        log_access=access_log,
        log_access_format=ACCESS_LOG,
    )
    # A loader of our own: the server's would look for the application in the folder it is started from.
    server.serve(target_loader=partial(load_site, host, port), wrap_loader=False)
