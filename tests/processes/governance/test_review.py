"""What a review of need-to-know found in meetings, each fault with the test that proved it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from goldenthread.core.files.services import restrict_file
from goldenthread.core.groups.models import Membership
from goldenthread.core.tenancy.models import Seat
from goldenthread.core.thread.models import Action, ActionUpdate
from goldenthread.core.thread.services import add_action
from goldenthread.kernel.now import now, today
from goldenthread.processes.governance.meetings.agenda import add_item, amend_item
from goldenthread.processes.governance.meetings.calendar import calendar_events
from goldenthread.processes.governance.meetings.carrying import agree_action
from goldenthread.processes.governance.meetings.feeds import NoFeed, open_feed, reading_feed
from goldenthread.processes.governance.meetings.making import make_pack_run
from goldenthread.processes.governance.meetings.models import AgendaItem, Meeting, PackRun
from goldenthread.processes.governance.meetings.pack import make_pack
from goldenthread.processes.governance.meetings.papers import add_paper
from goldenthread.processes.governance.meetings.planning import cancel_meeting, move_meeting
from goldenthread.processes.governance.meetings.tasks import queue_pack
from goldenthread.processes.governance.minutes_import.models import ReadItem
from goldenthread.processes.governance.minutes_import.offering import Known, offer
from goldenthread.publishing.documents import Attached
from tests.processes.governance.table import MARCH, MAY, planned
from tests.world import World, owner

YESTERDAY = timedelta(days=-1)


def panel_action(world: World, audience: str = "partnership") -> tuple[Meeting, Action]:
    """An action of the closed panel, due at a meeting of it that is ahead."""
    meeting = planned(world, today() + timedelta(days=30), world.panel)
    with world.acting("manager"):
        values = {"group": world.panel, "audience": audience, "due_meeting": meeting}
        return meeting, add_action(partnership=world.north, text="For all", **values)


def told(world: World, action: Action, name: str) -> str:
    with world.acting(name):
        return " ".join(ActionUpdate.objects.filter(action=action).values_list("text", flat=True))


def test_why_a_closed_meeting_moved_is_not_told_to_those_who_only_read_its_actions(world: World) -> None:
    meeting, action = panel_action(world)
    with world.acting("manager"):
        move_meeting(meeting, to=meeting.held_on + timedelta(days=7), why="Averys mother died")
    with world.acting("lay"):
        assert not Meeting.objects.filter(group=world.panel).exists()
    said = told(world, action, "lay")
    assert "It is now due on" in said
    assert "Avery" not in said
    assert f"{meeting.held_on:%d/%m/%Y}" not in said


def test_why_a_closed_meeting_is_cancelled_is_not_told_to_those_who_only_read_its_actions(world: World) -> None:
    meeting, action = panel_action(world)
    with world.acting("manager"):
        cancel_meeting(meeting, reason="Averys mother died")
    said = told(world, action, "lay")
    assert said == "The meeting at which this was due is cancelled. It needs another date."


def test_the_groups_own_readers_are_told_why(world: World) -> None:
    meeting, action = panel_action(world, "group")
    with world.acting("manager"):
        cancel_meeting(meeting, reason="Averys mother died")
    assert "Averys mother died" in told(world, action, "nurse")
    assert told(world, action, "lay") == ""


def test_a_file_restricted_by_itself_is_not_in_the_public_edition(world: World) -> None:
    meeting = planned(world, MARCH)
    with world.acting("manager"):
        item = add_item(meeting=meeting, title="Report")
        paper = add_paper(item=item, name="a.txt", data=b"secret words", title="A")
        row = Meeting.objects.get(pk=meeting.pk)
        attached = [
            any(isinstance(block, Attached) for part in make_pack(row, public=True).sections for block in part.blocks)
            for restricted in (False, True)
            if restrict_file(paper.stored_file, restricted=restricted)
        ]
    assert attached == [True, False]


def test_a_pack_can_be_made_by_someone_who_may_not_open_one_of_its_files(world: World) -> None:
    meeting = planned(world, MARCH)
    with world.acting("manager"):
        paper = add_paper(item=add_item(meeting=meeting, title="Report"), name="a.txt", data=b"secret", title="Annex")
        restrict_file(paper.stored_file, restricted=True)
    with world.acting("worker"):
        document = make_pack(Meeting.objects.get(pk=meeting.pk))
    assert not any(isinstance(block, Attached) for part in document.sections for block in part.blocks)


def closed_pack(world: World, name: str) -> PackRun:
    """A pack with an item for members, made for someone."""
    meeting = planned(world, MARCH)
    with world.acting("manager"):
        add_item(meeting=meeting, title="Closed talk", restricted=True, open_to_members=True)
    with world.acting(name):
        run = queue_pack(Meeting.objects.get(pk=meeting.pk), format="html")
    assert make_pack_run(run.pk, world.users[name].pk)
    with world.acting(name):
        assert b"Closed talk" in bytes(PackRun.objects.get(pk=run.pk).content or b"")
    return run


def test_a_pack_cannot_be_fetched_once_its_reader_left_the_group(world: World) -> None:
    run = closed_pack(world, "nurse")
    with owner():
        seats = Membership.unguarded.filter(person=world.person("nurse"), group=world.board)
        seats.update(until=today() + YESTERDAY)
    with world.acting("nurse"):
        assert Meeting.objects.exists()
        assert not AgendaItem.objects.filter(title="Closed talk").exists()
        assert not PackRun.objects.filter(pk=run.pk).exists()
        assert not PackRun.unguarded.filter(pk=run.pk).exists()  # the database holds it too


def test_a_pack_cannot_be_fetched_once_its_reader_lost_their_office(world: World) -> None:
    run = closed_pack(world, "manager")
    with owner():
        Seat.unguarded.filter(user=world.users["manager"]).update(role="member")
    with world.acting("manager"):
        assert Meeting.objects.exists()
        assert not PackRun.objects.filter(pk=run.pk).exists()
        assert not PackRun.unguarded.filter(pk=run.pk).exists()


def test_a_pack_is_kept_for_a_week_and_taken_away_when_the_next_is_asked_for(world: World) -> None:
    run = closed_pack(world, "nurse")
    with time_machine.travel(now() + timedelta(days=6)), world.acting("nurse"):
        assert PackRun.objects.filter(pk=run.pk).exists()
    with time_machine.travel(now() + timedelta(days=8)), world.acting("nurse"):
        assert not PackRun.objects.filter(pk=run.pk).exists()
        queue_pack(Meeting.objects.get(), format="html")
        assert not PackRun.unguarded.filter(pk=run.pk).exists()


def test_a_calendar_address_ends_with_the_seat_of_its_person(world: World) -> None:
    with world.acting("manager"):
        add_action(partnership=world.north, text="x", owner=world.person("nurse"), due_on=today() + timedelta(days=3))
    with world.acting("nurse"):
        token = open_feed(world.person("nurse"))
    with reading_feed(token):
        assert calendar_events()
    with owner():
        Seat.unguarded.filter(user=world.users["nurse"]).update(until=today() + YESTERDAY)
    with pytest.raises(NoFeed), reading_feed(token):
        raise AssertionError("a calendar was read")


@pytest.mark.parametrize(("open_to_members", "audience"), [(False, "agencies"), (True, "group")])
def test_an_item_restricted_later_takes_the_meetings_actions_with_it(
    world: World, open_to_members: bool, audience: str
) -> None:
    meeting = planned(world, MARCH)
    with world.acting("manager"):
        item = add_item(meeting=meeting, title="Talk", text="About Avery")
        action = agree_action(meeting=meeting, text="Ring about Avery")
        amend_item(item, text="More about Avery")
        assert Action.objects.get(pk=action.pk).audience == "partnership"
        amend_item(item, restricted=True, open_to_members=open_to_members)
        assert Action.objects.get(pk=action.pk).audience == audience
        story = " ".join(Meeting.objects.get(pk=meeting.pk).events.values_list("note", flat=True))
        assert f"Fewer people now see {action.reference}." in story
    with world.acting("worker"):
        assert not Action.objects.filter(pk=action.pk).exists()
    with world.acting("lay"):
        assert Action.objects.filter(pk=action.pk).exists() is open_to_members


@pytest.mark.parametrize(("on", "seats"), [(MARCH, False), (MAY, True)])
def test_old_minutes_do_not_offer_to_seat_who_was_there(world: World, on: object, seats: bool) -> None:
    planned(world, MAY)
    planned(world, today() + timedelta(days=30))  # one in the calendar does not make the last minutes old
    values = {"group": "Northshire Board", "date": str(on), "members": True}
    row = ReadItem(kind="meeting", partnership=world.north, read=values, values=values)
    with world.acting("manager"):
        offer([row], Known(world.north, world.board))
    assert (row.values["members"], row.read["members"]) == (seats, True)
