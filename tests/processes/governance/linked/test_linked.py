"""The boards beside this one: reports given and received, the next one due, silence told, gaps named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.casework.services import open_record, take_step
from goldenthread.core.files.models import StoredFile
from goldenthread.core.groups.coming import coming_to
from goldenthread.core.groups.matters import matters_of
from goldenthread.processes.governance.linked.models import LinkedBoard, LinkedReport
from goldenthread.processes.governance.linked.process import linked, months_on
from goldenthread.processes.governance.linked.reporting import write_report
from goldenthread.web.concerns import Worry, concerns_of
from tests.web.signin_steps import text
from tests.web.test_access import PEOPLE, client_for
from tests.web.test_pages import MOST_QUERIES, NESTING
from tests.web.test_versions import day
from tests.world import World, owner

DUE = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def june() -> Any:
    with time_machine.travel("2026-06-10 09:00", tick=False):
        yield


def link(world: World, name: str = "Adults Board", **values: Any) -> LinkedBoard:
    values = {"board_kind": "adults", "group": world.board, "every_months": 6, "next_due": DUE} | values
    with world.acting("manager"):
        made: LinkedBoard = open_record(
            linked, partnership=world.north, lead_agency=world.office, name=name, opened_on=date(2026, 1, 5), **values
        )
    return made


def silent(world: World) -> int:
    with world.acting("chair"):
        return sum(one.total for one in concerns_of(world.north).get(Worry.SILENT, []) if one.what == "Linked boards")


def test_a_report_sets_the_day_of_the_next_and_ends_the_silence(world: World) -> None:
    board = link(world)
    with world.acting("clerk"):
        (matter,) = matters_of(world.board)
        assert matter.stands == "No report yet; the next was due on 1 March 2026."
    assert silent(world) == 1
    with world.acting("manager"):
        report = write_report(
            board, way="given", on=date(2026, 6, 1), words="The year's figures", name="report.txt", data=b"Figures."
        )
        assert StoredFile.objects.get(record_id=board.pk) == report.stored_file
        board = LinkedBoard.objects.get(pk=board.pk)
        assert (board.last_on, board.next_due, board.overdue) == (date(2026, 6, 1), date(2026, 12, 1), False)
        assert matters_of(world.board) == []
        assert [one.on for one in coming_to(world.board, date(2026, 12, 31))] == [date(2026, 12, 1)]
        write_report(board, way="received", on=date(2026, 2, 1), words="Written down late")
        assert LinkedBoard.objects.get(pk=board.pk).next_due == date(2026, 12, 1)
    assert silent(world) == 0


def test_what_does_not_hold_is_refused_and_nothing_is_kept(world: World) -> None:
    board = link(world)
    with world.acting("manager"):
        with pytest.raises(ValidationError, match="has not come yet"):
            write_report(board, way="given", on=date(2026, 7, 1), words="x", name="a.txt", data=b"x")
        assert not LinkedReport.objects.exists()
        assert not StoredFile.objects.exists()
        take_step(board, "end", note="It was dissolved")
        with pytest.raises(ValidationError, match="not open"):
            write_report(board, way="given", on=DUE, words="x")
    assert silent(world) == 0
    with pytest.raises(ValidationError, match="which of our groups"):
        link(world, group=None)
    with pytest.raises(ValidationError, match="five years"):
        link(world, every_months=0)
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        write_report(board, way="given", on=DUE, words="x")


@given(day=st.dates(date(2000, 1, 1), date(2090, 1, 1)), months=st.integers(1, 60))
def test_so_many_months_on_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    later = months_on(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and months_on(later, 0).month == later.month)
    assert later > day


def raw(model: Any) -> set[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f'select "{model._meta.pk.column}" from "{model._meta.db_table}"')
        return {key for (key,) in cursor.fetchall()}


def test_the_database_and_the_managers_show_the_same_rows_each_alone(world: World) -> None:
    with world.acting("manager"):
        write_report(link(world), way="given", on=DUE, words="Figures")
    shown = {}
    for name in world.everyone:
        with world.acting(name):
            for model in (LinkedBoard, LinkedReport):
                shown[name, model] = raw(model)
                assert shown[name, model] == set(model.objects.values_list("pk", flat=True)), (name, model)
    with owner():
        for name in world.everyone:
            with world.acting(name):
                for model in (LinkedBoard, LinkedReport):
                    assert set(model.objects.values_list("pk", flat=True)) == shown[name, model], (name, model)
    seeing = {name for name in world.everyone if shown[name, LinkedBoard]}
    assert seeing == {"manager", "clerk", "chair", "worker", "team_manager", "nurse", "officer", "lay"}


#                   manager chair worker t_mgr nurse officer lay southerner s_mgr outsider
TABLE = {
    "linked_boards": "200   200   200    200   200   200    200   200       404    404",
    "linked_report": "200   403   403    403   403   403    403   404       404    404",
    "record":        "200   200   200    200   200   200    200   404       404    404",
}  # fmt: skip


@pytest.mark.parametrize("column", range(len(PEOPLE)), ids=PEOPLE)
def test_who_opens_which_page(world: World, column: int) -> None:
    board, client = link(world), client_for(world, PEOPLE[column])
    pages = {
        "linked_boards": reverse("linked_boards", args=["north"]),
        "linked_report": reverse("linked_report", args=["north", board.pk]),
        "record": reverse("record", args=["north", "linked", board.pk]),
    }
    client.get(pages["linked_boards"])
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        assert answer.status_code == int(TABLE[name].split()[column]), name
        assert len([q for q in asked if not q["sql"].startswith(NESTING)]) <= MOST_QUERIES, name
        if PEOPLE[column] == "southerner":
            assert "Adults Board" not in answer.text


def test_a_report_is_written_down_with_its_file_by_form_and_the_register_says_what_is_overdue(world: World) -> None:
    board = link(world, gaps="Young people of 16 and 17")
    link(world, "Community Safety", board_kind="community", next_due=date(2027, 1, 1))
    client = client_for(world, "manager")
    here = reverse("linked_boards", args=["north"])
    page = text(client.get(f"{here}?standing=overdue"))
    assert "Overdue" in page
    assert "Young people of 16 and 17" in page
    assert "Community Safety" not in page.split("Next due")[-1]
    sent = {"way": "given", **day("reported_on", date(2026, 6, 1)), "words": "Figures",
            "file": SimpleUploadedFile("report.txt", b"Figures for the year.")}  # fmt: skip
    done = text(client.post(reverse("linked_report", args=["north", board.pk]), sent, follow=True))
    assert "We reported to them" in done
    assert "report.txt" in done
    assert "Adults Board" not in client.get(f"{here}?standing=overdue&format=csv").text
