"""The site's settings, with data of their own: no test touches the site of this checkout, nor the database that
`DATABASE_URL` may name. `TEST_DATABASE_URL` names one for the tests (`tools.postgresql` sets it)."""

import os
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "build/tests"

os.environ["SOJOURN_DATA"] = str(FOLDER)
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")

from sojourn.web.settings import *  # noqa: E402, F403
from sojourn.web.settings import DATABASES  # noqa: E402

# Slow on purpose where a password is kept; a test's password guards nothing.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if not os.environ["DATABASE_URL"]:
    # A file as in service: the database in memory that Django would take knows other locks. One for each process, so
    # that two runs in one checkout do not meet.
    DATABASES["default"]["TEST"] = {"NAME": str(FOLDER / f"test-{os.getpid()}.sqlite3")}
