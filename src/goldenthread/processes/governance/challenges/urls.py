"""The addresses of challenges beside the generic ones, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from goldenthread.web.pages.handing import hand_over_page

from . import pages

urlpatterns = [
    path("challenges/new/", pages.raise_page, name="raise_challenge"),
    path("challenges/by-agency/", pages.by_agency_page, name="challenges_by_agency"),
    path("challenges/carried-over/", pages.carried_page, name="challenges_carried"),
    path("challenges/<int:pk>/hand-over/", hand_over_page, {"kind": "challenges"}, name="hand_over_challenge"),
]
