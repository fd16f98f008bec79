"""The addresses of case reviews beside the generic ones, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from .pages import opening, tracker, year

urlpatterns = [
    path("case-review/new/", opening.open_page, name="open_case_review"),
    path("case-review/tracker/", tracker.tracker_page, name="case_review_tracker"),
    path("case-review/year/", year.year_page, name="case_reviews_year"),
    path("case-review/year/count/", year.count_page, name="count_case_reviews"),
    path("case-review/year/<int:year>/again/", year.again_page, name="case_reviews_again"),
]
