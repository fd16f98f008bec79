"""How a row is shown: the sections of a review, and a card for each thing read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from goldenthread.core.thread.models import Action
from goldenthread.processes.governance.meetings.models import Attendance
from goldenthread.web.components import SummaryRow, Tag, Task, count

from .forms import BECOMES, FORMS, STANDINGS, day_in_words
from .models import ReadItem
from .plan import MUST_DECIDE

Kind, Verdict, Match = ReadItem.Kind, ReadItem.Verdict, ReadItem.Match


@dataclass(frozen=True)
class Section:
    """One step of the review."""

    slug: str
    title: str
    kinds: tuple[str, ...]
    about: str
    accept: str = "Accept"

    def holds(self, rows: Iterable[ReadItem]) -> list[ReadItem]:
        return [row for row in rows if row.kind in self.kinds]


SECTIONS = (
    Section("meeting", "The meeting", (Kind.MEETING,), "Which group met, when, where and who was in the chair."),
    Section("people", "People and attendance", (Kind.ATTENDANCE,), "Who was asked, who came, and who came instead."),
    Section("items", "Agenda items and decisions", (Kind.ITEM, Kind.DECISION), "What was talked about and decided."),
    Section("earlier-actions", "Earlier actions", (Kind.PREVIOUS,), "What was said of actions of earlier meetings."),
    Section("new-actions", "New actions", (Kind.ACTION,), "Actions that the minutes number or mark as such."),
    Section(
        "promises", "Promises", (Kind.PROMISE,),
        "Sentences that promise something and were never made an action. Tick those that should be one.",
        "Make it an action",
    ),
    Section("recommendations", "Recommendations", (Kind.RECOMMENDATION,), "What the minutes recommend."),
    Section("meetings-to-come", "Meetings to come", (Kind.FUTURE,), "Dates that go into the group’s calendar."),
    Section(
        "unplaced", "Could not be placed", (Kind.UNPLACED,),
        "Text that was read and fits nowhere. Say what it is, keep it with the minutes, or dismiss it.", "Keep it",
    ),
    Section(
        "warnings", "What does not hold", (Kind.WARNING,),
        "Things in the minutes that do not fit together. Nothing is written from them.", "I have seen it",
    ),
)  # fmt: skip
BY_SLUG = {section.slug: section for section in SECTIONS}
SECTION_OF = {kind: section for section in SECTIONS for kind in section.kinds}
COLOURS = {"undecided": "blue", "accepted": "green", "corrected": "teal", "dismissed": "grey"}


@dataclass(frozen=True)
class Card:
    """A row as the review shows it."""

    row: ReadItem
    section: Section
    heading: str
    tag: Tag
    facts: tuple[SummaryRow, ...]
    offered: str
    long_text: str
    correctable: bool
    told: str = ""

    @property
    def open(self) -> bool:
        return self.row.verdict == Verdict.UNDECIDED


def card_of(row: ReadItem, told: str = "") -> Card:
    """The card of one row; `told` is said on top of it (someone else was quicker, say)."""
    verdict = Verdict(row.verdict)
    words = {"accepted": "Will be an action", "corrected": "Will be an action"} if row.kind == Kind.PROMISE else {}
    words |= {"accepted": "Seen"} if row.kind == Kind.WARNING else {}
    facts = tuple(SummaryRow(key, value) for key, value in FACTS[row.kind](row) if value)
    return Card(
        row=row,
        section=SECTION_OF[Kind(row.kind)],
        heading=heading_of(row),
        tag=Tag(words.get(verdict.value, verdict.label), COLOURS[verdict]),
        facts=facts,
        offered=_offered(row),
        long_text=row.values.get("text") or "" if row.kind == Kind.ITEM else "",
        correctable=row.kind in FORMS,
        told=told,
    )


def heading_of(row: ReadItem) -> str:
    """What a row is about, short enough for a heading."""
    values = row.values
    number = f"{values['number']} " if values.get("number") else ""
    named = {
        Kind.MEETING: values.get("group") or "A group that is not named",
        Kind.ATTENDANCE: values.get("name"),
        Kind.ITEM: f"{number}{values.get('title')}",
        Kind.PREVIOUS: f"Earlier action {number}".strip(),
        Kind.ACTION: f"Action {number}".strip(),
        Kind.FUTURE: day_in_words(values.get("date")),
        Kind.PROMISE: f"Promise by {values['owners'][0]}" if values.get("owners") else "Promise by no one named",
    }
    return str(named.get(Kind(row.kind)) or row.get_kind_display())


def tasks_of(rows: Sequence[ReadItem], address: Callable[[Section], str]) -> list[Task]:
    """The sections as a task list, with how many wait for a verdict."""
    return [_task(section, section.holds(rows), address(section)) for section in SECTIONS]


def _task(section: Section, rows: list[ReadItem], href: str) -> Task:
    waiting = sum(row.verdict == Verdict.UNDECIDED for row in rows)
    if not rows:
        return Task(section.title, Tag("None found", "grey"), hint=section.about)
    if not waiting:
        tag = Tag(f"Done: {len(rows)}", "green")
    elif rows[0].kind in MUST_DECIDE:
        tag = Tag(f"{waiting} of {len(rows)} to check", "blue")
    else:
        tag = Tag(f"{waiting} to look at", "yellow")
    return Task(section.title, tag, href, section.about)


def _offered(row: ReadItem) -> str:
    """Who or what this may be, in words."""
    if row.match != Match.LIKELY:
        return ""
    named = " and ".join(str(getattr(row, name)) for name in row.unsure if getattr(row, name))
    return f"Perhaps {named}. Accept it if that is right, or correct it."


def _meeting(row: ReadItem) -> list[tuple[str, Any]]:
    values = row.values
    times = " to ".join(time for time in (values["starts"], values["ends"]) if time)
    agreed = "Agreed" if values["standing"] == "agreed" else "A draft, to be agreed"
    return [
        ("Group", row.group.name if row.group else f"{values['group']} (new)" if values["group"] else "Not said"),
        ("Date", day_in_words(values["date"]) or "Not said"),
        ("Time", times or "Not said"),
        ("Place", values["place"] or "Not said"),
        ("Chair", values["chair"] or "Not said"),
        ("Minutes", agreed),
        (
            "Members",
            "Those in the list become members of the group" if values["members"] else "No one is made a member",
        ),
    ]


def _person(row: ReadItem) -> list[tuple[str, Any]]:
    values = row.values
    status = Attendance.Status(values["status"]).label
    sent = f"{status}: {values['deputy']}" if values["deputy"] else status
    agency = row.agency.name if row.agency else f"{values['agency']} (new)" if values["agency"] else "None named"
    return [
        ("Person", str(row.person) if row.person else f"{values['name']} (new)"),
        ("Job title", values["title"]),
        ("Agency", agency),
        ("Part", Attendance.Part(values["part"]).label),
        ("Attendance", f"{sent}, online" if values["virtual"] else sent),
    ]


def _owners(row: ReadItem) -> str:
    written = "; ".join(row.values.get("owners") or [])
    known = ", ".join(str(link) for link in (row.person, row.agency) if link)
    if known and known != written:
        return f"{known} (written: {written})" if written else known
    return written or known or "No one named"


def _due(row: ReadItem) -> str:
    day = day_in_words(row.values.get("due"))
    said = row.values.get("due_text") or ""
    if not day:
        return f"No date (“{said}”)" if said else "No date"
    return f"At the meeting of {day}" if row.values.get("at_meeting") else day


def _action(row: ReadItem) -> list[tuple[str, Any]]:
    return [("Action", row.values["text"]), ("Owner", _owners(row)), ("Due", _due(row))]


def _previous(row: ReadItem) -> list[tuple[str, Any]]:
    values = row.values
    reason = dict(Action.Reason.choices).get(values["reason"], "")
    stands = dict(STANDINGS)[values["status"]]
    return [
        ("Is", str(row.action)[:120] if row.action else "Not known here: will be added"),
        ("From", day_in_words(values["origin_date"]) or "Not said"),
        ("Action", values["text"]),
        ("Standing", f"{stands}: {reason.lower()}" if values["status"] == "closed" else stands),
        ("Said of it", values["update"]),
        ("Owner", _owners(row) if values["owners"] or row.person_id else ""),
        ("Due", _due(row) if values["due"] else ""),
    ]


def _future(row: ReadItem) -> list[tuple[str, Any]]:
    times = " to ".join(time for time in (row.values["starts"], row.values["ends"]) if time)
    return [("Date", day_in_words(row.values["date"])), ("Time", times), ("Place", row.values["place"])]


def _item(row: ReadItem) -> list[tuple[str, Any]]:
    return [("Title", row.values["title"]), ("Text", count(len((row.values["text"] or "").split()), "word"))]


def _words(row: ReadItem) -> list[tuple[str, Any]]:
    becomes = dict(BECOMES).get(row.values.get("becomes", ""), "")
    return [("Text", row.values["text"]), ("Under item", row.values.get("item")), ("Is", becomes)]


FACTS: dict[str, Callable[[ReadItem], list[tuple[str, Any]]]] = {
    Kind.MEETING: _meeting,
    Kind.ATTENDANCE: _person,
    Kind.ITEM: _item,
    Kind.DECISION: _words,
    Kind.PREVIOUS: _previous,
    Kind.ACTION: _action,
    Kind.PROMISE: _action,
    Kind.RECOMMENDATION: _words,
    Kind.FUTURE: _future,
    Kind.UNPLACED: _words,
    Kind.WARNING: lambda row: [("Warning", row.values["text"])],
}


def next_section(section: Section, rows: Sequence[ReadItem]) -> Section | None:
    """The next section that holds anything."""
    after = SECTIONS[SECTIONS.index(section) + 1 :]
    return next((one for one in after if one.holds(rows)), None)


def address_of(slug: str, pk: int) -> Callable[[Section], str]:
    return lambda section: reverse("minutes_section", args=[slug, pk, section.slug])
