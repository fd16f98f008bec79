"""The addresses of the generic pages. Everything of a partnership lies under its slug."""

from __future__ import annotations

from django.urls import include, path, register_converter

from .by_link import answering, notifying
from .by_link import pages as link_pages
from .by_link.door import follow_page
from .pages import (
    actions,
    asked,
    asking_again,
    bringing,
    chair,
    clocks,
    coverage,
    files,
    findings,
    groups,
    home,
    impacts,
    keeping,
    ledger,
    log_reviews,
    people,
    placing,
    recommendations,
    recommending,
    records,
    registers,
    resembling,
    theming,
    thread,
    unsealing,
)
from .pages.actions import MOVES
from .search.page import search_page


class MoveConverter:
    """One of the things done to an action, by name."""

    regex = "|".join(MOVES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(MoveConverter, "move")

SEALED = "<slug:slug>/work/<slug:kind>/<int:pk>"
ASKED = f"{SEALED}/asked/<int:asked>"
REGISTER = "<slug:slug>/registers/<slug:kind>"
ADVICE = "<slug:slug>/recommendations/<int:pk>"

urlpatterns = [
    path("", home.front, name="front"),
    path("help/", home.words, {"page": "help"}, name="help"),
    path("accessibility/", home.words, {"page": "accessibility"}, name="accessibility"),
    path("mailbox/", home.mailbox, name="mailbox"),
    path("privacy/", home.words, {"page": "privacy"}, name="privacy"),
    path("<slug:slug>/", home.home, name="home"),
    path("<slug:slug>/standing/", home.standing, name="standing"),
    path("<slug:slug>/admin/", include("goldenthread.web.pages.admin.urls")),
    path("<slug:slug>/search/", search_page, name="search"),
    path("<slug:slug>/actions/", actions.action_list, name="actions"),
    path("<slug:slug>/actions/new/", actions.add_page, name="add_action"),
    path("<slug:slug>/actions/<int:pk>/", actions.action_page, name="action"),
    path("<slug:slug>/actions/<int:pk>/change/", actions.change_page, name="change_action"),
    path("<slug:slug>/actions/<int:pk>/history/", actions.history_page, name="action_history"),
    path("<slug:slug>/actions/<int:pk>/<move:name>/", actions.move_page, name="action_move"),
    path("<slug:slug>/recommendations/", recommendations.recommendation_list, name="recommendations"),
    path("<slug:slug>/recommendations/new/", recommending.add_page, name="add_recommendation"),
    path("<slug:slug>/recommendations/import/", bringing.import_page, name="import_recommendations"),
    path("<slug:slug>/recommendations/coverage/", coverage.coverage_page, name="coverage"),
    path("<slug:slug>/what-changed/", ledger.ledger_page, name="ledger"),
    path("<slug:slug>/what-to-ask/", chair.chair_page, name="chair"),
    path("<slug:slug>/themes/", theming.theme_list, name="themes"),
    path("<slug:slug>/themes/new/", theming.add_page, name="add_theme"),
    path("<slug:slug>/themes/usual/", theming.adopt_page, name="adopt_themes"),
    path("<slug:slug>/themes/<int:pk>/", theming.theme_page, name="theme"),
    path("<slug:slug>/themes/<int:pk>/change/", theming.change_page, name="change_theme"),
    path("<slug:slug>/themes/<int:pk>/merge/", theming.merge_page, name="merge_theme"),
    path("<slug:slug>/themes/<int:pk>/retire/", theming.retire_page, name="retire_theme"),
    path("<slug:slug>/recommendations/before/", asking_again.asked_before_page, name="asked_before"),
    path("<slug:slug>/recommendations/like-earlier/", resembling.like_earlier_page, name="like_earlier"),
    path(f"{ADVICE}/repeats/", asking_again.repeats_page, name="say_repeats"),
    path(f"{ADVICE}/repeats/<int:earlier>/undo/", asking_again.unsay_page, name="unsay_repeats"),
    path(f"{ADVICE}/", recommendations.recommendation_page, name="recommendation"),
    path(f"{ADVICE}/change/", recommending.change_page, name="change_recommendation"),
    path(f"{ADVICE}/close/", recommending.close_page, name="close_recommendation"),
    path(f"{ADVICE}/reopen/", recommending.reopen_page, name="reopen_recommendation"),
    path(f"{ADVICE}/history/", recommendations.history_page, name="recommendation_history"),
    path(f"{ADVICE}/thread/", thread.recommendation_thread, name="thread"),
    path(f"{ADVICE}/findings/link/", recommending.link_page, name="link_finding"),
    path(f"{ADVICE}/findings/<int:finding>/unlink/", recommending.unlink_page, name="unlink_finding"),
    path(f"{ADVICE}/place/", placing.place_page, name="place_recommendation"),
    path(f"{ADVICE}/questions/", impacts.questions_page, name="audit_questions"),
    path(f"{ADVICE}/actions/new/", recommending.action_page, name="recommendation_action"),
    path(f"{ADVICE}/impacts/plan/", impacts.plan_page, name="plan_look"),
    path(f"{ADVICE}/impacts/new/", impacts.record_page, name="record_impact"),
    path(f"{ADVICE}/impacts/<int:impact>/look/", impacts.take_page, name="take_look"),
    path(f"{ADVICE}/impacts/<int:impact>/change/", impacts.change_page, name="change_impact"),
    path("<slug:slug>/findings/", findings.finding_list, name="findings"),
    path("<slug:slug>/findings/<int:pk>/", findings.finding_page, name="finding"),
    path("<slug:slug>/findings/<int:pk>/change/", findings.change_page, name="change_finding"),
    path("<slug:slug>/findings/<int:pk>/themes/", theming.finding_page, name="finding_themes"),
    path("<slug:slug>/findings/<int:pk>/answer/", findings.answer_page, name="answer_finding"),
    path("<slug:slug>/findings/<int:pk>/history/", findings.history_page, name="finding_history"),
    path("<slug:slug>/findings/<int:pk>/thread/", thread.finding_thread, name="finding_thread"),
    path("<slug:slug>/work/<slug:kind>/<int:pk>/findings/new/", findings.raise_page, name="raise_finding"),
    path("<slug:slug>/clocks/", clocks.clocks_page, name="clocks"),
    path("<slug:slug>/clocks/new/", clocks.set_page, name="set_clock"),
    path("<slug:slug>/clocks/<int:pk>/end/", clocks.end_page, name="end_clock"),
    path("<slug:slug>/groups/", groups.group_list, name="groups"),
    path("<slug:slug>/groups/<slug:group_slug>/", groups.group_page, name="group"),
    path("<slug:slug>/groups/<slug:group_slug>/waiting/", groups.waiting_page, name="group_waiting"),
    path("<slug:slug>/work/<slug:kind>/", records.record_list, name="records"),
    path("<slug:slug>/work/<slug:kind>/open/", records.open_page, name="open_record"),
    path("<slug:slug>/work/<slug:kind>/<int:pk>/", records.record_page, name="record"),
    path("<slug:slug>/work/<slug:kind>/<int:pk>/change/", records.change_page, name="change_record"),
    path("<slug:slug>/work/<slug:kind>/<int:pk>/themes/", theming.record_page, name="record_themes"),
    path("<slug:slug>/work/<slug:kind>/<int:pk>/files/new/", files.add_page, name="add_file"),
    path("<slug:slug>/files/<uuid:key>/", files.download, name="file"),
    path("<slug:slug>/files/<uuid:key>/destroy/", files.destroy_page, name="destroy_file"),
    path(f"{SEALED}/read/", unsealing.read_page, name="read_sealed"),
    path(f"{SEALED}/shut/", unsealing.shut_page, name="shut_sealed"),
    path(f"{SEALED}/readers/", unsealing.readers_page, name="sealed_readers"),
    path(f"{SEALED}/people/", people.people_page, name="sealed_people"),
    path(f"{SEALED}/people/new/", people.let_in_page, name="let_in"),
    path(f"{SEALED}/people/<int:row>/end/", people.let_go_page, name="let_go"),
    path(f"{SEALED}/keeping/", keeping.keeping_page, name="sealed_keeping"),
    path(f"{SEALED}/keeping/hold/", keeping.hold_page, name="place_hold"),
    path(f"{SEALED}/keeping/holds/<int:hold>/lift/", keeping.lift_page, name="lift_hold"),
    path(f"{SEALED}/keeping/destroy/", keeping.destroy_page, name="destroy_sealed"),
    path("<slug:slug>/asked-of/<int:pk>/", asked.asked_of_case, name="asked_of_case"),
    path(f"{SEALED}/asked/", asked.asked_page, name="asked_of_agencies"),
    path(f"{SEALED}/asked/new/", asked.ask_page, name="ask_outside"),
    path(f"{ASKED}/", asked.answer_page, name="asked_answer"),
    path(f"{ASKED}/chase/", asked.chase_page, name="chase_outside"),
    path(f"{ASKED}/day/", asked.move_page, name="move_outside"),
    path(f"{ASKED}/send/", asked.send_page, name="send_outside"),
    path(f"{ASKED}/withdraw/", asked.withdraw_page, name="withdraw_outside"),
    path("<slug:slug>/registers/", registers.register_list, name="registers"),
    path(f"{REGISTER}/", registers.register_page, name="register"),
    path(f"{REGISTER}/readers/", registers.readers_page, name="register_readers"),
    path(f"{REGISTER}/appoint/", registers.appoint_page, name="appoint_keeper"),
    path(f"{REGISTER}/keepers/<int:pk>/end/", registers.end_page, name="end_keeper"),
    path(f"{REGISTER}/sign/", log_reviews.sign_page, name="sign_log"),
    path(f"{REGISTER}/years/", registers.years_page, name="register_years"),
    path("<slug:slug>/work/<slug:kind>/<int:pk>/history/", records.history_page, name="record_history"),
    path("<slug:slug>/work/<slug:kind>/<int:pk>/step/<slug:name>/", records.step_page, name="step"),
    path("<slug:slug>/links/<int:key>/code/", link_pages.code_page, name="link_code"),
    path("<slug:slug>/links/<int:key>/again/", link_pages.again_page, name="send_link_again"),
    path("<slug:slug>/links/<int:key>/withdraw/", link_pages.withdraw_page, name="withdraw_link"),
    path("<slug:slug>/asked/<int:key>/", answering.answering, name="outside"),
    path("<slug:slug>/asked/<int:key>/check/", answering.answering_check, name="outside_check"),
    path("<slug:slug>/asked/<int:key>/part/<slug:section>/", answering.answering_section, name="outside_section"),
    path("<slug:slug>/notify/", notifying.notify_list, name="notify_list"),
    path("<slug:slug>/notify/<slug:kind>/", notifying.notify, name="notify"),
    path("<slug:slug>/notifying/<int:key>/", notifying.notifying, name="notifying"),
    path("<slug:slug>/notifying/<int:key>/check/", notifying.notifying_check, name="notifying_check"),
    path("<slug:slug>/notifying/<int:key>/part/<slug:section>/", notifying.notifying_section, name="notifying_section"),
    path("<slug:slug>/by-link/<str:token>/", follow_page, name="follow_link"),
]
