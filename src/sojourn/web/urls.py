"""Every address of the site. The language comes first; nothing that a visitor says is ever part of one."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter

from .api import api
from .languages import LanguageConverter
from .operation import addresses
from .views import all_questions, answer, compare, interview, programme, site, wrong

register_converter(LanguageConverter, "language")

of_goal: list[URLPattern | URLResolver] = [
    path("", interview.ask, name="ask"),
    path("all/", all_questions.all_questions, name="all"),
    path("answer/", answer.answer, name="answer"),
    path("compare/", compare.compare_answers, name="compare_answers"),
]

of_programme: list[URLPattern | URLResolver] = [
    path("", programme.overview, name="overview"),
    path("rules/", programme.rules, name="rules"),
    path("rule/<slug:rule>/", programme.rule, name="rule"),
    path("timeline/", programme.timeline, name="timeline"),
    path("gap/", programme.gap, name="gap"),
    path("sources/", programme.sources, name="sources"),
    path("compare/", compare.compare, name="compare"),
    path("ask/<slug:goal>/", include(of_goal)),
]

of_language: list[URLPattern | URLResolver] = [
    path("", site.home, name="home"),
    path("about/", site.about, name="about"),
    path("privacy/", site.privacy, name="privacy"),
    path("register/", include("sojourn.web.desk.urls")),
    path("lab/", include("sojourn.web.lab.urls")),
    path("<slug:key>/", include(of_programme)),
]

urlpatterns = [
    path("", site.root, name="root"),
    path("health/", site.health, name="health"),
    path("api/", api.urls),
    *addresses(),
    path("<language:language>/", include(of_language)),
]

handler400 = wrong.refused
handler403 = wrong.closed
handler404 = wrong.not_found
handler500 = wrong.broken
