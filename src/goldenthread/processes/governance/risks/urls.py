"""The addresses of risks beside the generic ones, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from goldenthread.web.pages.handing import hand_over_page

from .pages import deciding, register, writing

urlpatterns = [
    path("risks/new/", writing.open_page, name="open_risk"),
    path("risks/map/", register.map_page, name="risk_map"),
    path("risks/by-agency/", register.by_agency_page, name="risks_by_agency"),
    path("risks/appetite/", writing.appetite_page, name="risk_appetite"),
    path("risks/warnings/", deciding.candidate_list, name="risk_candidates"),
    path("risks/warnings/look/", deciding.look_page, name="look_for_warnings"),
    path("risks/warnings/<int:pk>/accept/", deciding.accept_page, name="accept_candidate"),
    path("risks/warnings/<int:pk>/join/", deciding.join_page, name="join_candidate"),
    path("risks/warnings/<int:pk>/dismiss/", deciding.dismiss_page, name="dismiss_candidate"),
    path("risks/<int:pk>/mitigate/", writing.mitigate_page, name="mitigate_risk"),
    path("risks/<int:pk>/hand-over/", hand_over_page, {"kind": "risks"}, name="hand_over_risk"),
]
