"""The addresses of private fostering beside the generic ones, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from .pages import case, counting, keeping, year

urlpatterns = [
    path("private-fostering/year/", year.year_page, name="private_fostering_year"),
    path("private-fostering/year/count/", counting.count_page, name="count_private_fostering"),
    path("private-fostering/year/<int:year>/again/", counting.again_page, name="private_fostering_again"),
    path("private-fostering/awareness/", keeping.awareness_page, name="private_fostering_awareness"),
    path("private-fostering/quality/", keeping.quality_page, name="private_fostering_quality"),
    path("private-fostering/quality/draw/", keeping.draw_page, name="draw_private_fostering"),
    path("private-fostering/quality/<int:pk>/", keeping.grade_page, name="grade_private_fostering"),
    path("work/private-fostering/requirements/<int:pk>/", case.settle_page, name="settle_requirement"),
    path("work/private-fostering/<int:pk>/assessment/", case.case_page, name="private_fostering_case"),
]
