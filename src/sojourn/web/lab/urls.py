"""The addresses of the lab's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("", views.start, name="lab"),
    path("<slug:number>/", views.order, name="lab_order"),
    path("<slug:number>/cancel/", views.cancel_order, name="lab_cancel"),
    path("<slug:number>/<str:name>", views.take_out, name="lab_take_out"),
]
