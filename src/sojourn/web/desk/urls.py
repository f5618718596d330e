"""Every address of the desk, under the language: nothing of a person's stands in one but numbers that say nothing."""

from __future__ import annotations

from django.urls import path

from . import records, signing, steps

urlpatterns = [
    path("", records.home, name="desk_home"),
    path("sign-in/", signing.sign_in, name="desk_sign_in"),
    path("sign-out/", signing.sign_out, name="desk_sign_out"),
    path("<slug:kind>/", records.listed, name="desk_list"),
    path("<slug:kind>/<str:number>/", records.one, name="desk_open"),
    path("<slug:kind>/<str:number>/step/", steps.take, name="desk_step"),
]
