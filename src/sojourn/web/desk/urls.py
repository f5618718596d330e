"""Every address of the desk, under the language: nothing of a person's stands in one but numbers that say nothing."""

from __future__ import annotations

from django.urls import path

from . import checking, counter, figures, filing, records, signing, steps, worker, worklists

urlpatterns = [
    path("", worklists.home, name="desk_home"),
    path("sign-in/", signing.sign_in, name="desk_sign_in"),
    path("sign-out/", signing.sign_out, name="desk_sign_out"),
    path("mine/<slug:group>/", records.group, name="desk_group"),
    path("my-data/", worker.data, name="desk_data"),
    path("my-data/take-out/", worker.take_out, name="desk_take_out"),
    path("code/<str:number>/", worker.code, name="desk_code"),
    path("file/", filing.file, name="desk_file"),
    path("presented/", counter.at_counter, name="desk_presented"),
    path("verify/", checking.verify, name="desk_verify"),
    path("void-list/", checking.void_list, name="desk_void_list"),
    path("verifying-key/", checking.verifying_key, name="desk_verifying_key"),
    path("statistics/", figures.statistics_page, name="desk_statistics"),
    path("statistics/<slug:name>.<slug:form>", figures.taken_out, name="desk_figures"),
    path("<slug:kind>/", records.listed, name="desk_list"),
    path("<slug:kind>/<str:number>/", records.one, name="desk_open"),
    path("<slug:kind>/<str:number>/<slug:event>/", steps.take, name="desk_step"),
]
