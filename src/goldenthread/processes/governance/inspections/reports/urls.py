"""The addresses of inspections, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from goldenthread.web.pages.records import to_the_list

from . import pages

urlpatterns = [
    path("inspections/", to_the_list, {"kind": "inspections"}, name="inspections_index"),
    path("inspections/<int:pk>/recommended/", pages.recommendations_page, name="inspection_recommendations"),
    path("inspections/<int:pk>/recommended/new/", pages.add_page, name="add_inspection_recommendation"),
]
