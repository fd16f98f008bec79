"""From what the reader found to rows that a clerk can decide on: plain values, in the order of the minutes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.reading.blocks import Where
from goldenthread.reading.minutes.model import Attendee, Meeting, Minutes, NewAction, PreviousAction

from .models import ReadItem

Kind = ReadItem.Kind

#: Words of an update that say how an action ended. Anything else that is closed was said to be done, and nothing more.
ENDINGS = (
    ("on_agenda", ("on the agenda", "on agenda", "agenda item", "agenda today")),
    ("passed_on", ("passed to", "transferred to", "taken forward by", "handed over", "referred to")),
    ("overtaken", ("superseded", "overtaken", "no longer relevant", "no longer required", "no longer needed")),
    ("not_pursued", ("not be pursued", "not pursued", "not to be taken forward", "withdrawn")),
)
SAID_DONE = "done_no_evidence"
ROLE_PARTS = (("attendance", "in_attendance"), ("observer", "guest"), ("guest", "guest"), ("present", "presenter"))


@dataclass(frozen=True)
class Found:
    """One thing read: what kind, where in the source, with which values."""

    kind: str
    values: dict[str, Any]
    where: Where | None = None


def rows_of(minutes: Minutes) -> Iterator[Found]:
    """Everything, in the order in which it is checked. Nothing that was read is left out."""
    yield Found(Kind.MEETING, _meeting(minutes.meeting), _head(minutes.meeting))
    yield from _people(minutes)
    for item in minutes.items:
        title, text = _fit(item.title, 250), item.text
        values = {
            "number": item.number,
            "title": title,
            "text": text if title == item.title else f"{item.title}\n\n{text}",
        }
        yield Found(Kind.ITEM, values, item.where)
    for stated in minutes.decisions:
        yield Found(Kind.DECISION, {"text": stated.text, "item": stated.item}, stated.where)
    for previous in minutes.previous_actions:
        yield Found(Kind.PREVIOUS, _previous(previous), previous.where)
    calendar = {meeting.date for meeting in minutes.future_meetings}
    for action in minutes.actions:
        yield Found(Kind.ACTION, _action(action, calendar), action.where)
    yield from _rest(minutes)


def _rest(minutes: Minutes) -> Iterator[Found]:
    for promise in minutes.promises:
        values = {
            "text": promise.sentence, "owners": [promise.who] if promise.who else [], "due": None, "at_meeting": False,
            "item": promise.item, "confidence": promise.confidence,
        }  # fmt: skip
        yield Found(Kind.PROMISE, values, promise.where)
    for stated in minutes.recommendations:
        yield Found(Kind.RECOMMENDATION, {"text": stated.text, "item": stated.item}, stated.where)
    for coming in minutes.future_meetings:
        values = {
            "date": _iso(coming.date), "starts": coming.starts, "ends": coming.ends, "place": _fit(coming.place, 200),
        }  # fmt: skip
        yield Found(Kind.FUTURE, values, coming.where)
    for where in minutes.unplaced:
        yield Found(Kind.UNPLACED, {"text": where.text, "becomes": "minutes"}, where)
    for warned in minutes.warnings:
        yield Found(Kind.WARNING, {"code": warned.code, "text": warned.message}, warned.where)


def ending_of(update: str | None) -> str:
    """Why a closed action was closed, as far as its update says so; "done, impact unknown" where it does not."""
    said = (update or "").lower()
    return next((reason for reason, words in ENDINGS if any(word in said for word in words)), SAID_DONE)


def _meeting(meeting: Meeting) -> dict[str, Any]:
    return {
        "group": _fit(meeting.group, 200),
        "date": _iso(meeting.date),
        "starts": meeting.starts,
        "ends": meeting.ends,
        "place": _fit(meeting.place, 200),
        "chair": _fit(meeting.chair, 200),
        "standing": "minutes_drafted",
        "members": True,
    }


def _head(meeting: Meeting) -> Where | None:
    """The head of the minutes as one place, from all the places where its parts stand."""
    places = sorted(meeting.where.values(), key=lambda where: where.line)
    whole = places[0] if places else None
    for place in places[1:]:
        whole = whole.to(place) if whole else place
    return whole


def _people(minutes: Minutes) -> Iterator[Found]:
    for attendee in minutes.attendance:
        yield Found(Kind.ATTENDANCE, _attendee(attendee), attendee.where)
    for guest in minutes.presenters:
        values = {
            "name": _fit(guest.name, 200), "title": _fit(guest.title, 200), "agency": _fit(guest.agency, 200),
            "status": "attended", "deputy": None, "virtual": False, "part": "presenter", "role": "", "initials": "",
        }  # fmt: skip
        yield Found(Kind.ATTENDANCE, values, guest.where)


def _attendee(attendee: Attendee) -> dict[str, Any]:
    part = next((part for word, part in ROLE_PARTS if word in attendee.role.lower()), "member")
    status = attendee.status
    if (status == "deputy") != bool(attendee.deputy):  # a deputy who has no name, or a name beside another mark
        status = "deputy" if attendee.deputy else "unknown"
    return {
        "name": _fit(attendee.name, 200),
        "title": _fit(attendee.title, 200),
        "agency": _fit(attendee.agency, 200),
        "status": status,
        "deputy": _fit(attendee.deputy, 200),
        "virtual": attendee.virtual,
        "part": part,
        "role": attendee.role,
        "initials": attendee.initials,
    }


def _previous(action: PreviousAction) -> dict[str, Any]:
    return {
        "number": _fit(action.number, 20),
        "origin_date": _iso(action.origin_date),
        "text": action.text,
        "owners": list(action.owners),
        "status": action.status,
        "reason": ending_of(action.update) if action.status == "closed" else "",
        "update": action.update,
        "due": None,
        "at_meeting": False,
    }


def _action(action: NewAction, calendar: set[date]) -> dict[str, Any]:
    return {
        "number": _fit(action.number, 20),
        "owners": list(action.owners),
        "text": action.text,
        "due": _iso(action.due),
        "at_meeting": action.due in calendar,
        "due_text": _fit(action.due_text, 200),
        "item": action.item,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _fit(text: str | None, most: int) -> str | None:
    """A text that fits its column; what was read is kept whole beside it."""
    return text if text is None or len(text) <= most else f"{text[: most - 1]}…"
