"""The address of the check, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from .pages import check_file, check_page

urlpatterns = [
    path("check/", check_page, name="check_figures"),
    path("check/file/<uuid:key>/", check_file, name="check_file"),
]
