"""How a meeting runs, from the calendar to the published minutes. Read it top to bottom."""

from __future__ import annotations

from goldenthread.core.casework.process import Process
from goldenthread.core.groups.matters import VOICE, matters_of
from goldenthread.kernel.now import today
from goldenthread.kernel.workflow import Workflow, step

from .models import AgendaItem, Meeting

PLANNED, AGENDA_SET, PAPERS_ISSUED, HELD, MINUTES_DRAFTED, AGREED, PUBLISHED, CANCELLED = Meeting.State.values

CLERKS = "business_manager administrator"
#: A sub-group's chair may hold no office at the partnership; the business manager then writes the agreement down.
AGREEING = "chair business_manager"

STANDING = (
    (AgendaItem.Kind.INTRODUCTIONS, "Introductions and apologies"),
    (AgendaItem.Kind.MINUTES, "Minutes of the last meeting and matters arising"),
    (AgendaItem.Kind.MINUTES, "Actions due at this meeting"),
    (AgendaItem.Kind.OTHER_BUSINESS, "Any other business"),
)


def has_an_agenda(meeting: Meeting) -> bool:
    """once the agenda has an item"""
    return meeting.items.exists()


def its_day_has_come(meeting: Meeting) -> bool:
    """on or after its day"""
    return meeting.held_on <= today()


def add_standing_items(meeting: Meeting) -> None:
    """Every agenda begins with the same three items and ends with any other business."""
    rows = [AgendaItem(record=meeting, number=n, kind=kind, title=title) for n, (kind, title) in enumerate(STANDING, 1)]
    for row in rows:
        row.clean()
    AgendaItem.objects.bulk_create(rows)


#: The item under which what was said is heard.
VOICE_TITLE = "What children, families and front-line staff told us, and what we do about it"


def hear_voices_first(meeting: Meeting, step: str) -> None:
    """Once its agenda is set, a meeting of a group that owes an answer to somebody's voice begins with that."""
    if step != "set_agenda" or meeting.group is None:
        return
    if not any(one.kind == VOICE for one in matters_of(meeting.group)):
        return
    items = list(AgendaItem.objects.filter(record=meeting).order_by("number"))
    first = next((item for item in items if item.kind == AgendaItem.Kind.VOICE), None)
    if first is None:
        first = AgendaItem(record=meeting, number=len(items) + 1, kind=AgendaItem.Kind.VOICE, title=VOICE_TITLE)
        first.clean()
        first.save()
    ordered = [first, *(item for item in items if item.pk != first.pk)]
    for number, item in enumerate(ordered, 1):
        item.number = number
    AgendaItem.objects.bulk_update(ordered, ["number"])


def describe(meeting: Meeting) -> str:
    group = meeting.group
    return f"{group.short_name or group.name}, {meeting.held_on.day} {meeting.held_on:%B %Y}" if group else ""


meetings = Process(
    slug="meetings",
    title="Meetings",
    singular="Meeting",
    open_label="Plan a meeting",
    section="Meetings",
    prefix="M",
    summary="The meetings of the board and its groups: agenda, papers, attendance, minutes, decisions.",
    model=Meeting,
    opened_by=CLERKS,
    opening_fields=("group", "held_on", "starts", "ends", "place", "link", "chair"),
    opened_on=lambda values: values["held_on"],
    on_open=add_standing_items,
    after=hear_voices_first,
    describe=describe,
    list_columns=("state", "group", "held_on", "place"),
    filters=("state", "group"),
    search=("reference", "title", "place"),
    entries=("items", "papers", "attendance", "decisions"),
    front="meeting",
    also_at=("minutes_imports",),
    pages=(
        ("Agenda, papers and minutes", "meeting", ""),
        ("Action log", "meeting_actions", ""),
        ("Packs and draft minutes", "meeting_packs", ""),
    ),
    workflow=Workflow(
        initial=PLANNED,
        final={PUBLISHED, CANCELLED},
        steps=(
            step("set_agenda", "Set the agenda", PLANNED, AGENDA_SET, by=CLERKS, when=has_an_agenda),
            step("issue_papers", "Issue the papers", AGENDA_SET, PAPERS_ISSUED, by=CLERKS,
                 fields=("papers_issued_on",)),
            step("hold", "Record that it was held", (PLANNED, AGENDA_SET, PAPERS_ISSUED), HELD, by=CLERKS,
                 when=its_day_has_come, fields=("chair", "starts", "ends")),
            step("draft_minutes", "Draft the minutes", HELD, MINUTES_DRAFTED, by=CLERKS, fields=("minutes",)),
            step("send_back", "Send the draft back", MINUTES_DRAFTED, HELD, by=AGREEING,
                 asks="What must be put right?"),
            step("agree", "Agree the minutes", MINUTES_DRAFTED, AGREED, by=AGREEING, fields=("agreed_on", "agreed_at")),
            step("publish", "Publish the minutes", AGREED, PUBLISHED, by=CLERKS, fields=("published_on",),
                 confirm="Anyone may read the public edition. Restricted items are left out."),
            step("cancel", "Cancel the meeting", (PLANNED, AGENDA_SET, PAPERS_ISSUED), CANCELLED, by=CLERKS,
                 fields=("cancelled_reason",), confirm="Actions due at this meeting will need another date."),
        ),
    ),
)  # fmt: skip
