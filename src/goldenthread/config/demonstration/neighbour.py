"""The neighbour's own year, in brief: its board met four times and meets again."""

from __future__ import annotations

from datetime import timedelta

from goldenthread.core.thread.services import close_action
from goldenthread.processes.governance.meetings.attending import Present, record_attendance
from goldenthread.processes.governance.meetings.carrying import agree_action
from goldenthread.processes.governance.meetings.minuting import draft_minutes, hold_meeting
from goldenthread.processes.governance.meetings.planning import plan_meeting

from .cast import NEIGHBOUR
from .stage import Stage, working_day
from .words import CLOSINGS, TOPICS, WAYS

QUARTER = timedelta(weeks=13)


def meet_next_door(stage: Stage) -> None:
    """Two meetings held with three actions each, two ahead."""
    group = stage.groups["board"]
    with stage.acting(NEIGHBOUR.address):
        first = stage.today - timedelta(weeks=19)
        days = [working_day(first + n * QUARTER) for n in range(4)]
        planned = [plan_meeting(group=group, held_on=day, place="City Hall, Medbourne") for day in days]
        for n, meeting in enumerate(m for m in planned if m.held_on < stage.today):
            held = hold_meeting(meeting, chair=stage.people["medbourne_council", 0])
            record_attendance(held, [Present(person, "attended") for person in stage.people.values()])
            held = draft_minutes(held, minutes="Members met and agreed what follows.")
            for k, topic in enumerate(TOPICS[3 * n : 3 * n + 3]):
                owner = list(stage.people.values())[k]
                action = agree_action(
                    meeting=held, text=WAYS[k].format(topic), number=f"{k + 1}", owner=owner, owner_agency=owner.agency,
                    due_on=stage.today + timedelta(days=30 * k - 20),
                )  # fmt: skip
                if k == 2 and n == 0:
                    close_action(action, reason="done_no_evidence", text=CLOSINGS["done_no_evidence"])
