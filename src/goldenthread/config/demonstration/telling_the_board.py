"""What groups tell the Board, and the gate before it: an update heard, one held back, one waived; papers likewise."""

from __future__ import annotations

from datetime import date, timedelta

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.services import take_step
from goldenthread.core.groups.gates import set_gate
from goldenthread.core.groups.services import report_to
from goldenthread.processes.governance.meetings.agenda import add_item, record_decision, say_what_it_decides
from goldenthread.processes.governance.meetings.gate import offer_item, pass_item, turn_item_back, waive_gate
from goldenthread.processes.governance.meetings.minuting import agree_minutes, draft_minutes, hold_meeting
from goldenthread.processes.governance.meetings.models import Meeting
from goldenthread.processes.governance.meetings.papers import add_paper
from goldenthread.processes.governance.meetings.planning import plan_meeting
from goldenthread.processes.governance.updates.models import GroupUpdate, SentUpdate
from goldenthread.processes.governance.updates.writing import (
    begin_update,
    hear,
    pass_update,
    waive_for_update,
    write_update,
)

from .papers import briefing
from .stage import Stage

WORKS = "Agencies send the people they promised, and what is agreed is done before the next meeting."
NEXT = "An audit of forty files; a day with the young people's panel; terms of reference are looked at again."
#: Items that needed the gate: title, and what the gate made of them.
OFFERED = (
    ("Neglect strategy", "waiting"),
    ("Threshold document", "passed"),
    ("Serious incident: what we know", "waived"),
    ("Funding of the training pool", "turned_back"),
)
#: Days ago, and what the Board decided then.
EARLIER = (
    (790, ("The business plan is agreed.", "Each agency pays its share of the training pool by June.")),
    (425, ("The plan is carried into its last year.", "The Board asks for figures on missing children each quarter.")),
)
HURRY = "The inspectorate is on site next week and asked that the Board has seen it. The Business Group meets later."


def tell_the_board(stage: Stage) -> None:
    """The Business Group keeps the Board's gate. Five groups told of their quarter, one is still writing."""
    last = stage.today - timedelta(days=12)
    first = last - timedelta(days=91)
    with stage.acting("business.manager"):
        keeper = stage.groups["business-group"]
        set_gate(stage.groups["board"], keeper)
        for slug in ("learning", "exploitation", "case-review", "child-death-panel"):
            report_to(stage.groups[slug], stage.groups["board"])
        sent = {
            slug: _told(stage, slug, first, last) for slug in ("quality", "learning", "exploitation", "case-review")
        }
        sent["child-death-panel"] = _told(stage, "child-death-panel", first, last)  # joint: next door hears it too
        begin_update(group=stage.groups["procedures"], first=first, last=last, lead_agency=stage.agencies["office"])
        meeting = [m for m in stage.meetings["business-group"] if m.took_place][-1]
        pass_update(_to_board(stage, sent["learning"]), at=Record.objects.get(pk=meeting.pk))
        _offer(stage, meeting)
        _remember(stage)
    with stage.acting("chair"):
        waive_for_update(_to_board(stage, sent["case-review"]), why=HURRY)
        hear(_to_board(stage, sent["learning"]), words="The Board thanked the group and asked for figures by agency.")


def _remember(stage: Stage) -> None:
    """Two meetings of the Board in the years before, with what they decided; one decision says what it decides."""
    first = stage.meetings["board"][0]
    for days, decided in EARLIER:
        meeting = plan_meeting(group=stage.groups["board"], held_on=stage.today - timedelta(days=days))
        held = hold_meeting(meeting, chair=stage.people["council", 0])
        meeting = draft_minutes(held, minutes="The chair welcomed members.")
        item = add_item(meeting=meeting, title="The business plan", kind="decision", text="Members agreed.")
        made = [record_decision(item=item, text=text) for text in decided]
        agree_minutes(meeting, at=first)
        plan = Record.objects.filter(partnership=stage.board, kind="plans").earliest("opened_on")
        say_what_it_decides(made[0], recommendation=None, about=plan)


def _told(stage: Stage, slug: str, first: date, last: date) -> GroupUpdate:
    update = begin_update(group=stage.groups[slug], first=first, last=last, lead_agency=stage.agencies["office"])
    update = write_update(update, works=f"{update.works}\n- {WORKS}", comes_next=f"{update.comes_next}\n- {NEXT}")
    done: GroupUpdate = take_step(update, "submit")
    return done


def _to_board(stage: Stage, update: GroupUpdate) -> SentUpdate:
    row: SentUpdate = SentUpdate.objects.get(update=update, to_group=stage.groups["board"])
    return row


def _offer(stage: Stage, kept: Meeting) -> None:
    """Four papers for the Board after next."""
    board = [m for m in stage.meetings["board"] if m.held_on > stage.today][-1]
    for title, becomes in OFFERED:
        item = offer_item(meeting=board, title=title, kind="decision", minutes_allotted=15)
        if becomes == "waiting":
            add_paper(item=item, name="neglect-strategy.docx", data=briefing(title, ("What it asks of each agency",)))
        elif becomes == "passed":
            pass_item(item, at=kept)
        elif becomes == "turned_back":
            turn_item_back(item, at=kept, why="It does not say what each agency pays.")
        else:
            with stage.acting("chair"):
                waive_gate(item, why=HURRY)
