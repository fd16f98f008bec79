"""The addresses of case reviews beside the generic ones, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from .pages import opening

urlpatterns = [
    path("case-review/new/", opening.open_page, name="open_case_review"),
]
