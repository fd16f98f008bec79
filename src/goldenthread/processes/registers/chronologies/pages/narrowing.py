"""Which events of a chronology are shown, and how one is written on a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from goldenthread.kernel.chronology.merging import Event, Merged
from goldenthread.kernel.chronology.model import Row, Seen
from goldenthread.web.components import Cell

ONLY = (
    ("conflicts", "Only what conflicts"),
    ("shared", "Only what several agencies tell"),
    ("undated", "Only what has no date"),
)
SEEN = {Seen.YES: "Child seen.", Seen.ALONE: "Child seen alone.", Seen.NO: "Child not seen."}


@dataclass(frozen=True)
class Wanted:
    """What a reader asked for. `wrong`: a date that is none, told beside the list."""

    agency: str = ""
    who: str = ""
    since: date | None = None
    until: date | None = None
    only: str = ""
    wrong: str = ""
    choices: tuple[tuple[str, str], ...] = ONLY

    @classmethod
    def asked(cls, query: Mapping[str, str], agencies: list[str]) -> Wanted:
        """From an address. What is no choice is as if it were not asked."""
        agency, only = query.get("agency", ""), query.get("only", "")
        since, until = _day(query.get("from", "")), _day(query.get("to", ""))
        typed = [text for text, day in ((query.get("from"), since), (query.get("to"), until)) if text and day is None]
        wrong = f"“{typed[0][:40]}” is no date. Write it such as 4/3/2016." if typed else ""
        if since and until and until < since:
            wrong = "The last day comes before the first: change one of them over."
        return cls(
            agency if agency in agencies else "",
            query.get("who", "").strip()[:80],
            since,
            until,
            only if only in dict(ONLY) else "",
            wrong,
        )

    @property
    def narrows(self) -> bool:
        return bool(self.agency or self.who or self.since or self.until or self.only)


def events_of(merged: Merged, wanted: Wanted) -> list[Event]:
    """The events that fit all that is asked: an agency tells of it, someone is named in it, it may be of those days."""
    apart = {id(row) for one in merged.dated_apart for row in (one.one, one.other)}
    return [event for event in merged.events if _fits(event, wanted, apart)]


def _fits(event: Event, wanted: Wanted, apart: set[int]) -> bool:
    return (
        (not wanted.agency or wanted.agency in event.agencies)
        and (not wanted.who or any(_tells_of(row, wanted.who.casefold()) for row in event.rows))
        and any(_within(row, wanted) for row in event.rows)
        and _only(event, wanted.only, apart)
    )


def _tells_of(row: Row, who: str) -> bool:
    return any(who in text.casefold() for text in (row.who, row.professional, row.event, row.action, row.comment))


def _within(row: Row, wanted: Wanted) -> bool:
    """Whether it may be of those days; without a date it fits only where none are asked for."""
    first, last = row.when.first, row.when.last
    if first is None or last is None:
        return wanted.since is None and wanted.until is None
    return (wanted.since is None or last >= wanted.since) and (wanted.until is None or first <= wanted.until)


def _only(event: Event, only: str, apart: set[int]) -> bool:
    if only == "conflicts":
        return bool(event.conflicts) or any(id(row) in apart for row in event.rows)
    if only == "shared":
        return event.is_shared
    return only != "undated" or any(not row.when.is_known for row in event.rows)


def line_of(event: Event, beside: Sequence[str]) -> tuple[Cell, ...]:
    """An event in a table: when; what to look at, then what each agency wrote."""
    return (
        Cell(event.rows[0].when.in_words(), note=f"Event {event.number}"),
        Cell(
            format_html(
                "{}{}",
                format_html_join(
                    "", '<div class="govuk-!-margin-bottom-1"><b>{}</b></div>', ((one,) for one in beside)
                ),
                format_html_join("", "{}", ((_told(row),) for row in event.rows)),
            )
        ),
    )


def _told(row: Row) -> SafeString:
    return format_html(
        '<div class="govuk-!-margin-bottom-2">{}: {}{}</div>',
        row.agency,
        row.event,
        format_html_join("", '<span class="gt-note">{}</span>', ((text,) for text in _more(row))),
    )


def _more(row: Row) -> Iterator[str]:
    """What stands beside the event itself, each under its own heading."""
    beside = (("Action", row.action), ("Comment", row.comment), ("Seen", row.who), ("By", row.professional), *row.other)
    yield from (f"{heading}: {text}" for heading, text in beside if text)
    if row.seen in SEEN:
        yield SEEN[row.seen]


def _day(text: str) -> date | None:
    for parts in (text.split("/")[::-1], text.split("-")):
        try:
            year, month, day = (int(part) for part in parts)
            return date(year, month, day)
        except ValueError:
            continue
    return None
