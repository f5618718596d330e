"""Every address of the desk, under the language: nothing of a person's stands in one but numbers that say nothing."""

from __future__ import annotations

from django.urls import path

from . import checking, records, signing, steps, worker

urlpatterns = [
    path("", records.home, name="desk_home"),
    path("sign-in/", signing.sign_in, name="desk_sign_in"),
    path("sign-out/", signing.sign_out, name="desk_sign_out"),
    path("my-data/", worker.data, name="desk_data"),
    path("my-data/take-out/", worker.take_out, name="desk_take_out"),
    path("code/<str:number>/", worker.code, name="desk_code"),
    path("verify/", checking.verify, name="desk_verify"),
    path("void-list/", checking.void_list, name="desk_void_list"),
    path("verifying-key/", checking.verifying_key, name="desk_verifying_key"),
    path("<slug:kind>/", records.listed, name="desk_list"),
    path("<slug:kind>/<str:number>/", records.one, name="desk_open"),
    path("<slug:kind>/<str:number>/step/", steps.take, name="desk_step"),
]
