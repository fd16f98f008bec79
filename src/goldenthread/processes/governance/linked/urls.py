"""The addresses of linked boards beside the generic ones, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from . import pages

urlpatterns = [
    path("linked/", pages.linked_boards_page, name="linked_boards"),
    path("linked/<int:pk>/report/", pages.report_page, name="linked_report"),
]
