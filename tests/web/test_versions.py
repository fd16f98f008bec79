"""Whoever edits a row that someone else saved meanwhile is told, shown both texts, and loses neither."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.test import Client, RequestFactory
from django.urls import reverse

from goldenthread.core.casework.models import LocalClock
from goldenthread.core.groups.models import Membership
from goldenthread.core.tenancy.models import Partnership, Person, Place, Seat
from goldenthread.core.thread.impacts import record_impact, set_test
from goldenthread.core.thread.learning import recommend
from goldenthread.core.thread.models import Recommendation
from goldenthread.kernel.now import today
from goldenthread.web.pages.forms import number_sent
from tests.web.test_access import client_for
from tests.world import World

DAY = date(2026, 3, 2)


def day(name: str, value: date) -> dict[str, int]:
    return {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}


@dataclass
class Edited:
    """A form that edits one row: its address, what the first saves, what the second typed, words of both."""

    url: str
    first: dict[str, Any]
    second: dict[str, Any]
    shown: tuple[str, str]
    now: Callable[[], Any]


def clock(world: World) -> LocalClock:
    values = {"clock": "CP-7", "number": 3, "unit": "working day", "since": DAY, "reason": "Procedures group"}
    return LocalClock.objects.create(partnership=world.north, **values)


def forms(world: World) -> dict[str, Edited]:
    nurse = world.person("nurse")
    with world.acting("manager"):
        place = Place.objects.get(partnership=world.north, agency=world.health)
        seat = Seat.objects.get(person=nurse)
        member = Membership.objects.get(person=nurse, group=world.board)
        limit = clock(world)
        advice = recommend(partnership=world.north, text="Ask the child", made_on=DAY)
        planned = set_test(recommendation=advice, measure="Files", review_on=DAY)
        looked = record_impact(recommendation=advice, result="partly", found="Six", measure="Files", looked_on=DAY)
    year = today().year + 1
    early, late = date(year, 1, 5), date(year, 2, 6)
    person = {"title": "", "agency": world.health.pk}
    board = {"short_name": "NSCP"}
    dates = day("made_on", DAY)
    look = {"measure": "Files", "means": "audit", **day("looked_on", DAY)}
    return {
        "person": Edited(
            reverse("admin_change_person", args=["north", nurse.pk]), {"name": "Ana THEIRS", **person},
            {"name": "Ana MINE", **person}, ("Ana THEIRS", "Ana MINE"), lambda: Person.objects.get(pk=nurse.pk).name,
        ),
        "partnership": Edited(
            reverse("admin_partnership", args=["north"]), {"name": "THEIR Partnership", **board},
            {"name": "MY Partnership", **board}, ("THEIR Partnership", "MY Partnership"),
            lambda: Partnership.objects.get(pk=world.north.pk).name,
        ),
        "place": Edited(
            reverse("admin_end_place", args=["north", place.pk]), day("until", early), day("until", late),
            (f"5 January {year}", f"6 February {year}"), lambda: Place.objects.get(pk=place.pk).until,
        ),
        "membership": Edited(
            reverse("admin_end_seat", args=["north", "board", member.pk]), day("until", early), day("until", late),
            (f"5 January {year}", f"6 February {year}"), lambda: Membership.objects.get(pk=member.pk).until,
        ),
        "seat": Edited(
            reverse("seat", args=["north", seat.pk]), {"change": "end", **day("last_day", early)},
            {"change": "end", **day("last_day", late)}, (f"5 January {year}", f"6 February {year}"),
            lambda: Seat.objects.get(pk=seat.pk).until,
        ),
        "local clock": Edited(
            reverse("end_clock", args=["north", limit.pk]), day("until", early), day("until", late),
            (f"5 January {year}", f"6 February {year}"), lambda: LocalClock.objects.get(pk=limit.pk).until,
        ),
        "recommendation": Edited(
            reverse("change_recommendation", args=["north", advice.pk]), {"text": "THEIR words", **dates},
            {"text": "MY words", **dates}, ("THEIR words", "MY words"),
            lambda: Recommendation.objects.get(pk=advice.pk).text,
        ),
        "impact": Edited(
            reverse("change_impact", args=["north", advice.pk, looked.pk]),
            {"found": "THEIR finding", "result": "partly", **look}, {"found": "MY finding", "result": "worse", **look},
            ("THEIR finding", "MY finding"), lambda: type(looked).objects.get(pk=looked.pk).found,
        ),
        "planned look": Edited(
            reverse("take_look", args=["north", advice.pk, planned.pk]),
            {"found": "THEIR look", "result": "partly", **look}, {"found": "MY look", "result": "worse", **look},
            ("THEIR look", "MY look"), lambda: type(planned).objects.get(pk=planned.pk).found,
        ),
    }  # fmt: skip


NAMES = (
    "person", "partnership", "place", "membership", "seat", "local clock", "recommendation", "impact", "planned look",
)  # fmt: skip


@pytest.fixture(autouse=True)
def no_second_factor(settings: Any) -> None:
    """Who may enter is asked again elsewhere; here two people are in already."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.mark.parametrize("name", NAMES)
def test_the_second_editor_is_shown_both_texts_and_neither_is_lost(world: World, name: str) -> None:
    edited = forms(world)[name]
    first, second = client_for(world, "manager"), client_for(world, "clerk")
    versions = [client.get(edited.url).context["version"] for client in (first, second)]
    assert first.post(edited.url, edited.first | {"version": versions[0]}).status_code == 302
    with world.acting("manager"):
        saved = edited.now()
    answer = second.post(edited.url, edited.second | {"version": versions[1]})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert [text for text in edited.shown if text not in page] == []
    with world.acting("manager"):
        assert edited.now() == saved  # nothing of the second is written before they say so
    assert answer.context["version"] == versions[1] + 1


@pytest.mark.parametrize("name", [name for name in NAMES if name != "planned look"])  # which can be taken only once
def test_having_seen_both_the_second_editor_saves_again(world: World, name: str) -> None:
    edited = forms(world)[name]
    clients = [client_for(world, "manager"), client_for(world, "clerk")]
    version = clients[1].get(edited.url).context["version"]
    clients[0].post(edited.url, edited.first | {"version": version})
    newest = clients[1].post(edited.url, edited.second | {"version": version}).context["version"]
    with world.acting("manager"):
        before = edited.now()
    assert clients[1].post(edited.url, edited.second | {"version": newest}).status_code == 302
    with world.acting("manager"):
        assert edited.now() != before


def test_a_look_that_someone_took_first_is_kept_on_the_form_to_be_recorded_beside_it(world: World) -> None:
    edited = forms(world)["planned look"]
    client = client_for(world, "manager")
    version = client.get(edited.url).context["version"]
    client.post(edited.url, edited.first | {"version": version})
    again = client.post(edited.url, edited.second | {"version": version + 1})
    assert again.status_code == 422
    assert "MY look" in again.content.decode()


def test_a_person_marked_as_left_meanwhile_is_not_renamed_unseen(world: World) -> None:
    nurse = world.person("nurse")
    manager, clerk = client_for(world, "manager"), client_for(world, "clerk")
    change = reverse("admin_change_person", args=["north", nurse.pk])
    version = clerk.get(change).context["version"]
    left = reverse("admin_leave_person", args=["north", nurse.pk])
    sent = day("left_on", today()) | {"version": manager.get(left).context["version"]}
    assert manager.post(left, sent).status_code == 302
    answer = clerk.post(change, {"name": nurse.name, "title": "x", "agency": world.health.pk, "version": version})
    assert answer.status_code == 409


#: Tables that forms edit, and those that none does, with why.
ONLY_ADDED = {
    "Answers": "linked or not", "ActionUpdate": "append-only", "Evidence": "append-only", "Event": "append-only",
    "History": "append-only", "Round": "append-only", "SentMail": "append-only", "GroupLink": "there or not",
    "JointPartnership": "there or not", "TermsOfReference": "each version is a row", "Participant": "let in or not",
    "CalendarEntry": "added or removed", "ClockRun": "a projection", "Counter": "a number",
    **dict.fromkeys(("FindingTheme", "RecommendationTheme", "RecordTheme", "Serves", "Repeats"), "there or not"),
    "AuditQuestion": "its words stay", "AuditReading": "written with its look",
    "Register": "there or not", "Keeper": "appointed or ended", "Reading": "append-only",
    "LogReview": "append-only", "Notification": "begun and sent",
    "Unsent": "typed by one, over again", "Hold": "placed or lifted",
    "Draft": "one person's own", "Notice": "written by the worker", "StoredFile": "kept or destroyed",
    "Vocabulary": "written by a trigger", "Link": "given or withdrawn", "Code": "used up in a quarter of an hour",
    "Resemblance": "decided or not", "CountedYear": "append-only",
}  # fmt: skip


def test_every_table_of_the_core_that_a_form_edits_carries_a_version() -> None:
    core = [m for m in apps.get_models() if m.__module__.startswith("goldenthread.core.")]
    without = {m.__name__ for m in core if not any(column.name == "version" for column in m._meta.fields)}
    assert without == {*ONLY_ADDED, "User", "Agency"}  # one's account and a public body's name: no form edits them


def test_a_form_without_a_version_in_it_is_taken_as_just_read(world: World) -> None:
    """A script or a test that posts without having opened the form says nothing of what it saw."""
    client: Client = client_for(world, "manager")
    sent = {"name": "Renamed", "short_name": "N"}
    assert client.post(reverse("admin_partnership", args=["north"]), sent).status_code == 302


@pytest.mark.parametrize(
    ("sent", "number"),
    [("12", 12), ("", None), ("²", None), ("٣", None), ("-1", None), ("9" * 5000, None), ("x", None)],
)
def test_what_a_form_sends_back_as_a_number_is_one_or_is_nothing(sent: str, number: int | None) -> None:
    request = RequestFactory().post("/", {"seen": sent})
    assert number_sent(request, "seen") == number
