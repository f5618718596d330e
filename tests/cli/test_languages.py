"""Which language is spoken."""

from __future__ import annotations

import pytest

from sojourn.cli.languages import language_of
from sojourn.policy import Language


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "C.UTF-8"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "vi"}, "vi"),
        ([], {"LANG": "zh-Hans"}, "zh"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "vi_VN.UTF-8"}, "vi"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {"LANG": "vi_VN", "LC_ALL": ""}, "vi"),
        (["check", "x", "--lang", "zh"], {"LANG": "vi"}, "zh"),
        (["check", "x", "--lang=vi"], {"LC_ALL": "zh_CN"}, "vi"),
        (["--lang", "zh", "check", "--lang", "vi"], {}, "vi"),
        (["check", "--lang", "klingon"], {"LANG": "zh"}, "zh"),
        (["check", "--lang"], {"LANG": "zh"}, "zh"),
        (["check", "--", "--lang", "vi"], {}, "en"),
    ],
)
def test_the_language_of_a_call(arguments: list[str], environment: dict[str, str], language: str) -> None:
    """Given options and settings, then --lang goes before the settings, the stronger of them before the weaker."""
    assert language_of(arguments, environment) is Language(language)
