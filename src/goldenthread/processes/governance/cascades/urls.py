"""The addresses of cascades beside the generic ones, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from . import by_link, pages

urlpatterns = [
    path("cascades/", pages.register_page, name="cascade_register"),
    path("cascades/<int:pk>/", pages.cascade_page, name="cascade"),
    path("cascades/<int:pk>/answers/<int:reply>/", pages.answer_page, name="answer_cascade"),
    path("cascades/<int:pk>/answers/<int:reply>/link/", by_link.link_page, name="cascade_link"),
    path("cascade-answers/<int:key>/", by_link.answer_page, name="answering_cascade"),
]
