"""Dates as an iCalendar feed, read back by a calendar's own rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from goldenthread.kernel.now import LONDON
from goldenthread.publishing.calendars import to_ics


@dataclass(frozen=True)
class Dated:
    uid: str = "meeting-1@goldenthread"
    sequence: int = 3
    title: str = "Strategic board"
    starts: date | datetime = datetime(2026, 7, 7, 14, 0, tzinfo=LONDON)
    ends: date | datetime = datetime(2026, 7, 7, 16, 30, tzinfo=LONDON)
    place: str = "Castle Room; County Hall, Weald"
    link: str = "https://board.example/m/1?a=b,c"
    description: str = "Bring a pen\nand paper"
    cancelled: bool = False


NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
BIRTHDAY = Dated(uid="action-1", starts=date(2026, 7, 7), ends=date(2026, 7, 8))


def events(*given: Dated) -> list[object]:
    return list(Calendar.from_ical(to_ics("My dates", given, made_at=NOW)).walk("VEVENT"))


def test_a_meeting_reads_back_as_it_was_with_a_lasting_name_and_a_sequence() -> None:
    (event,) = events(Dated())
    assert str(event["UID"]) == "meeting-1@goldenthread"
    assert event["SEQUENCE"] == 3
    assert str(event["SUMMARY"]) == "Strategic board"
    assert event["DTSTART"].dt == datetime(2026, 7, 7, 14, 0, tzinfo=LONDON)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=2, minutes=30)
    assert str(event["LOCATION"]) == "Castle Room; County Hall, Weald"
    assert str(event["URL"]) == "https://board.example/m/1?a=b,c"
    assert str(event["DESCRIPTION"]) == "Bring a pen\nand paper"


def test_a_due_date_is_all_day_and_does_not_make_its_owner_busy() -> None:
    (event,) = events(BIRTHDAY)
    assert event["DTSTART"].dt == date(2026, 7, 7)
    assert event["TRANSP"] == "TRANSPARENT"


def test_a_cancelled_meeting_stays_in_the_feed_and_says_so() -> None:
    assert events(replace(Dated(), cancelled=True))[0]["STATUS"] == "CANCELLED"


@pytest.mark.parametrize(("month", "hours"), [(1, 0), (7, 1)])
def test_the_zone_inside_the_feed_knows_summer_time(month: int, hours: int) -> None:
    feed = Calendar.from_ical(to_ics("d", [Dated()], made_at=NOW))
    (zone,) = feed.walk("VTIMEZONE")
    at = datetime(2026, month, 7, 14, 0)  # noqa: DTZ001 - a wall clock is what a zone turns into a moment
    assert at.replace(tzinfo=zone.to_tz()).utcoffset() == timedelta(hours=hours)


def test_lines_end_and_fold_as_the_standard_asks() -> None:
    made = to_ics("d", [replace(Dated(), title="é" * 200)], made_at=NOW)
    assert made.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))


def test_nobody_can_write_an_event_of_their_own_through_a_title() -> None:
    made = events(replace(Dated(), title="A\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:B"))
    assert len(made) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        replace(Dated(), ends=datetime(2026, 7, 7, 14, 0, tzinfo=LONDON)),
        replace(BIRTHDAY, ends=date(2026, 7, 7)),
        replace(Dated(), ends=date(2026, 7, 8)),
    ],
)
def test_an_event_that_ends_before_it_starts_or_mixes_dates_and_times_is_refused(wrong: Dated) -> None:
    with pytest.raises(ValueError, match="Strategic board"):
        to_ics("d", [wrong])


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_words_read_back_as_one_event(title: str, place: str) -> None:
    assert len(events(replace(Dated(), title=title, place=place))) == 1
