"""The parts of a pack as sections of a document: words and order. What is shown was decided before (`gathering`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from goldenthread.core.groups.coming import Coming
from goldenthread.core.groups.matters import Matter
from goldenthread.core.thread.models import Action
from goldenthread.publishing.documents import (
    Attached,
    Block,
    Bullets,
    Column,
    Facts,
    Heading,
    Note,
    Paragraph,
    Section,
    Table,
)
from goldenthread.publishing.wording import clock, count, day, short_day

from .attendance import AttendanceByAgency
from .carrying import ActionLine, ActionLog, Promised
from .fairness import ABSENT, APOLOGY, ATTENDED, DEPUTY, UNKNOWN, VACANT
from .gathering import ItemRead, MeetingRead
from .models import Attendance
from .process import STANDING

#: Items whose title says what they are.
STANDING_KINDS = frozenset(kind for kind, _ in STANDING)


def facts(read: MeetingRead, *, public: bool, known_on: date | None = None) -> Facts:
    """When, where, who chairs; how to join only for those who are asked; the day whose figures it shows, if not now."""
    meeting = read.meeting
    hours = " to ".join(clock(time) for time in (meeting.starts, meeting.ends) if time)
    pairs = [
        ("Date", day(meeting.held_on)),
        ("Time", hours),
        ("Place", meeting.place),
        ("Join online", "" if public else meeting.link),
        ("Body", read.body),
        (read.chair, meeting.chair.name if meeting.chair else ""),
        ("Reference", meeting.reference),
        ("Figures", f"As they were known on {day(known_on)}" if known_on else ""),
    ]
    return Facts(tuple((name, words) for name, words in pairs if words))


def agenda(read: MeetingRead) -> Section:
    columns = (
        Column("No.", 0.8, "right"), Column("Item", 3, heads_row=True), Column("For", 1.8),
        Column("Presenter", 1.6), Column("Mins", 0.8, "right"), Column("Papers", 1.8),
    )  # fmt: skip
    rows = tuple(
        (
            one.item.label,
            one.item.title + (" (restricted)" if one.item.restricted else ""),
            "" if one.item.kind in STANDING_KINDS else str(one.item.get_kind_display()),
            one.item.presented_by,
            str(one.item.minutes_allotted or ""),
            "\n".join(paper.title for paper in one.papers),
        )
        for one in read.items
    )
    return Section("Agenda", (Table("Agenda", columns, rows, empty="The agenda is not set yet."),))


def waiting(matters: Iterable[Matter]) -> list[Section]:
    """What stays on the group's agenda until it is dealt with; no section where nothing waits."""
    matters = list(matters)
    rows = tuple((one.reference, one.title, one.stands, short_day(one.since)) for one in matters)
    columns = (
        Column("Reference", 1.2), Column("What waits", 4, heads_row=True), Column("How it stands", 2.6),
        Column("Since", 1.2),
    )  # fmt: skip
    table = Section("Waiting on this agenda", (Table("Waiting on this agenda", columns, rows),))
    told = [Section(one.title, _in_full(one), level=2) for one in matters if one.says]
    return [table, *told] if rows else []


def _in_full(matter: Matter) -> tuple[Block, ...]:
    """What a matter says in its own words."""
    blocks: list[Block] = []
    for heading, text in matter.says:
        blocks += [Heading(heading, 3), *(Paragraph(part) for part in _paragraphs(text) or ("Nothing was written.",))]
    return tuple(blocks)


def by_itself(coming: Iterable[Coming]) -> list[Section]:
    """What comes to this meeting because its day has come; no section where nothing does."""
    rows = tuple((one.title, one.why, short_day(one.on)) for one in coming)
    columns = (Column("What comes", 4, heads_row=True), Column("Why", 2.4), Column("Day", 1.2))
    title = "Comes to this meeting by its date"
    return [Section(title, (Table(title, columns, rows),))] if rows else []


def minutes(read: MeetingRead, *, title: str = "") -> list[Section]:
    """The minutes of one meeting: who came, item by item what was said and decided, and the actions agreed.

    With a title they are one part of a pack; without, they are the whole document, which says when and where itself.
    """
    told = tuple(Paragraph(text) for text in _paragraphs(read.meeting.minutes))
    came = present(read.attendance)
    items = [Section(one.item.title, _said(one), level=2, number=one.item.label) for one in read.items]
    if not title:
        first = [Section("Present and apologies", (came,)), Section("What was said and decided", told)]
        return [*first, *items, Section("Actions agreed", (agreed(read.actions),))]
    first = [Section(title, (facts(read, public=True), came, *told), new_page=True)]
    return [*first, *items, Section("Actions agreed", (agreed(read.actions),), level=2)]


def present(rows: Iterable[Attendance]) -> Table:
    columns = (
        Column("Name", 1.6, heads_row=True), Column("Title", 1.8), Column("For", 1.8), Column("Attendance", 1.8)
    )  # fmt: skip
    return Table("Attendance", columns, tuple(map(_came, rows)), empty="Attendance was not recorded.")


def action_log(log: ActionLog) -> Section:
    """Overdue first; then what is due here, new, carried and closed. An overdue action stands in its other part too."""
    since = f"since the meeting of {short_day(log.since)}" if log.since else "so far"
    totals = [
        f"{count(len(log.open), 'action')} open, {len(log.overdue)} of them overdue",
        f"{count(len(log.deferred), 'action')} deferred at least once",
        f"{count(len(log.closed), 'action')} closed {since}",
    ]
    parts = (
        ("Overdue", log.overdue),
        ("Due at this meeting", log.due_here),
        ("New", log.new),
        ("Carried", log.carried),
    )
    tables = [_open_actions(name, lines) for name, lines in parts]
    return Section("Action log", (Bullets(tuple(totals)), *tables, _closed_actions(log.closed, since)), new_page=True)


def attendance(table: AttendanceByAgency) -> Section:
    """The percent with the denominator beside it, so that anyone can count again."""
    numbers = ("Present", "Percent", "Deputy", "Apology", "Absent", "Unknown", "Vacant")
    columns = (Column("For", 2.2, heads_row=True), *(Column(word, 1.5, "right") for word in numbers))
    rows = tuple(
        (
            row.line.name,
            f"{row.tally.present} of {row.tally.asked}",
            "" if row.tally.percent is None else f"{row.tally.percent}%",
            *(str(row.tally[word]) for word in (DEPUTY, APOLOGY, ABSENT, UNKNOWN, VACANT)),
        )
        for row in table.lines
    )
    read = (
        f"{count(table.table.counted, 'meeting')} held and recorded from {short_day(table.since)} to "
        f"{short_day(table.until)}. Left out: {table.cancelled} cancelled, {table.table.unrecorded} not recorded. "
        "Each agency counts once a meeting, and only from the day it was asked to attend; a deputy counts as present."
    )
    empty = "No attendance was recorded in this time."
    return Section("Attendance by agency", (Table("Attendance by agency", columns, rows, empty), Paragraph(read)))


def forward(plan: Iterable[Promised]) -> Section:
    columns = (Column("Meeting", 1.2, heads_row=True), Column("Items", 2.4), Column("Actions due", 2.4))
    rows = tuple(
        (
            day(one.meeting.held_on),
            "\n".join([*(item.title for item in one.items), *(c.title for c in one.coming)]),
            "\n".join(f"{action.reference}: {action.text}" for action in one.actions),
        )
        for one in plan
    )
    return Section("Forward plan", (Table("Meetings ahead", columns, rows, empty="No meeting is planned yet."),))


def papers(read: MeetingRead) -> list[Section]:
    """One section for each paper, so that each has its bookmark."""
    return [
        Section(
            f"{paper.label}: {paper.title}",
            (Note(paper.missing) if paper.missing else Attached(paper.content, paper.media_type, paper.title),),
            new_page=True,
        )
        for one in read.items
        for paper in one.papers
    ]


def agreed(actions: Iterable[Action]) -> Table:
    columns = (
        Column("Reference", 2.3, heads_row=True), Column("No.", 0.7), Column("Action", 3),
        Column("Owner", 1.6), Column("Due", 1.2),
    )  # fmt: skip
    rows = tuple((a.reference, a.meeting_number, a.text, _owner(a), _due(a)) for a in actions)
    return Table("Actions agreed at this meeting", columns, rows, empty="No action was agreed.")


def _said(one: ItemRead) -> tuple[Block, ...]:
    blocks: list[Block] = [Paragraph(f"Presented by {one.item.presented_by}.")] if one.item.presented_by else []
    blocks += [Paragraph(text) for text in _paragraphs(one.item.text)]
    if one.decisions:
        blocks += [Heading("Decided", 3), Bullets(tuple(f"{row.reference}: {row.text}" for row in one.decisions))]
    return tuple(blocks) or (Paragraph("Nothing was recorded on this item."),)


def _came(row: Attendance) -> tuple[str, ...]:
    words = str(row.get_status_display())
    if row.status == Attendance.Status.DEPUTY:
        words = f"Deputy: {row.deputy_sent}"
    elif row.virtual and row.status == ATTENDED:
        words = f"{words}, online"
    if row.part != Attendance.Part.MEMBER:
        words = f"{words} ({str(row.get_part_display()).lower()})"
    return row.person.name, row.person.title, row.agency.name if row.agency else "", words


def _open_actions(name: str, lines: Iterable[ActionLine]) -> Table:
    columns = (
        Column("Reference", 2.3, heads_row=True), Column("Action", 4), Column("Owner", 1.8), Column("Due", 1.8),
        Column("Age, days", 1.1, "right"), Column("Times put off", 1.2, "right"),
    )  # fmt: skip
    rows = tuple(
        (
            line.action.reference,
            line.action.text + _latest(line),
            _owner(line.action),
            _when(line),
            str(line.age),
            str(line.action.deferrals or ""),
        )
        for line in lines
    )
    return Table(name, columns, rows, empty="None.")


def _closed_actions(lines: Iterable[ActionLine], since: str) -> Table:
    columns = (
        Column("Reference", 2.3, heads_row=True), Column("Action", 3), Column("Closed", 1.3), Column("Why", 1.8),
        Column("Evidence", 2.4),
    )  # fmt: skip
    rows = tuple(
        (
            line.action.reference,
            line.action.text,
            short_day(line.action.closed_on) if line.action.closed_on else "",
            str(line.action.get_reason_display()),
            "\n".join(f"{one.summary} (true from {short_day(one.effective_on)})" for one in line.evidence) or "None",
        )
        for line in lines
    )
    return Table(f"Closed {since}", columns, rows, empty="None.")


def _latest(line: ActionLine) -> str:
    """The last thing said of it, under its text."""
    return f"\n{short_day(line.last_update.on)}: {line.last_update.text}" if line.last_update else ""


def _when(line: ActionLine) -> str:
    late = f" ({count(line.overdue_by, 'day')} overdue)" if line.overdue else ""
    gone = " (that meeting is cancelled)" if line.stranded else ""
    return f"{_due(line.action)}{late}{gone}"


def _due(action: Action) -> str:
    """A date stays on one line, however narrow its column."""
    return (
        short_day(action.due_on).replace(" ", "\N{NO-BREAK SPACE}") if action.due_on else action.due_text or "No date"
    )


def _owner(action: Action) -> str:
    who = action.owner.name if action.owner else action.owner_names
    agency = action.owner_agency.name if action.owner_agency else ""
    return ", ".join(words for words in (who, agency) if words) or "No owner"


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
