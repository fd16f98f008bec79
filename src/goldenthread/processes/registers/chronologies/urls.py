"""The addresses of a case's chronology, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from .pages import bringing, whole

urlpatterns = [
    path("chronologies/template/", bringing.template, name="chronology_template"),
    path("chronologies/<int:pk>/", whole.chronology_page, name="chronology"),
    path("chronologies/<int:pk>/events/", whole.events_page, name="chronology_events"),
    path("chronologies/<int:pk>/gaps/", whole.gaps_page, name="chronology_gaps"),
    path("chronologies/<int:pk>/cells/", whole.cells_page, name="chronology_cells"),
    path("chronologies/<int:pk>/new/", bringing.new_page, name="new_chronology"),
    path("chronologies/<int:pk>/<int:chronology>/", bringing.replace_page, name="replace_chronology"),
    path("chronologies/<int:pk>/<int:chronology>/out/", bringing.leave_out, name="leave_chronology_out"),
    path("chronologies/<int:pk>/make/<slug:task>/", bringing.make, name="make_chronology"),
    path("chronologies/<int:pk>/<slug:task>/", bringing.document, name="chronology_document"),
]
