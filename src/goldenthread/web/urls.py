"""The addresses of the generic pages. Everything of a partnership lies under its slug."""

from __future__ import annotations

from django.urls import include, path, register_converter

from .pages import actions, clocks, files, groups, home, records
from .pages.actions import MOVES


class MoveConverter:
    """One of the things done to an action, by name."""

    regex = "|".join(MOVES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(MoveConverter, "move")

urlpatterns = [
    path("", home.front, name="front"),
    path("help/", home.words, {"page": "help"}, name="help"),
    path("accessibility/", home.words, {"page": "accessibility"}, name="accessibility"),
    path("mailbox/", home.mailbox, name="mailbox"),
    path("privacy/", home.words, {"page": "privacy"}, name="privacy"),
    path("<slug:slug>/", home.home, name="home"),
    path("<slug:slug>/admin/", include("goldenthread.web.pages.admin.urls")),
    path("<slug:slug>/actions/", actions.action_list, name="actions"),
    path("<slug:slug>/actions/new/", actions.add_page, name="add_action"),
    path("<slug:slug>/actions/<int:pk>/", actions.action_page, name="action"),
    path("<slug:slug>/actions/<int:pk>/change/", actions.change_page, name="change_action"),
    path("<slug:slug>/actions/<int:pk>/history/", actions.history_page, name="action_history"),
    path("<slug:slug>/actions/<int:pk>/<move:name>/", actions.move_page, name="action_move"),
    path("<slug:slug>/clocks/", clocks.clocks_page, name="clocks"),
    path("<slug:slug>/clocks/new/", clocks.set_page, name="set_clock"),
    path("<slug:slug>/clocks/<int:pk>/end/", clocks.end_page, name="end_clock"),
    path("<slug:slug>/groups/", groups.group_list, name="groups"),
    path("<slug:slug>/groups/<slug:group_slug>/", groups.group_page, name="group"),
    path("<slug:slug>/work/<slug:kind>/", records.record_list, name="records"),
    path("<slug:slug>/work/<slug:kind>/open/", records.open_page, name="open_record"),
    path("<slug:slug>/work/<slug:kind>/<int:pk>/", records.record_page, name="record"),
    path("<slug:slug>/work/<slug:kind>/<int:pk>/change/", records.change_page, name="change_record"),
    path("<slug:slug>/work/<slug:kind>/<int:pk>/files/new/", files.add_page, name="add_file"),
    path("<slug:slug>/files/<uuid:key>/", files.download, name="file"),
    path("<slug:slug>/files/<uuid:key>/destroy/", files.destroy_page, name="destroy_file"),
    path("<slug:slug>/work/<slug:kind>/<int:pk>/history/", records.history_page, name="record_history"),
    path("<slug:slug>/work/<slug:kind>/<int:pk>/step/<slug:name>/", records.step_page, name="step"),
]
