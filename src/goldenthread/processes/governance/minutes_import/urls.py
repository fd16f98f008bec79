"""The addresses of minutes coming in, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from . import pages, reviewing

urlpatterns = [
    path("minutes/", pages.import_list, name="minutes_imports"),
    path("minutes/new/", pages.upload_page, name="import_minutes"),
    path("minutes/<int:pk>/", pages.import_page, name="minutes_import"),
    path("minutes/<int:pk>/source/", pages.source_page, name="minutes_source"),
    path("minutes/<int:pk>/dismiss/", pages.dismiss_page, name="dismiss_minutes"),
    path("minutes/<int:pk>/undo/", pages.undo_page, name="undo_minutes"),
    path("minutes/<int:pk>/check/", pages.check_page, name="check_minutes"),
    path("minutes/<int:pk>/rows/<int:row>/", reviewing.correct_page, name="correct_read_item"),
    path("minutes/<int:pk>/rows/<int:row>/verdict/", reviewing.verdict, name="decide_read_item"),
    path("minutes/<int:pk>/<slug:section>/", reviewing.section_page, name="minutes_section"),
    path("minutes/<int:pk>/<slug:section>/verdict/", reviewing.section_verdict, name="decide_section"),
]
