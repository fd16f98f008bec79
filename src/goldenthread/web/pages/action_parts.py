"""What the pages of actions are made of: the log as a listing, one action's facts, what was said about it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from goldenthread.core.casework.models import Record
from goldenthread.core.tenancy.actor import Actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.left_behind import left
from goldenthread.core.thread.models import Action, Recommendation
from goldenthread.kernel.now import today
from goldenthread.web.components import Cell, Link, Moment, SummaryRow, Tag, clock_badge

from .board import record_address
from .choosing import agencies_of, groups_of
from .listing import Column, Filter, Listing, by_column

#: So often put off, and a chair asks why.
TOO_OFTEN = 3
COLOURS = {"open": "blue", "deferred": "yellow", "closed": "grey"}


def status_tag(action: Action) -> Tag:
    """In words first: how often deferred, and how closed."""
    if action.status == Action.Status.CLOSED:
        done = action.reason == Action.Reason.DONE_EVIDENCE
        return Tag(str(action.get_reason_display()), "green" if done else "grey")
    if action.deferrals:
        times = {1: "once", 2: "twice"}.get(action.deferrals, f"{action.deferrals} times")
        return Tag(f"Deferred {times}", "yellow")
    return Tag("Open", "blue")


def age_in_days(action: Action) -> int:
    """Days from when it was agreed until it was closed, or until today."""
    return ((action.closed_on or today()) - action.made_on).days


def action_listing(board: Partnership, actor: Actor) -> Listing:
    rows = Action.objects.filter(partnership=board).select_related("owner_agency", "owner", "group")
    return Listing(
        title="Actions",
        rows=rows,
        columns=(
            Column("Action", lambda a: action_cell(board, a), lambda a: a.reference, "reference"),
            Column("Who answers", who_answers, lambda a: who_is_named(a)),
            Column("Due", _due, lambda a: a.due_on or a.due_text or "", "due_on"),
            Column("Standing", lambda a: Cell("", tag=status_tag(a)), lambda a: str(a.get_status_display()), "status"),
            Column("Age in days", age_in_days, age_in_days, "made_on", numeric=True),
        ),
        filters=(
            Filter("standing", "Standing", STANDINGS, _by_standing(board), default="live"),
            Filter("agency", "Agency", agencies_of(board), by_column("owner_agency_id")),
            Filter("group", "Group", groups_of(board), by_column("group_id")),
            Filter("mine", "Whose", (("person", "Mine"), ("agency", "My agency's")), _mine(actor, board)),
        ),
        searched=("reference", "text", "owner_names", "meeting_number"),
        default_sort="due_on",
        empty=(
            "No actions that you may see",
            "Actions appear here when minutes are accepted, or when one is added.",
            "",
            "",
        ),
        wide=(
            Column("What", lambda a: "", lambda a: a.text),
            Column("Owner", lambda a: "", lambda a: str(a.owner or a.owner_names)),
            Column("Group", lambda a: "", lambda a: str(a.group or "")),
            Column("Number in the minutes", lambda a: "", lambda a: a.meeting_number),
            Column("Agreed on", lambda a: "", lambda a: a.made_on),
            Column("Times deferred", lambda a: "", lambda a: a.deferrals),
            Column("Why closed", lambda a: "", lambda a: str(a.get_reason_display())),
            Column("Closed on", lambda a: "", lambda a: a.closed_on or ""),
        ),
    )


STANDINGS = (
    ("live", "Not closed"),
    ("overdue", "Overdue"),
    ("deferred", "Deferred"),
    ("undated", "Without a date"),
    ("unowned", "Without an owner"),
    ("left", "Owner is there no more"),
    ("often", "Put off three times or more"),
    ("promise", "Closed, impact unknown"),
    ("closed", "Closed"),
)


def action_facts(board: Partnership, action: Action) -> list[SummaryRow]:
    badge = clock_badge(action.due_on, action.closed_on)
    rows = [
        SummaryRow("Standing", Cell("", tag=status_tag(action)).tag.text),  # type: ignore[union-attr]  # made just here
        SummaryRow("Agency that answers", str(action.owner_agency or "Nobody yet")),
        SummaryRow("Owner", str(action.owner or action.owner_names or "Nobody yet")),
        SummaryRow(
            "Due",
            f"{_date(action.due_on)} ({badge.words.lower()})" if action.due_on else action.due_text or "No date set",
        ),
        SummaryRow("Due at the meeting", _meeting(action)),
        SummaryRow("Group", str(action.group or "")),
        SummaryRow("Agreed on", _date(action.made_on)),
        SummaryRow("Age", f"{age_in_days(action)} days"),
        SummaryRow("Number in the minutes", action.meeting_number),
        SummaryRow("Comes from", *_source(board, action)),
        SummaryRow("Answers the recommendation", *_recommendation(board, action)),
        SummaryRow("Who may see it", str(action.get_audience_display())),
        SummaryRow("Closed on", _date(action.closed_on) if action.closed_on else ""),
    ]
    return [row for row in rows if row.value]


def action_moments(action: Action) -> list[Moment]:
    lines = [
        Moment(
            u.at,
            f"{u.get_status_display()} on {_date(u.on)}",
            u.by,
            u.text,
            Tag(str(u.get_status_display()), COLOURS[u.status]),
        )
        for u in action.updates.all()
    ]
    return lines


def action_cell(board: Partnership, action: Action) -> Cell:
    return Cell(f"{action.reference}: {action.text}", reverse("action", args=[board.slug, action.pk]))


def who_answers(action: Action) -> Cell:
    person = str(action.owner or action.owner_names)
    return Cell(who_is_named(action), note=person if action.owner_agency else "")


def who_is_named(action: Action) -> str:
    """Who answers for an action, in words."""
    return str(action.owner_agency or action.owner or action.owner_names or "Nobody yet")


def _due(action: Action) -> Cell:
    if action.due_on is None:
        return Cell(action.due_text or "No date set")
    if action.status == Action.Status.CLOSED:
        return Cell(_date(action.due_on))
    badge = clock_badge(action.due_on)
    return Cell(_date(action.due_on), tag=badge.tag if badge.tag.colour != "blue" else None, note=badge.words)


def _meeting(action: Action) -> str:
    """The meeting's name where the reader may see it; that there is one, where not."""
    if not action.due_meeting_id:
        return ""
    meeting = Record.objects.filter(pk=action.due_meeting_id).first()
    return str(meeting) if meeting else "A meeting that you may not see"


def _source(board: Partnership, action: Action) -> tuple[str, tuple[Link, ...]]:
    record = Record.objects.filter(pk=action.record_id).first() if action.record_id else None
    if record is None:
        return "", ()
    return str(record), (Link("Open", record_address(board, record.kind, record.pk), str(record)),)


def _recommendation(board: Partnership, action: Action) -> tuple[str, tuple[Link, ...]]:
    """The recommendation that it answers, where the reader may see it."""
    if not action.recommendation_id:
        return "", ()
    row = Recommendation.objects.filter(pk=action.recommendation_id).first()
    if row is None:
        return "", ()
    return str(row), (Link("Open", reverse("recommendation", args=[board.slug, row.pk]), row.reference),)


def _date(day: Any) -> str:
    return f"{day:%-d %B %Y}"


def _by_standing(board: Partnership) -> Any:
    live = ~Q(status="closed")
    conditions = {
        "live": live,
        "overdue": live & Q(due_on__lt=today()),
        "deferred": live & Q(deferrals__gt=0),
        "undated": live & Q(due_on__isnull=True),
        "unowned": live & Q(owner__isnull=True, owner_agency__isnull=True),
        "often": live & Q(deferrals__gte=TOO_OFTEN),
        "left": left(board),
        "promise": Q(reason="done_no_evidence"),
        "closed": Q(status="closed"),
    }
    return lambda rows, value: rows.filter(conditions[value])


def _mine(actor: Actor, board: Partnership) -> Any:
    def narrow(rows: QuerySet, value: str) -> QuerySet:
        if value == "person":
            return rows.filter(owner_id__in=actor.claim("persons"))
        return rows.filter(owner_agency_id__in=actor.agencies_at(board.pk))

    return narrow
