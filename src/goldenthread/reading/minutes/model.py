"""What a set of minutes says, each thing with its place in the source, and the one JSON object made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from goldenthread.reading.blocks import Where

ATTENDANCE_STATUSES = ("attended", "apology", "deputy", "absent", "papers_only", "unknown")
ACTION_STATUSES = ("closed", "deferred", "ongoing", "unknown")
CONFIDENCES = ("high", "medium", "low")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@dataclass(slots=True)
class Meeting:
    """The head of the minutes. Times are "HH:MM". ``organisation`` is the partnership above the group, where both are
    named."""

    group: str | None = None
    date: date | None = None
    starts: str | None = None
    ends: str | None = None
    place: str | None = None
    chair: str | None = None
    organisation: str | None = None
    where: dict[str, Where] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The keys of the import's JSON."""
        return {
            "group": self.group,
            "date": _iso(self.date),
            "starts": self.starts,
            "ends": self.ends,
            "place": self.place,
            "chair": self.chair,
        }


@dataclass(slots=True)
class Attendee:
    """One person of the attendance record. ``role`` is what stands beside the name: "chair", "vice chair", "virtual
    member",
    "in attendance", or empty; ``deputy`` is who came instead; ``initials`` as written in the document."""

    name: str
    where: Where
    title: str | None = None
    agency: str | None = None
    status: str = "unknown"
    deputy: str | None = None
    virtual: bool = False
    role: str = ""
    initials: str = ""
    deputy_for: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The keys of the import's JSON."""
        return {
            "name": self.name,
            "title": self.title,
            "agency": self.agency,
            "status": self.status,
            "deputy": self.deputy,
            "virtual": self.virtual,
        }


@dataclass(slots=True)
class Presenter:
    """Someone who came for an item and is not in the attendance record; ``item`` is the item's number as printed."""

    name: str
    where: Where
    item: str | None = None
    agency: str | None = None
    title: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Name, agency and item."""
        return {"name": self.name, "title": self.title, "agency": self.agency, "item": self.item}


@dataclass(slots=True)
class Item:
    """One agenda item: its number as printed (None when it has none), title and paragraphs."""

    number: str | None
    title: str
    where: Where
    paragraphs: list[tuple[str, Where]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The item's paragraphs, a blank line between them."""
        return "\n\n".join(text for text, _ in self.paragraphs)

    def as_json(self) -> dict[str, Any]:
        """Number and title, and the text beside."""
        return {"number": self.number, "title": self.title, "text": self.text}


@dataclass(slots=True)
class PreviousAction:
    """An action of an earlier meeting and what was said of it now."""

    text: str
    where: Where
    origin_date: date | None = None
    number: str | None = None
    status: str = "unknown"
    update: str | None = None
    owners: list[str] = field(default_factory=list)
    item: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The keys of the import's JSON."""
        return {
            "origin_date": _iso(self.origin_date),
            "number": self.number,
            "status": self.status,
            "text": self.text,
            "update": self.update,
        }


@dataclass(slots=True)
class NewAction:
    """An action given at this meeting. ``due`` is a date only if the text gives one or names a meeting of the calendar;
    ``due_text`` keeps the words."""

    text: str
    where: Where
    number: str | None = None
    owners: list[str] = field(default_factory=list)
    due: date | None = None
    due_text: str | None = None
    item: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The keys of the import's JSON, with the words of the due date and the item beside."""
        return {
            "number": self.number,
            "owners": list(self.owners),
            "text": self.text,
            "due": _iso(self.due),
            "due_text": self.due_text,
            "item": self.item,
        }


@dataclass(slots=True)
class Promise:
    """A sentence that promises something and was not numbered as an action. ``who`` is None when no person is named."""

    sentence: str
    where: Where
    who: str | None = None
    item: str | None = None
    confidence: str = "medium"

    def as_json(self) -> dict[str, Any]:
        """The keys of the import's JSON, with the confidence beside."""
        return {"sentence": self.sentence, "who": self.who, "item": self.item, "confidence": self.confidence}


@dataclass(slots=True)
class Stated:
    """A recommendation or decision in its own words."""

    text: str
    where: Where
    item: str | None = None


@dataclass(slots=True)
class MeetingDate:
    """A meeting to come."""

    date: date
    where: Where
    starts: str | None = None
    ends: str | None = None
    place: str | None = None


@dataclass(slots=True)
class Warned:
    """Something that does not hold, in plain words. ``where`` is None when it concerns the whole document."""

    code: str
    message: str
    where: Where | None = None

    def as_json(self) -> dict[str, Any]:
        """Code, message and the place in words ("page 2, line 41")."""
        return {"code": self.code, "message": self.message, "where": place_in_words(self.where)}


def place_in_words(where: Where | None) -> str | None:
    """A place as a person would say it: "page 2, line 41"; None when there is none."""
    if where is None:
        return None
    line = f"line {where.line}" if where.line == where.last_line else f"lines {where.line} to {where.last_line}"
    return f"page {where.page}, {line}" if where.page else line


@dataclass(slots=True)
class Minutes:
    """Everything read. ``unplaced`` is text that was found and could not be given a meaning: shown, never dropped."""

    meeting: Meeting = field(default_factory=Meeting)
    attendance: list[Attendee] = field(default_factory=list)
    presenters: list[Presenter] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    previous_actions: list[PreviousAction] = field(default_factory=list)
    actions: list[NewAction] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    recommendations: list[Stated] = field(default_factory=list)
    decisions: list[Stated] = field(default_factory=list)
    future_meetings: list[MeetingDate] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    unplaced: list[Where] = field(default_factory=list)

    def warn(self, code: str, message: str, where: Where | None = None) -> None:
        """Add a warning, once."""
        if not any(w.code == code and w.message == message for w in self.warnings):
            self.warnings.append(Warned(code, message, where))

    def as_json(self) -> dict[str, Any]:
        """One object with the keys the import promises; dates ISO, times HH:MM, null where the text does not say."""
        return {
            "meeting": self.meeting.as_json(),
            "attendance": [a.as_json() for a in self.attendance],
            "presenters": [p.as_json() for p in self.presenters],
            "items": [i.as_json() for i in self.items],
            "previous_actions": [p.as_json() for p in self.previous_actions],
            "actions": [a.as_json() for a in self.actions],
            "promises": [p.as_json() for p in self.promises],
            "recommendations": [r.text for r in self.recommendations],
            "decisions": [d.text for d in self.decisions],
            "future_meetings": [m.date.isoformat() for m in self.future_meetings],
            "warnings": [w.as_json() for w in self.warnings],
            "unplaced": [{"text": w.text, "where": place_in_words(w)} for w in self.unplaced],
        }
