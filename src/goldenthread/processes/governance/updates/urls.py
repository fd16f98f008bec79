"""The addresses of updates beside the generic ones, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from .pages import gate, received, update

urlpatterns = [
    path("updates/received/", received.received_page, name="updates_received"),
    path("updates/new/", update.begin_page, name="begin_update"),
    path("updates/<int:pk>/", update.update_page, name="group_update"),
    path("updates/<int:pk>/write/", update.write_page, name="write_update"),
    path("updates/<int:pk>/sent/<int:sent>/heard/", gate.hear_page, name="hear_update"),
    path("updates/<int:pk>/sent/<int:sent>/<slug:verdict>/", gate.verdict_page, name="update_verdict"),
]
