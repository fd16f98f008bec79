"""The addresses of a change of law, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from .pages import ahead, changing, standing

urlpatterns = [
    path("law/", standing.law_change_page, name="law_change"),
    path("law/ahead/", ahead.ahead_page, name="law_ahead"),
    path("law/plan/", changing.plan_page, name="plan_law_move"),
    path("law/past/", changing.past_page, name="write_down_law_move"),
    path("law/roles/new/", changing.name_page, name="name_law_holder"),
    path("law/roles/<int:pk>/end/", changing.end_page, name="end_law_holder"),
    path("law/<int:pk>/", ahead.move_page, name="law_move"),
    path("law/<int:pk>/day/", changing.change_page, name="change_law_move"),
    path("law/<int:pk>/withdraw/", changing.withdraw_page, name="withdraw_law_move"),
]
