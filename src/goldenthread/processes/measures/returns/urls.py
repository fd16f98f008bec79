"""The addresses of returns, under a partnership's slug. Those under answering/ are opened by a link, without a seat."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, register_converter

from goldenthread.web.by_link.door import follow_page

from .api import description, patterns
from .pages import answering, asking, desk, elsewhere, feeding, files, planning, status
from .pages.door import by_link, by_seat


class DayConverter:
    """A day as 2026-03-31."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

SCHEDULE = "returns/schedules/<int:pk>"
RETURN = "returns/<int:pk>"
LINK = "answering/<int:key>"

urlpatterns = [
    path("returns/", status.schedules_page, name="return_schedules"),
    path("returns/schedules/new/", planning.add_page, name="add_return_schedule"),
    path(f"{SCHEDULE}/", status.schedule_page, name="return_schedule"),
    path(f"{SCHEDULE}/change/", planning.change_page, name="change_return_schedule"),
    path(f"{SCHEDULE}/asked/", asking.asked_page, name="change_return_asked"),
    path(f"{SCHEDULE}/rounds/<day:last>/", status.round_page, name="return_round"),
    path(f"{SCHEDULE}/respondents/new/", planning.add_respondent_page, name="add_return_respondent"),
    path(f"{SCHEDULE}/respondents/<int:respondent>/end/", planning.end_respondent_page, name="end_return_respondent"),
    path(f"{SCHEDULE}/keys/new/", planning.add_key_page, name="add_return_key"),
    path(f"{SCHEDULE}/keys/<int:key>/withdraw/", planning.withdraw_key_page, name="withdraw_return_key"),
    path("returns/api/openapi.json", login_not_required(description), name="returns_openapi"),
    path("returns/api/", include((patterns(), "returns_api"))),
    path("returns/measures/<slug:code>/", feeding.fed_page, name="return_measure"),
    path(f"{RETURN}/", by_seat(desk.return_page), name="return"),
    path(f"{RETURN}/questions/<int:number>/", by_seat(answering.question_page), name="return_question"),
    path(f"{RETURN}/check/", by_seat(answering.check_page), name="return_check"),
    path(f"{RETURN}/why-not/", by_seat(answering.why_not_page), name="return_why_not"),
    path(f"{RETURN}/file/", by_seat(files.file_page), name="return_file"),
    path(f"{RETURN}/template.xlsx", by_seat(files.template_page), name="return_template"),
    path(f"{RETURN}/elsewhere/", by_seat(elsewhere.elsewhere_page), name="return_elsewhere"),
    path(f"{RETURN}/query/", by_seat(planning.query_page), name="return_query"),
    path(f"{RETURN}/queries/<int:query>/", by_seat(answering.reply_page), name="return_reply"),
    path(f"{RETURN}/link/", by_seat(planning.link_page), name="return_link"),
    path(f"{RETURN}/links/send/", by_seat(planning.send_links_page), name="return_send_links"),
    path(f"{LINK}/", by_link(answering.form_page), name="answering_form"),
    path(f"{LINK}/questions/<int:number>/", by_link(answering.question_page), name="answering_question"),
    path(f"{LINK}/check/", by_link(answering.check_page), name="answering_check"),
    path(f"{LINK}/why-not/", by_link(answering.why_not_page), name="answering_why_not"),
    path(f"{LINK}/file/", by_link(files.file_page), name="answering_file"),
    path(f"{LINK}/template.xlsx", by_link(files.template_page), name="answering_template"),
    path(f"{LINK}/queries/<int:query>/", by_link(answering.reply_page), name="answering_reply"),
    path("answering/<str:token>/", follow_page, name="follow_return"),
]
