"""The site's settings, with data of their own: no test touches the site of this checkout."""

import os
from pathlib import Path

os.environ["SOJOURN_DATA"] = str(Path(__file__).parents[1] / "build/tests")

from sojourn.web.settings import *  # noqa: F403

# Slow on purpose where a password is kept; a test's password guards nothing.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
