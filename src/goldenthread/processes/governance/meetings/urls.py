"""The addresses of meetings beside the generic ones, under a partnership's slug."""

from __future__ import annotations

from django.urls import path

from .pages import (
    agenda,
    attendance,
    decisions,
    feed,
    forward,
    gate,
    groups,
    log,
    meeting,
    minutes,
    packs,
    papers,
    placing,
    terms,
)

urlpatterns = [
    path("groups/<slug:group_slug>/attendance/", groups.attendance_page, name="group_attendance"),
    path("groups/<slug:group_slug>/plan/", forward.plan_page, name="group_plan"),
    path("terms/", terms.terms_due_page, name="terms_due"),
    path("terms/<int:pk>/", terms.terms_page, name="group_terms"),
    path("terms/<int:pk>/agree/", terms.agree_page, name="agree_terms"),
    path("decisions/", decisions.decisions_page, name="decisions"),
    path("meetings/<int:pk>/decisions/<int:decision>/decides/", decisions.decides_page, name="decides"),
    path("meetings/<int:pk>/", meeting.meeting_page, name="meeting"),
    path("meetings/<int:pk>/actions/", log.log_page, name="meeting_actions"),
    path("groups/<slug:group_slug>/gate/", gate.group_gate_page, name="group_gate"),
    path("groups/<slug:group_slug>/gate/set/", gate.set_gate_page, name="set_gate"),
    path("meetings/<int:pk>/gate/new/", gate.offer_page, name="offer_item"),
    path("meetings/<int:pk>/gate/<int:item>/", gate.gate_item_page, name="gate_item"),
    path("meetings/<int:pk>/gate/<int:item>/<slug:verdict>/", gate.verdict_page, name="gate_verdict"),
    path("meetings/<int:pk>/items/new/", agenda.add_page, name="add_agenda_item"),
    path("meetings/<int:pk>/items/<int:item>/", minutes.item_page, name="agenda_item"),
    path("meetings/<int:pk>/items/<int:item>/change/", agenda.change_page, name="change_agenda_item"),
    path("meetings/<int:pk>/items/<int:item>/remove/", agenda.remove_page, name="remove_agenda_item"),
    path("meetings/<int:pk>/items/<int:item>/shift/", agenda.shift_item, name="shift_agenda_item"),
    path("meetings/<int:pk>/items/<int:item>/papers/new/", papers.add_paper_page, name="add_paper"),
    path("meetings/<int:pk>/items/<int:item>/decisions/<int:decision>/", minutes.decision_page, name="change_decision"),
    path("meetings/<int:pk>/items/<int:item>/restore/", agenda.put_item_back, name="restore_agenda_item"),
    path("meetings/<int:pk>/papers/<int:paper>/", papers.paper_file, name="paper_file"),
    path("meetings/<int:pk>/papers/<int:paper>/change/", papers.change_paper_page, name="change_paper"),
    path("meetings/<int:pk>/papers/<int:paper>/remove/", papers.remove_paper_page, name="remove_paper"),
    path("meetings/<int:pk>/papers/<int:paper>/shift/", papers.shift_paper_place, name="shift_paper"),
    path("meetings/<int:pk>/papers/<int:paper>/restore/", papers.put_paper_back, name="restore_paper"),
    path("meetings/<int:pk>/actions/<int:action>/item/", placing.place_page, name="place_action"),
    path("meetings/<int:pk>/move/", agenda.move_page, name="move_meeting"),
    path("meetings/<int:pk>/attendance/", attendance.attendance_page, name="meeting_attendance"),
    path("meetings/<int:pk>/packs/", packs.packs_page, name="meeting_packs"),
    path("meetings/<int:pk>/packs/<int:run>/", packs.pack_file, name="pack_file"),
    path("calendar/", feed.calendar_page, name="your_calendar"),
    path("calendar/<str:token>.ics", feed.calendar_feed, name="calendar_feed"),
]
