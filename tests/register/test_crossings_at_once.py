"""Posts that report the same crossings at the same time: each is recorded once, and the stays are those of the day."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path


def test_what_several_posts_report_at_once_is_recorded_once(own_database: dict[str, str], tmp_path: Path) -> None:
    settings = {"SOJOURN_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "sojourn.web.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.register.at_once"],
        env={**os.environ, **own_database, **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    # Nine report eight crossings each: of 72 reports 8 were news. Stays by the hours of UTC.
    assert (found["crossings"], found["known"], found["gaps"], found["broken"]) == (8, 64, 0, "")
    assert found["stays"] == [[0, 1], [2, 3], [4, 5], [6, 7]]
