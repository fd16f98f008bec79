"""The addresses of figures coming in, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from . import pages, reviewing

urlpatterns = [
    path("figures/", pages.import_list, name="figures_imports"),
    path("figures/new/", pages.upload_page, name="import_figures"),
    path("figures/<int:pk>/", pages.import_page, name="figures_import"),
    path("figures/<int:pk>/left/", pages.left_page, name="figures_left"),
    path("figures/<int:pk>/check/", pages.check_page, name="check_figures_import"),
    path("figures/<int:pk>/dismiss/", pages.dismiss_page, name="dismiss_figures"),
    path("figures/<int:pk>/undo/", pages.undo_page, name="undo_figures"),
    path("figures/<int:pk>/lines/<int:line>/", reviewing.correct_page, name="correct_figures"),
    path("figures/<int:pk>/lines/<int:line>/verdict/", reviewing.verdict, name="decide_figures"),
    path("figures/<int:pk>/parts/<int:number>/", reviewing.section_page, name="figures_section"),
    path("figures/<int:pk>/parts/<int:number>/verdict/", reviewing.section_verdict, name="decide_figures_section"),
]
