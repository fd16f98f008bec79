"""The addresses of meetings beside the generic ones, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from .pages import attendance, clerk, groups, packs

urlpatterns = [
    path("groups/<slug:group_slug>/attendance/", groups.attendance_page, name="group_attendance"),
    path("groups/<slug:group_slug>/plan/", groups.plan_page, name="group_plan"),
    path("meetings/<int:pk>/items/new/", clerk.add_item_page, name="add_agenda_item"),
    path("meetings/<int:pk>/move/", clerk.move_page, name="move_meeting"),
    path("meetings/<int:pk>/attendance/", attendance.attendance_page, name="meeting_attendance"),
    path("meetings/<int:pk>/packs/", packs.packs_page, name="meeting_packs"),
    path("meetings/<int:pk>/packs/<int:run>/", packs.pack_file, name="pack_file"),
]
