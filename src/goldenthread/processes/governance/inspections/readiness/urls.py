"""The addresses of runs of a joint inspection, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from goldenthread.web.pages.records import to_the_list

from .pages import asking, looking, requests

ONE = "readiness/<int:pk>"
REQUEST = f"{ONE}/requests/<int:request_pk>"

urlpatterns = [
    path("readiness/", to_the_list, {"kind": "readiness"}, name="readiness_index"),
    path(f"{ONE}/days/", looking.days_page, name="run_days"),
    path(f"{ONE}/agencies/", looking.agencies_page, name="run_agencies"),
    path(f"{ONE}/compared/", looking.compared_page, name="run_compared"),
    path(f"{ONE}/requests/usual/", asking.usual, name="ask_the_usual"),
    path(f"{ONE}/requests/new/", asking.add_page, name="add_request"),
    path(f"{REQUEST}/", requests.request_page, name="run_request"),
    path(f"{REQUEST}/change/", asking.change_page, name="change_request"),
    path(f"{REQUEST}/remove/", asking.remove, name="remove_request"),
    path(f"{REQUEST}/acknowledge/", requests.received, name="acknowledge_request"),
    path(f"{REQUEST}/answer/", requests.answer_page, name="answer_request"),
    path(f"{REQUEST}/why-not/", requests.why_not_page, name="why_not_request"),
    path(f"{REQUEST}/lesson/", requests.lesson, name="learn_from_request"),
]
