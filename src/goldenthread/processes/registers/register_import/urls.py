"""The addresses of registers coming in, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from . import downloads, pages, steps

urlpatterns = [
    path("registers-in/", pages.import_list, name="register_imports"),
    path("registers-in/template/<slug:kind>/", downloads.template_file, name="register_template"),
    path("registers-in/example/<slug:kind>/", downloads.example_file, name="register_example"),
    path("registers-in/new/", pages.upload_page, name="import_register"),
    path("registers-in/<int:pk>/", pages.import_page, name="register_import"),
    path("registers-in/<int:pk>/sheet/", steps.sheet_page, name="register_sheet"),
    path("registers-in/<int:pk>/columns/", steps.columns_page, name="register_columns"),
    path("registers-in/<int:pk>/columns/<slug:name>/", steps.below_page, name="register_below"),
    path("registers-in/<int:pk>/words/", steps.words_page, name="register_words"),
    path("registers-in/<int:pk>/check/", pages.check_page, name="check_register"),
    path("registers-in/<int:pk>/report.xlsx", downloads.report_file, name="register_report"),
    path("registers-in/<int:pk>/dismiss/", pages.dismiss_page, name="dismiss_register"),
    path("registers-in/<int:pk>/undo/", pages.undo_page, name="undo_register"),
]
