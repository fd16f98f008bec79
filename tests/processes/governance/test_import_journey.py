"""The whole journey: a file goes in, is checked, put right and accepted, and everything can be followed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from goldenthread.core.groups.models import Membership
from goldenthread.core.tenancy.models import Agency, Person
from goldenthread.core.thread.models import Action, Recommendation
from goldenthread.processes.governance.meetings.models import AgendaItem, Attendance, Decision, Meeting
from goldenthread.processes.governance.meetings.planning import plan_meeting
from goldenthread.processes.governance.minutes_import.models import MinutesImport, ReadItem
from goldenthread.processes.governance.minutes_import.parts import SECTIONS
from goldenthread.processes.governance.minutes_import.taking import read_import
from tests.processes.governance.minutes_desk import MEETING_DAY, MINUTES, Desk, desk, upload, url

__all__ = ["desk"]
SEEDS = sorted((Path(__file__).parents[4] / "shared" / "seeds").glob("004_*.txt"))


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def bring_in(desk: Desk, browser: Client, data: bytes) -> MinutesImport:
    """Upload, and let the job that was queued do its work."""
    answer = browser.post(url("import_minutes"), upload(data))
    assert answer.status_code == 302, text(answer)
    job = ProcrastinateJob.objects.latest("id")
    assert set(job.args) == {"import_id", "user_id"}, "a job carries ids and never text"
    with desk.world.acting("manager"):
        read_import(**job.args)
        return MinutesImport.objects.get(pk=job.args["import_id"])


def accept_sections(browser: Client, one: MinutesImport, *, but: tuple[str, ...] = ("promises",)) -> None:
    for section in SECTIONS:
        if section.slug not in but:
            answer = browser.post(url("decide_section", one.pk, section.slug), {"verdict": "accepted"})
            assert answer.status_code == 302


def accept(browser: Client, one: MinutesImport) -> Any:
    page = browser.get(url("check_minutes", one.pk))
    seen = re.search(r'name="seen" value="(\d+)"', page.content.decode())
    return browser.post(url("check_minutes", one.pk), {"seen": seen[1] if seen else ""}, follow=True)


def test_from_the_file_to_the_meeting(desk: Desk) -> None:
    browser = desk.browser()
    one = bring_in(desk, browser, MINUTES.read_bytes())
    assert one.state == "ready"
    assert "7 of 7 to check" in text(browser.get(url("minutes_import", one.pk)))
    accept_sections(browser, one)
    promise = desk.row(one, "promise", owners=["Petra Quillfeather"])
    browser.post(url("decide_read_item", one.pk, promise.pk), {"verdict": "accepted", "version": promise.version})
    check = text(browser.get(url("check_minutes", one.pk)))
    for line in (
        "3 actions will be added", "1 earlier action will be closed", "1 earlier action will be deferred",
        "7 attendances will be recorded", "6 agenda items", "2 agencies will be added: Harbour Lights Charity, "
        "Northshire Schools Forum", "3 people will be added",
        "3 people will be made a member of the group from that day", "1 decision", "1 recommendation",
    ):  # fmt: skip
        assert line in check
    page = accept(browser, one)
    assert "The minutes are in" in text(page)
    with desk.world.acting("manager"):
        assert_written(desk, one)


def assert_written(desk: Desk, one: MinutesImport) -> None:
    meeting = Meeting.objects.get(group=desk.world.board, held_on=MEETING_DAY)
    assert MinutesImport.objects.get(pk=one.pk).meeting == meeting
    assert (meeting.state, meeting.chair.name, meeting.place) == (
        "minutes_drafted", "Isolde Marram", "Council Chamber, County Hall",
    )  # fmt: skip
    titles = list(AgendaItem.objects.filter(record=meeting).values_list("title", flat=True))
    assert titles == [
        "Introductions and apologies", "Actions from the meeting held on 10 January 2017", "Missing children",
        "Annual report", "Any other business", "Dates of future meetings",
    ]  # fmt: skip
    assert "figures for the quarter" in AgendaItem.objects.get(record=meeting, title="Missing children").text
    came = dict(Attendance.objects.filter(record=meeting).values_list("person__name", "status"))
    assert came["Ada Fenwright"] == "attended"
    assert came["Greta Pym"] == "apology"
    assert Attendance.objects.get(record=meeting, person=desk.world.person("nurse")).agency == desk.world.health
    assert Decision.objects.get(record=meeting).item.title == "Annual report"
    assert Recommendation.objects.get().text.startswith("every agency names a lead")
    assert_actions(desk, meeting)
    days = Meeting.objects.filter(group=desk.world.board, state="planned").values_list("held_on", flat=True)
    assert sorted(days) == [date(2017, 5, 9), date(2017, 7, 11)]


def assert_actions(desk: Desk, meeting: Meeting) -> None:
    fresh = {row.meeting_number: row for row in Action.objects.filter(record=meeting)}
    assert set(fresh) == {"3.1", "3.2", ""}
    assert fresh["3.1"].owner == desk.world.person("officer")
    assert fresh["3.1"].owner_agency == desk.world.police
    assert fresh["3.1"].due_meeting.opened_on == date(2017, 5, 9), "due at a meeting that exists now"
    assert fresh["3.2"].due_on is None
    assert fresh[""].owner.name == "Petra Quillfeather", "a promise became an action of someone new"
    desk.threshold.refresh_from_db()
    assert (desk.threshold.status, desk.threshold.reason, desk.threshold.closed_on) == (
        "closed", "done_no_evidence", MEETING_DAY,
    )  # fmt: skip
    survey = Action.objects.get(meeting_number="2.2")
    assert (survey.made_on, survey.status, survey.deferrals) == (date(2017, 1, 10), "deferred", 1)
    assert survey.updates.get().meeting_id == meeting.pk


def test_people_who_are_new_to_the_group_become_its_members_from_that_day(desk: Desk) -> None:
    browser, one = desk.browser(), desk.read()
    accept_sections(browser, one)
    accept(browser, one)
    with desk.world.acting("manager"):
        new = Membership.objects.filter(group=desk.world.board, since=MEETING_DAY)
        assert {row.person.name for row in new} == {"Petra Quillfeather", "Oswin Tarrant", "Marjorie Oakhanger"}
        assert Membership.objects.filter(person=desk.world.person("nurse"), group=desk.world.board).count() == 1


def test_the_same_file_again_changes_nothing_and_leads_to_the_meeting(desk: Desk) -> None:
    browser = desk.browser()
    one = bring_in(desk, browser, MINUTES.read_bytes())
    again = browser.post(url("import_minutes"), upload(MINUTES.read_bytes(), "another name.txt"), follow=True)
    assert "This file was brought in before" in text(again)
    accept_sections(browser, one)
    accept(browser, one)
    with desk.world.acting("manager"):
        before = (Meeting.objects.count(), Action.objects.count(), Person.objects.count(), Agency.objects.count())
    told = text(browser.post(url("import_minutes"), upload(MINUTES.read_bytes()), follow=True))
    assert "its minutes were accepted: M-2017-" in told
    with desk.world.acting("manager"):
        after = (Meeting.objects.count(), Action.objects.count(), Person.objects.count(), Agency.objects.count())
        assert (before, MinutesImport.objects.count()) == (after, 1)


def test_the_same_meeting_from_another_file_is_refused_before_anything_is_written(desk: Desk) -> None:
    browser, one = desk.browser(), desk.read()
    accept_sections(browser, one)
    accept(browser, one)
    twin = desk.read(MINUTES.read_bytes() + b"\n", "typed again.txt")
    accept_sections(browser, twin)
    assert "The minutes of this meeting are here already" in text(browser.get(url("check_minutes", twin.pk)))


def test_a_planned_meeting_of_that_day_is_the_one_that_was_held(desk: Desk) -> None:
    with desk.world.acting("manager"):
        planned = plan_meeting(group=desk.world.board, held_on=MEETING_DAY)
    browser, one = desk.browser(), desk.read()
    accept_sections(browser, one)
    assert "will be found in the calendar" in text(browser.get(url("check_minutes", one.pk)))
    accept(browser, one)
    with desk.world.acting("manager"):
        assert MinutesImport.objects.get(pk=one.pk).meeting_id == planned.pk


def test_dismissed_before_it_is_accepted_nothing_is_left_but_the_file_may_come_again(desk: Desk) -> None:
    browser, one = desk.browser(), desk.read()
    assert "Dismiss this import?" in text(browser.get(url("dismiss_minutes", one.pk)))
    browser.post(url("dismiss_minutes", one.pk))
    assert browser.get(url("minutes_source", one.pk)).status_code == 404
    with desk.world.acting("manager"):
        assert not Meeting.objects.exists()
    assert desk.read().pk != one.pk


def test_the_progress_shows_itself_and_gives_way_when_the_minutes_are_read(desk: Desk) -> None:
    browser = desk.browser()
    browser.post(url("import_minutes"), upload(MINUTES.read_bytes()))
    with desk.world.acting("manager"):
        one = MinutesImport.objects.get()
    page = text(browser.get(url("minutes_import", one.pk)))
    assert 'hx-trigger="every 1s"' in page
    assert "See how far it is now" in page
    polled = browser.get(url("minutes_import", one.pk), headers={"HX-Request": "true"})
    assert "HX-Refresh" not in polled
    with desk.world.acting("manager"):
        read_import(one.pk, desk.world.users["manager"].pk)
    assert browser.get(url("minutes_import", one.pk), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_review_costs_as_many_queries_however_long_the_minutes_are(desk: Desk) -> None:
    def queries(one: MinutesImport, section: str) -> int:
        browser = desk.browser()
        address = url("minutes_section", one.pk, section)
        browser.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(address).status_code == 200
        return len(caught)

    short = desk.read()
    lines = "\n".join(f"Action 3.{n}: Tomas Wyke to write report number {n} by 9 May 2017." for n in range(3, 60))
    long = desk.read(MINUTES.read_text().replace("\n4. Annual", f"{lines}\n\n4. Annual").encode(), "long.txt")
    with desk.world.acting("manager"):
        assert ReadItem.objects.filter(minutes_import=long, kind="action").count() > 50
    for section in ("new-actions", "people"):
        assert queries(long, section) == queries(short, section) <= 15


@pytest.mark.parametrize("seed", SEEDS, ids=[path.name[:3] for path in SEEDS])
def test_a_boards_real_minutes_go_in(desk: Desk, seed: Path) -> None:
    browser = desk.browser()
    one = bring_in(desk, browser, seed.read_bytes())
    accept_sections(browser, one)
    for row in rows_left(desk, one):
        browser.post(url("decide_read_item", one.pk, row.pk), {"verdict": "accepted", "version": row.version})
    page = accept(browser, one)
    assert "The minutes are in" in text(page), text(page)
    with desk.world.acting("manager"):
        done = MinutesImport.objects.get(pk=one.pk)
        meeting = done.meeting
        assert (meeting.held_on, meeting.items.count(), meeting.attendance.count()) == (date(2016, 12, 1), 11, 27)
        assert Action.objects.filter(record=meeting).count() == 5
        written = {name: len(pks) for name, pks in done.written.items()}
        assert (written["closed"], written["deferred"], written["updated"]) == (4, 2, 1)
        assert (written["earlier_added"], written["future_meetings"]) == (7, 6)


def rows_left(desk: Desk, one: MinutesImport) -> list[ReadItem]:
    with desk.world.acting("manager"):
        return list(ReadItem.objects.filter(minutes_import=one, verdict="undecided").exclude(kind="promise"))
