"""The site where nothing of the lab can be imported: every other page is there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys
BLOCKED = ("numpy", "numba", "joblib", "polars", "sklearn", "SALib")
for name in BLOCKED:
    sys.modules[name] = None
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.test import Client
for path in ("/en/", "/zh/guangxi/", "/vi/privacy/", "/en/lab/", "/en/lab/0123456789abcdef/"):
    response = Client().get(path, HTTP_HOST="localhost")
    print(path, response.status_code, "sojourn[lab]" in response.content.decode())
"""


def test_a_site_without_the_extra_serves_everything_else(tmp_path: Path) -> None:
    environment = {**os.environ, "SOJOURN_DATA": str(tmp_path), "DATABASE_URL": ""}
    environment["DJANGO_SETTINGS_MODULE"] = "sojourn.web.settings"
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "/en/ 200 False",
        "/zh/guangxi/ 200 False",
        "/vi/privacy/ 200 False",
        "/en/lab/ 200 True",
        "/en/lab/0123456789abcdef/ 404 False",
    ]
