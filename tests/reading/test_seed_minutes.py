"""The real minutes, where they are present beside the checkout. Facts by count, place and initials: no name is kept
here."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from goldenthread.reading.minutes.model import Minutes
from goldenthread.reading.minutes.people import initials_of
from goldenthread.reading.minutes.reader import read_minutes_file

SEEDS = sorted((Path(__file__).parents[3] / "shared" / "seeds").glob("004_*.txt"))


@pytest.fixture(params=SEEDS, ids=lambda path: path.stem[:3])
def minutes(request: pytest.FixtureRequest) -> Minutes:
    path: Path = request.param
    return read_minutes_file(path.read_bytes(), path.name)


def test_the_head(minutes: Minutes) -> None:
    head = minutes.meeting.as_json()
    assert (head["date"], head["starts"], head["ends"]) == ("2016-12-01", "14:00", "17:00")
    assert initials_of(head["group"]) == "KSCB"
    assert initials_of(head["chair"]) == "GR"
    assert head["place"].count(",") == 2


def test_attendance_is_read_row_by_row(minutes: Minutes) -> None:
    assert len(minutes.attendance) == 23
    counted = Counter(person.status for person in minutes.attendance)
    assert counted == {"attended": 18, "apology": 1, "deputy": 1, "papers_only": 2, "unknown": 1}
    assert [(initials_of(p.name), initials_of(p.deputy or "")) for p in minutes.attendance if p.status == "deputy"] == [
        ("BH", "GL")
    ]
    assert [initials_of(p.name) for p in minutes.attendance if p.virtual] == ["SA", "SH"]
    assert [initials_of(p.name) for p in minutes.attendance if p.role == "vice chair"] == ["TB"]
    assert all(p.title and p.agency and "(" not in p.name for p in minutes.attendance)


def test_the_eleven_items(minutes: Minutes) -> None:
    assert [item.number for item in minutes.items] == [str(number) for number in range(1, 12)]
    assert [len(item.title.split()) for item in minutes.items] == [3, 5, 5, 3, 3, 4, 4, 3, 3, 6, 3]
    assert all(item.paragraphs for item in minutes.items)


def test_seven_actions_were_carried_in(minutes: Minutes) -> None:
    found = [(p.origin_date, p.number, p.status) for p in minutes.previous_actions]
    assert found == [
        (date(2016, 10, 25), "14.1", "closed"),
        (date(2016, 8, 3), "2.2", "deferred"),
        (date(2016, 8, 3), "7.1", "closed"),
        (date(2016, 8, 3), "14.1", "deferred"),
        (date(2016, 6, 1), "5.1", "ongoing"),
        (date(2016, 4, 20), "3.2", "closed"),
        (date(2016, 4, 20), "5.3", "closed"),
    ]
    assert all(p.text and p.update for p in minutes.previous_actions)


def test_five_new_actions_with_their_owners_and_dates(minutes: Minutes) -> None:
    found = [(a.number, [initials_of(o) for o in a.owners], a.due, a.item) for a in minutes.actions]
    assert found == [
        ("4.1", ["PL"], None, "4"),
        ("5.1", ["JS"], None, "5"),
        ("5.2", ["JS"], date(2017, 1, 25), "5"),
        ("7.1", ["TB"], date(2017, 3, 29), "7"),
        ("7.2", ["SN"], None, "7"),
    ]


def test_presenters_stand_beside_the_members(minutes: Minutes) -> None:
    assert [(initials_of(p.name), p.item) for p in minutes.presenters] == [
        ("RG", "2"),
        ("ER", "4"),
        ("JS", "5"),
        ("EB", "7"),
    ]


def test_promises_that_were_never_numbered(minutes: Minutes) -> None:
    sure = [(initials_of(p.who or ""), p.item) for p in minutes.promises if p.confidence == "high"]
    assert sure == [("BH", "8"), ("GL", "10"), ("TBAAB", "10")]
    asked = {(initials_of(p.who or ""), p.item) for p in minutes.promises}
    assert asked >= {("PS", "5"), ("AS", "6"), ("JS", "8")} or asked >= {("PS", "5"), ("ASC", "6"), ("JS", "8")}
    numbered = {action.text for action in minutes.actions}
    assert not any(promise.sentence in numbered for promise in minutes.promises)
    assert len(minutes.promises) <= 22


def test_recommendations_and_the_calendar(minutes: Minutes) -> None:
    assert len(minutes.recommendations) == 3
    assert [m.date for m in minutes.future_meetings] == [
        *(date(2017, 1, 25), date(2017, 3, 29), date(2017, 5, 31)),
        *(date(2017, 8, 2), date(2017, 10, 4), date(2017, 12, 6)),
    ]
    assert {m.starts for m in minutes.future_meetings} == {"14:00"}


def test_what_does_not_hold_is_said(minutes: Minutes) -> None:
    codes = Counter(w.code for w in minutes.warnings)
    assert codes["due_meeting_not_in_calendar"] == 1
    assert codes["number_used_twice"] == 3
    assert codes["action_without_date"] == 2
    assert codes["no_mark"] == 1
    assert codes["speaker_not_in_attendance"] >= 4
    assert codes["name_spelt_two_ways"] == 2
    assert minutes.unplaced == []
