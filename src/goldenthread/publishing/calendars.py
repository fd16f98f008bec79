"""Dates as an iCalendar feed (RFC 5545) that a phone or a desk calendar follows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from goldenthread.kernel.now import LONDON, now
from goldenthread.publishing.wording import clean

if TYPE_CHECKING:
    import icalendar

REFRESH = "PT4H"  # how often a calendar is asked to look again

# Clock changes by rule since 1996, as the tz database has them; a table of dates would be long and would end some day.
_EUROPE_LONDON = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""


class Dated(Protocol):
    """One event. `starts` and `ends` are both dates (all day, `ends` the day after) or both aware times.

    `uid` is for life and `sequence` grows with each change, so that a calendar moves an event and never doubles it.
    A feed leaves the platform: whoever makes events keeps out of them what its reader's telephone may not show.
    """

    @property
    def uid(self) -> str: ...
    @property
    def sequence(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def starts(self) -> date | datetime: ...
    @property
    def ends(self) -> date | datetime: ...
    @property
    def place(self) -> str: ...
    @property
    def link(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def cancelled(self) -> bool: ...


def to_ics(name: str, events: Iterable[Dated], *, made_at: datetime | None = None) -> bytes:
    """A calendar called `name` as UTF-8 bytes, with Europe/London defined inside it.

    Raises ValueError for an event whose end is not after its start, or that mixes a date and a time.
    """
    import icalendar  # noqa: PLC0415 - loaded with the first feed only, and not with every page

    feed = icalendar.Calendar()
    feed.add("prodid", "-//Golden Thread//Meetings and due dates//EN")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", clean(name))
    feed.add("name", clean(name))
    feed.add("refresh-interval", icalendar.vText(REFRESH), parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", icalendar.vText(REFRESH))
    feed.add_component(icalendar.Timezone.from_ical(_EUROPE_LONDON))
    stamp = made_at or now()
    for event in events:
        feed.add_component(_event(event, stamp))
    return bytes(feed.to_ical())


def _event(event: Dated, stamp: datetime) -> icalendar.Event:
    import icalendar  # noqa: PLC0415 - as above

    _check(event)
    made = icalendar.Event()
    made.add("uid", event.uid)
    made.add("dtstamp", stamp)
    made.add("sequence", event.sequence)
    made.add("summary", icalendar.vText(clean(event.title)))
    made.add("dtstart", _london(event.starts))
    made.add("dtend", _london(event.ends))
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    if not isinstance(event.starts, datetime):
        made.add("transp", "TRANSPARENT")  # a due date does not make its owner busy all day
    if event.place:
        made.add("location", icalendar.vText(clean(event.place)))
    if event.link:
        made.add("url", icalendar.vUri(event.link))
    if event.description:
        made.add("description", icalendar.vText(clean(event.description)))
    return made


def _check(event: Dated) -> None:
    timed = [isinstance(when, datetime) for when in (event.starts, event.ends)]
    if timed[0] != timed[1]:
        raise ValueError(f"'{event.title}' starts with a time and ends with a date, or the other way round.")
    if event.ends <= event.starts:
        raise ValueError(f"'{event.title}' ends before it starts.")


def _london(when: date | datetime) -> date | datetime:
    return when.astimezone(LONDON) if isinstance(when, datetime) else when
