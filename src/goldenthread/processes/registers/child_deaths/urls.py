"""The addresses of child death review beside the generic ones, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from .pages import opening

urlpatterns = [
    path("child-death/new/", opening.open_page, name="notify_child_death"),
]
