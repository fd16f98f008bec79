"""The addresses of administration, under a partnership's slug and `admin/`."""

from __future__ import annotations

from django.urls import path

from . import agencies, calendar, front, groups, letters, people, reminders, sitting

GROUP = "groups/<slug:group_slug>"

urlpatterns = [
    path("", front.front, name="admin"),
    path("partnership/", front.partnership, name="admin_partnership"),
    path("agencies/", agencies.agency_list, name="admin_agencies"),
    path("agencies/add/", agencies.add, name="admin_add_agency"),
    path("agencies/<int:pk>/end/", agencies.end, name="admin_end_place"),
    path("people/", people.person_list, name="admin_people"),
    path("people/add/", people.add, name="admin_add_person"),
    path("people/<int:pk>/", people.change, name="admin_change_person"),
    path("people/<int:pk>/left/", people.leave, name="admin_leave_person"),
    path("calendar/", calendar.entries, name="admin_calendar"),
    path("calendar/add/", calendar.add, name="admin_add_day"),
    path("calendar/<int:pk>/remove/", calendar.remove, name="admin_remove_day"),
    path("reminders/", reminders.reminders, name="admin_reminders"),
    path("messages/", letters.letters, name="admin_letters"),
    path("messages/<int:pk>/again/", letters.again, name="admin_send_again"),
    path("groups/", groups.group_list, name="admin_groups"),
    path("groups/+/found/", groups.found, name="admin_found_group"),  # no group's slug can be a plus
    path(f"{GROUP}/", sitting.group_page, name="admin_group"),
    path(f"{GROUP}/change/", groups.change, name="admin_change_group"),
    path(f"{GROUP}/end/", groups.end, name="admin_end_group"),
    path(f"{GROUP}/seats/add/", sitting.seat, name="admin_seat"),
    path(f"{GROUP}/seats/<int:pk>/end/", sitting.end_seat, name="admin_end_seat"),
    path(f"{GROUP}/chair/", sitting.chair, name="admin_chair"),
    path(f"{GROUP}/terms/", sitting.terms, name="admin_terms"),
]
