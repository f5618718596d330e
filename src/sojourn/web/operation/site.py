"""Django's site for operators, once in each language: who gets in, and in whose name everything is done."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import translation

from sojourn.policy import Language
from sojourn.register import NotAllowed, Refused, Role

from ..desk.doing import desk
from ..desk.frame import desk_page
from ..frame import tongues
from ..headers import CONTENT_SECURITY_POLICY
from ..languages import TAGS
from .wording import word

#: Django's own scripts make its pages handier; they come from the site itself, and nothing written into a page runs.
_WITH_SCRIPTS = f"{CONTENT_SECURITY_POLICY}; script-src 'self'"


class OperationSite(AdminSite):
    """Django's site in a language. Whoever gets in is an operator, signed in with every step that takes."""

    enable_nav_sidebar = False
    site_url = None
    site_title = site_header = index_title = word("desk.way.operation")

    def __init__(self, language: Language) -> None:
        super().__init__(name=f"operation_{language.value}")
        self.language = language

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether this is asked from behind `admin_view`, which lets in nobody but an operator."""
        return hasattr(request, "by")

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """The view for an operator alone, as one transaction in her name, in the site's language."""

        @desk(Role.OPERATOR, sure=True)
        def operated(request: HttpRequest, language: Language, by: Any, *args: Any, **named: Any) -> HttpResponse:
            request.by = by  # type: ignore[attr-defined]
            with translation.override(TAGS[language].lower()):
                response = view(request, *args, **named)
                # A page that were laid out later would find another language, and nobody acting.
                if hasattr(response, "render"):
                    response.render()
            response.headers.setdefault("Content-Security-Policy", _WITH_SCRIPTS)
            return response  # type: ignore[no-any-return]

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            return operated(request, self.language, *args, **named)

        return guarded

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one place to sign in, and this is none."""
        return self._elsewhere(request)

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """There is one way to sign out, and this is none."""
        return self._elsewhere(request)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """A password is chosen on the desk."""
        return self._elsewhere(request)

    def _elsewhere(self, request: HttpRequest) -> HttpResponse:
        told: Refused = NotAllowed()
        return desk_page(request, self.language, "refused", None, {"told": told.told(self.language)}, status=404)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page has, with the way back to the desk."""
        home = reverse("desk_home", kwargs={"language": self.language})
        return {
            **super().each_context(request),
            "language": self.language,
            "tongues": tongues(request, self.language),
            "desk": home,
        }


@cache
def site(language: Language) -> OperationSite:
    """The site of a language, with its three tables."""
    from .tables import register_tables

    made = OperationSite(language)
    register_tables(made)
    return made


def addresses() -> list[URLPattern | URLResolver]:
    """Where the site of each language is."""
    return [path(f"{language.value}/register/operation/", site(language).urls) for language in Language]
