"""An accepted import taken back whole: what it added goes, what it changed stands as before, and nothing half."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from goldenthread.core.files.models import StoredFile
from goldenthread.core.files.services import open_file
from goldenthread.core.groups.models import Membership
from goldenthread.core.tenancy.models import Person, Place
from goldenthread.core.thread.learning import recommend
from goldenthread.core.thread.models import Action, ActionUpdate, Finding, Recommendation, Resemblance
from goldenthread.core.thread.repeats import say_repeats, unsay_repeats
from goldenthread.core.thread.services import update_action
from goldenthread.processes.governance.meetings.agenda import add_item, amend_item
from goldenthread.processes.governance.meetings.attending import Present, record_attendance
from goldenthread.processes.governance.meetings.models import (
    AgendaItem,
    Attendance,
    Decision,
    ItemAction,
    Meeting,
    MinutesFile,
)
from goldenthread.processes.governance.meetings.papers import add_paper
from goldenthread.processes.governance.meetings.planning import plan_meeting
from goldenthread.processes.governance.minutes_import.accepting import accept_import
from goldenthread.processes.governance.minutes_import.hindering import hindrances
from goldenthread.processes.governance.minutes_import.models import MinutesImport
from goldenthread.processes.governance.minutes_import.plan import MUST_DECIDE
from goldenthread.processes.governance.minutes_import.taking import receive_minutes
from goldenthread.processes.governance.minutes_import.undoing import undo_import
from goldenthread.processes.governance.minutes_import.verdicts import decide_section
from tests.processes.governance.minutes_desk import MEETING_DAY, MINUTES, Desk, desk, url
from tests.web.test_access import PEOPLE, client_for
from tests.web.test_pages import MOST_QUERIES, NESTING
from tests.world import owner

__all__ = ["desk"]
TABLES = (Action, AgendaItem, Attendance, Decision, Membership, Person, Place, Recommendation, ItemAction)


def accepted(desk: Desk) -> MinutesImport:
    one = desk.read()
    with desk.world.acting("manager"):
        decide_section(one, MUST_DECIDE, verdict="accepted")
        return accept_import(MinutesImport.objects.get(pk=one.pk))


def standing(desk: Desk) -> dict[str, Any]:
    """Every row of what minutes write, by its own values, without versions."""
    with desk.world.acting("manager"):
        found = {
            model.__name__: [row | {"version": 0} for row in model.objects.order_by("pk").values()] for model in TABLES
        }
        names = ("pk", "state", "minutes", "chair_id", "ends")
        found["meetings"] = list(Meeting.objects.exclude(state="cancelled").order_by("pk").values(*names))
    return found


def test_everything_is_as_it_was_before(desk: Desk) -> None:
    before = standing(desk)
    one = accepted(desk)
    assert standing(desk) != before
    with desk.world.acting("manager"):
        undone = undo_import(one)
        assert (undone.state, undone.undone_by) == ("undone", "Manager Person")
        assert undo_import(one).version == undone.version, "a second time changes nothing"
    assert standing(desk) == before


def test_a_meeting_that_was_in_the_calendar_stands_there_as_before(desk: Desk) -> None:
    with desk.world.acting("manager"):
        meeting = plan_meeting(group=desk.world.board, held_on=MEETING_DAY, place="Old place")
        add_item(meeting=meeting, title="Missing children", text="Draft words", minutes_allotted=15)
        record_attendance(meeting, [Present(desk.world.person("lay"), "absent")])
    before = standing(desk)
    one = accepted(desk)
    assert one.meeting_id == meeting.pk
    with desk.world.acting("manager"):
        undo_import(one)
    assert standing(desk) == before


def test_the_same_file_comes_in_again_and_writes_the_same(desk: Desk) -> None:
    first = accepted(desk)
    with desk.world.acting("manager"):
        undo_import(first)
    second = accepted(desk)
    assert second.pk != first.pk
    assert {k: len(v) for k, v in second.written.items()} == {k: len(v) for k, v in first.written.items()}


def test_what_was_taken_back_is_kept_in_words_and_in_history(desk: Desk) -> None:
    one = accepted(desk)
    with desk.world.acting("manager"):
        action = Action.objects.get(meeting_number="3.1")
        undo_import(one)
        told = MinutesImport.objects.get(pk=one.pk).taken_back
        assert f"Actions added: {action.reference}: {action.text}" in told
        meeting = Meeting.objects.get(pk=one.meeting_id)
        assert meeting.state == "cancelled"
        assert "taken back" in meeting.cancelled_reason
        assert meeting.events.filter(name="undo_import", by="Manager Person").count() == 1
        said = desk.threshold.updates.order_by("-pk").first()
        assert said is not None
        assert "taken back" in said.text
    asked = "select operation from tenancy_history where \"table\" = 'thread_action' and row_id = %s"
    with owner(), connection.cursor() as cursor:
        cursor.execute(asked, [action.pk])
        assert "delete" in {operation for (operation,) in cursor.fetchall()}


def _updated(desk: Desk, one: MinutesImport) -> str:
    action = Action.objects.get(meeting_number="3.1")
    update_action(action, text="Begun")
    return f"Action {action.reference} was changed since"


def _paper(desk: Desk, one: MinutesImport) -> str:
    add_paper(item=AgendaItem.objects.filter(record=one.meeting_id).first(), name="a.txt", data=b"Words.\n")
    return "Papers on agenda items it wrote by now: 1"


def _item(desk: Desk, one: MinutesImport) -> str:
    amend_item(AgendaItem.objects.get(record=one.meeting_id, title="Missing children"), text="Better words")
    return "was changed since"


def _seated(desk: Desk, one: MinutesImport) -> str:
    person = Person.objects.get(name="Petra Quillfeather")
    later = plan_meeting(group=desk.world.board, held_on=date(2017, 9, 12))
    record_attendance(later, [Present(person, "apology")])
    return "on people it wrote by now: 1"


def _known(desk: Desk, one: MinutesImport) -> str:
    update_action(desk.threshold, text="More came of it")
    return f"Action {desk.threshold.reference} was changed since"


def _agenda(desk: Desk, one: MinutesImport) -> str:
    add_item(meeting=Meeting.objects.get(held_on=date(2017, 5, 9)), title="Something new")
    return "Agenda items on meetings it wrote by now: 1"


def _recommended(one: MinutesImport) -> Recommendation:
    return Recommendation.objects.get(pk=one.written["recommendations"][0])


def _repeats(desk: Desk, one: MinutesImport) -> str:
    row, first = _recommended(one), recommend(partnership=desk.world.north, text="A lead", made_on=date(2015, 3, 2))
    say_repeats(row, first)
    return (
        f"{row.reference} is said to ask again for {first.reference}: say on the page of {row.reference} that it does"
    )


def _repeated(desk: Desk, one: MinutesImport) -> str:
    row, later = _recommended(one), recommend(partnership=desk.world.north, text="A lead", made_on=date(2018, 3, 2))
    say_repeats(later, row)
    return f"{later.reference} is said to ask again for {row.reference}"


@pytest.mark.parametrize("work", [_updated, _paper, _item, _seated, _known, _agenda, _repeats, _repeated])
def test_what_others_did_since_hinders_it_and_nothing_is_changed(
    desk: Desk, work: Callable[[Desk, MinutesImport], str]
) -> None:
    one = accepted(desk)
    with desk.world.acting("manager"):
        wanted = work(desk, one)
    before = standing(desk)
    with desk.world.acting("manager"):
        assert any(wanted in line for line in hindrances(one)), hindrances(one)
        with pytest.raises(ValidationError, match=re.escape(wanted)):
            undo_import(one)
        assert MinutesImport.objects.get(pk=one.pk).state == "accepted"
    assert standing(desk) == before


def test_unsaid_that_it_repeats_another_the_minutes_are_taken_back_whole(desk: Desk) -> None:
    """Also where that was written down as a finding: the finding stays, and answers nothing that is gone."""
    with desk.world.acting("manager"):
        first = recommend(
            partnership=desk.world.north,
            text="Every agency names a lead for missing children",
            made_on=date(2015, 3, 2),
        )
        source = plan_meeting(group=desk.world.board, held_on=date(2017, 11, 7))
    before = standing(desk)
    one = accepted(desk)
    with desk.world.acting("manager"):
        row = _recommended(one)
        found = Resemblance.objects.get()  # noticed by itself, with the import
        assert (found.recommendation, found.earlier) == (row, first)
        say_repeats(row, first, source=source)
        with pytest.raises(ValidationError, match="say on the page of"):
            undo_import(one)
        unsay_repeats(row, first)
        assert undo_import(one).state == "undone"
        assert not Resemblance.objects.exists()
        assert Finding.objects.get().text.startswith("Asked for again")
    after = standing(desk)
    assert after == before


def test_only_the_business_unit_takes_an_import_back(desk: Desk) -> None:
    one = accepted(desk)
    for name in ("chair", "nurse"):
        with desk.world.acting(name), pytest.raises((PermissionDenied, MinutesImport.DoesNotExist)):
            undo_import(one)


def test_an_import_that_was_not_accepted_has_nothing_to_take_back(desk: Desk) -> None:
    one = desk.read()
    with desk.world.acting("manager"), pytest.raises(ValidationError, match="nothing to take back"):
        undo_import(one)


def test_the_page_says_what_goes_asks_and_does_it(desk: Desk) -> None:
    one, browser = accepted(desk), desk.browser()
    with CaptureQueriesContext(connection) as asked:
        page = browser.get(url("undo_minutes", one.pk)).text
    assert "Take it back" in page
    assert "Actions removed: 3" in page
    assert len([q for q in asked if not q["sql"].startswith(NESTING)]) <= MOST_QUERIES
    answer = browser.post(url("undo_minutes", one.pk), follow=True)
    assert "was taken back" in answer.text
    assert "What was taken back" in answer.text
    assert browser.get(url("undo_minutes", one.pk)).status_code == 302


def test_the_page_says_what_hinders_and_offers_no_button(desk: Desk) -> None:
    one, browser = accepted(desk), desk.browser()
    with desk.world.acting("manager"):
        wanted = _updated(desk, one)
    page = browser.get(url("undo_minutes", one.pk)).text
    assert wanted in page
    assert "Take it back" not in page
    assert browser.post(url("undo_minutes", one.pk)).status_code == 422


def test_who_may_open_the_page(desk: Desk) -> None:
    here = url("undo_minutes", accepted(desk).pk)
    found = {name: client_for(desk.world, name).get(here).status_code for name in PEOPLE}
    north = {"chair", "worker", "team_manager", "nurse", "officer", "lay", "southerner"}
    assert found == {name: 200 if name == "manager" else 403 if name in north else 404 for name in PEOPLE}


def test_the_minutes_as_they_came_are_filed_with_the_meeting_and_as_open_as_it(desk: Desk) -> None:
    one = accepted(desk)
    for name, sees in (("manager", True), ("lay", True), ("worker", True), ("south_manager", False)):
        with desk.world.acting(name):
            files = StoredFile.objects.filter(minutes_file__record_id=one.meeting_id)
            assert files.exists() is sees, name
            assert MinutesFile.objects.filter(record_id=one.meeting_id).exists() is sees
    with desk.world.acting("lay"), open_file(files.get()) as stream:
        assert stream.read() == MINUTES.read_bytes()
    page = client_for(desk.world, "lay").get(url("meeting", one.meeting_id)).text
    assert "board.txt" in page


def test_closing_an_item_closes_the_file_that_holds_its_words(desk: Desk) -> None:
    one = accepted(desk)
    with desk.world.acting("manager"):
        item = AgendaItem.objects.get(record=one.meeting_id, title="Missing children")
        amend_item(item, restricted=True, open_to_members=True)
    with desk.world.acting("worker"):
        assert not StoredFile.objects.filter(minutes_file__record_id=one.meeting_id).exists()
    with desk.world.acting("lay"):
        assert StoredFile.objects.filter(minutes_file__record_id=one.meeting_id).exists()
    with desk.world.acting("manager"):
        amend_item(AgendaItem.objects.get(pk=item.pk), open_to_members=False)
        assert StoredFile.objects.get(minutes_file__record_id=one.meeting_id).shredded
    assert "board.txt" not in client_for(desk.world, "lay").get(url("meeting", one.meeting_id)).text


def test_numbers_stay_as_printed_and_actions_know_their_item(desk: Desk) -> None:
    one = accepted(desk)
    with desk.world.acting("manager"):
        labels = [item.label for item in AgendaItem.objects.filter(record=one.meeting_id)]
        assert labels == [str(number) for number in range(1, len(labels) + 1)]
        links = {
            row.action.meeting_number: row.item.title
            for row in ItemAction.objects.filter(item__record_id=one.meeting_id).select_related("action", "item")
        }
        assert links["3.1"] == "Missing children"


def test_a_file_received_twice_is_still_one_import(desk: Desk) -> None:
    one = accepted(desk)
    with desk.world.acting("manager"):
        again = receive_minutes(partnership=desk.world.north, name="board.txt", data=MINUTES.read_bytes())
        assert (again.new, again.minutes_import.pk) == (False, one.pk)


def test_updates_of_an_action_cannot_be_deleted_by_themselves(desk: Desk) -> None:
    with desk.world.acting("manager"):
        update_action(desk.threshold, text="Said")
    with desk.world.acting("manager"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        ActionUpdate.objects.filter(action=desk.threshold)._raw_delete("default")
