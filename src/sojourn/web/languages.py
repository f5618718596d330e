"""Which language a page is in: the first part of its address; at the root, what the browser prefers."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from sojourn.policy import Language

#: Each language in its own words.
NAMES = {Language.EN: "English", Language.ZH: "中文", Language.VI: "Tiếng Việt"}

#: What a page declares itself to be in.
TAGS = {Language.EN: "en", Language.ZH: "zh-Hans", Language.VI: "vi"}


class LanguageConverter:
    """The first part of an address."""

    regex = "|".join(language.value for language in Language)

    def to_python(self, value: str) -> Language:
        """The language named in an address."""
        return Language(value)

    def to_url(self, value: Language | str) -> str:
        """How a language is named in an address."""
        return Language(value).value


def preferred(request: HttpRequest) -> Language:
    """The language that the browser asks for first among those the site has; English if none."""
    for tag, quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        for language in Language:
            if quality > 0 and tag.split("-")[0] == language.value:
                return language
    return Language.EN


def of_address(request: HttpRequest) -> Language:
    """The language an address names, or else the preferred one; for pages that are found by no address."""
    first = request.path_info.lstrip("/").split("/")[0]
    return Language(first) if first in {language.value for language in Language} else preferred(request)
