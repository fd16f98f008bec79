"""A merged chronology as a document (Word, PDF, HTML from one value) and as a workbook.

What conflicts, what is missing and what may be the same event stand in words beside the row, never in colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from goldenthread.kernel.calendars import say
from goldenthread.kernel.chronology.gaps import Gap
from goldenthread.kernel.chronology.merging import Event, Merged
from goldenthread.kernel.chronology.model import Row, Seen
from goldenthread.publishing.documents import (
    Block,
    Bullets,
    Column,
    Document,
    Facts,
    Note,
    Paragraph,
    Section,
    Table,
    Text,
    Words,
)
from goldenthread.publishing.spreadsheets import Sheet, to_workbook

MARKING = "OFFICIAL-SENSITIVE"
COLUMNS = (
    Column("Date", 1.1, heads_row=True), Column("Agency", 1.0), Column("What happened", 3.2),
    Column("Action and comment", 2.0), Column("Child seen", 0.7), Column("To look at", 1.8),
)  # fmt: skip
_NO_ROWS = "No chronology has been brought in yet."
_HOW = (
    "Every entry is shown as the agency wrote it. Entries of one day in like words are put together as perhaps one "
    "event: that is for you to judge. A vague date stands at the first day that it may be."
)
_MOST_LISTED = 200  # of conflicts, gaps and cells; the workbook has them all


def chronology_document(
    merged: Merged, *, title: str, made_by: str, issued_on: date | None = None, marking: str = MARKING
) -> Document:
    """The chronology on pages on their side: what to look at first, then by date with the agencies in a column.

    `title` should be a pseudonym ("Child A"): the text of the entries is sealed matter, and the marking says so.
    """
    return Document(
        title=title, subtitle="Merged chronology", organisation=made_by, marking=marking, issued_on=issued_on,
        cover=False, contents=False, facts=_facts(merged),
        sections=(
            Section("What to look at", (Paragraph(_HOW), *_to_look_at(merged))),
            Section("Chronology", (_table(merged),), new_page=True),
            *((Section("What could not be read", tuple(_unread(merged))),) if merged.unread else ()),
        ),
    )  # fmt: skip


def chronology_workbook(merged: Merged, *, title: str) -> bytes:
    """The same as Excel: by entry, then a column for each agency, then conflicts, gaps, and what was not read."""
    agencies = [agency for agency, _ in merged.agencies]
    sheets = [
        Sheet("Chronology", _entry_heads(), _entries(merged)),
        Sheet("By agency", ("Event", "Date", *agencies, "To look at"), _side_by_side(merged, agencies)),
        Sheet("Conflicts", ("Date", "On", "Agencies", "What", "Where"), _conflict_rows(merged)),
        Sheet("Gaps", ("From", "To", "Days", "Agency", "What"), [_gap_row(gap) for gap in merged.gaps]),
        Sheet("Not read", ("Where", "What stands there", "Problem", "Cure"), [
            (str(one.place), one.text, one.problem, one.cure) for one in merged.unread
        ]),
    ]  # fmt: skip
    return to_workbook(title, sheets)


def marks(merged: Merged) -> dict[int, list[str]]:
    """What to look at beside each event, by its number: in words, so that it reads without colour."""
    number_of = {id(row): event.number for event in merged.events for row in event.rows}
    found: dict[int, list[str]] = {event.number: [*_own_marks(event)] for event in merged.events}
    for conflict in merged.dated_apart:
        for mine, theirs in ((conflict.one, conflict.other), (conflict.other, conflict.one)):
            found[number_of[id(mine)]].append(f"CONFLICT: {conflict.words} See event {number_of[id(theirs)]}.")
    for gap in merged.gaps:
        if gap.row is not None:
            found[number_of[id(gap.row)]].append(f"NO TRACE: {gap.words}")
    return found


def _own_marks(event: Event) -> Iterator[str]:
    if event.is_shared:
        yield f"PERHAPS ONE EVENT, told by {len(event.agencies)} agencies."
    yield from (f"CONFLICT: {conflict.words}" for conflict in event.conflicts)
    if event.repeats:
        yield f"REPEATED: entered {len(event.repeats) + 1} times by {event.repeats[0].agency}."


def _facts(merged: Merged) -> Facts:
    span = merged.span
    told = ", ".join(f"{agency} ({count})" for agency, count in merged.agencies)
    shared = sum(event.is_shared for event in merged.events)
    pairs: list[tuple[str, Text]] = [
        ("Covers", f"{say(span[0])} to {say(span[1])}" if span else "No dates"),
        ("Agencies and entries", told or "None"),
        ("Entries", f"{len(merged.rows):,}, in {len(merged.events):,} events, {shared:,} told by several agencies"),
        ("Conflicts", f"{len(merged.conflicts):,}"),
        ("Gaps", f"{len(merged.gaps):,}"),
    ]
    return Facts((*pairs, ("Cells to check", f"{len(merged.unread):,}")) if merged.unread else tuple(pairs))


def _to_look_at(merged: Merged) -> Iterator[Block]:
    number_of = {id(row): event.number for event in merged.events for row in event.rows}
    numbered = sorted((number_of[id(one.one)], number_of[id(one.other)], one.words) for one in merged.conflicts)
    said = [f"{_numbers(a, b)}: {words}" for a, b, words in numbered]
    yield from _listed("Conflicts", said, "No two agencies contradict each other, as far as the words show.")
    yield from _listed("Gaps", [gap.words for gap in merged.gaps], "No long silence, and every contact left its trace.")


def _numbers(one: int, other: int) -> str:
    return f"Event {one}" if one == other else f"Events {min(one, other)} and {max(one, other)}"


def _listed(title: str, items: Sequence[str], none: str) -> Iterator[Block]:
    if not items:
        yield Note(none, title=title)
        return
    shown = [*items[:_MOST_LISTED]]
    if len(items) > _MOST_LISTED:
        shown.append(f"and {len(items) - _MOST_LISTED:,} more, all in the Excel edition and beside their entries")
    yield Paragraph((Words(f"{title} ({len(items):,})", strong=True),))
    yield Bullets(tuple(shown))


def _table(merged: Merged) -> Table:
    return Table("Chronology", COLUMNS, tuple(_lines(merged)), empty=_NO_ROWS)


def _lines(merged: Merged) -> Iterator[tuple[Text, ...]]:
    """A line for each entry and, where it begins, for each silence; the marks of an event beside its first entry."""
    beside = marks(merged)
    waiting = sorted((gap for gap in merged.gaps if gap.row is None), key=lambda gap: gap.first)
    for event in merged.events:
        starts = event.rows[0].when.first or date.max
        while waiting and waiting[0].first <= starts:
            yield _gap_line(waiting.pop(0))
        for place, row in enumerate(event.rows):
            yield _line(event, row, beside[event.number], first=place == 0)
    yield from (_gap_line(gap) for gap in waiting)


def _gap_line(gap: Gap) -> tuple[Text, ...]:
    words = (Words(f"GAP: {gap.words}", strong=True),)
    return f"{say(gap.first)} to {say(gap.last)}", gap.agency or "Everyone", words, "", "", "GAP"


def _line(event: Event, row: Row, beside: Sequence[str], *, first: bool) -> tuple[Text, ...]:
    after = [row.action, f"Comment: {row.comment}" if row.comment else ""]
    people = [f"Seen: {row.who}" if row.who else "", f"By: {row.professional}" if row.professional else ""]
    other = [f"{heading}: {text}" for heading, text in row.other]
    return (
        row.when.in_words(),
        row.agency,
        "\n".join(filter(None, (row.event, *people, *other))),
        "\n".join(filter(None, after)),
        _seen(row),
        "\n".join((f"Event {event.number}", *beside)) if first else f"Event {event.number}, continued",
    )


def _seen(row: Row) -> str:
    return {Seen.YES: "Yes", Seen.ALONE: "Yes, alone", Seen.NO: "No"}.get(row.seen, "")


def _unread(merged: Merged) -> Iterator[Block]:
    yield Paragraph("These cells need a look. Nothing was lost: their entries stand in the chronology as typed.")
    yield from _listed("Cells", [str(one) for one in merged.unread], "")


def _entry_heads() -> tuple[str, ...]:
    return (
        "Event", "Agency", "First day", "Last day", "Time", "As written", "What happened", "Action", "Comment",
        "Who was seen", "Professional", "Child seen", "Other columns", "To look at", "Where it stands",
    )  # fmt: skip


def _entries(merged: Merged) -> Iterator[tuple[Any, ...]]:
    beside = marks(merged)
    for event in merged.events:
        for row in event.rows:
            yield (
                event.number, row.agency, row.when.first, row.when.last, f"{row.when.at:%H:%M}" if row.when.at else "",
                row.when.text, row.event, row.action, row.comment, row.who, row.professional, _seen(row),
                "; ".join(f"{heading}: {text}" for heading, text in row.other), " ".join(beside[event.number]),
                str(row.place),
            )  # fmt: skip


def _side_by_side(merged: Merged, agencies: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    beside = marks(merged)
    for event in merged.events:
        told = ["\n".join(row.words for row in event.rows if row.agency == agency) for agency in agencies]
        yield event.number, event.rows[0].when.in_words(), *told, " ".join(beside[event.number])


def _conflict_rows(merged: Merged) -> list[tuple[Any, ...]]:
    return [
        (
            conflict.one.when.first, str(conflict.kind), f"{conflict.one.agency}; {conflict.other.agency}",
            conflict.words, f"{conflict.one.place}; {conflict.other.place}",
        )
        for conflict in merged.conflicts
    ]  # fmt: skip


def _gap_row(gap: Gap) -> tuple[Any, ...]:
    return gap.first, gap.last, gap.days, gap.agency or "Everyone", gap.words
