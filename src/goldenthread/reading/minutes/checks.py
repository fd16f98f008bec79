"""What does not hold in the minutes, said in plain words for the person who will correct it."""

from __future__ import annotations

import re

from goldenthread.reading.blocks import Where
from goldenthread.reading.minutes.due import Calendar, due_in, due_of_column
from goldenthread.reading.minutes.model import Minutes
from goldenthread.reading.minutes.people import Directory, bare, distance, folded
from goldenthread.reading.minutes.speaking import names_in, speakers_in

Talk = list[tuple[str, Where]]


def _meeting(minutes: Minutes) -> None:
    head = minutes.meeting
    if head.date is None:
        minutes.warn("no_date", "The date of the meeting was not found.")
    if head.group is None:
        minutes.warn("no_group", "The name of the group that met was not found.")
    if not minutes.attendance:
        minutes.warn("no_attendance", "Nobody was found who attended or sent apologies.")
    if not minutes.items:
        minutes.warn("no_items", "No agenda items were found.")
    if head.starts and head.ends and head.ends <= head.starts:
        minutes.warn(
            "times_unclear", f"The meeting starts at {head.starts} and ends at {head.ends}: one of them is wrong."
        )


def _attendance(minutes: Minutes) -> None:
    for person in minutes.attendance:
        if person.status == "unknown":
            minutes.warn(
                "no_mark",
                f"{person.name} is in the attendance record, but nothing there says whether they came or sent "
                f"apologies.",
                person.where,
            )


def _actions(minutes: Minutes) -> None:
    calendar = Calendar(minutes.meeting.date, tuple(m.date for m in minutes.future_meetings))
    for action in minutes.actions:
        name = f"Action {action.number}" if action.number else f'The action "{action.text[:60].rstrip()}"'
        if action.due is None:
            said = action.due_text
            problem = (
                due_in(action.text, calendar, minutes.meeting.group)
                if not said
                else due_of_column(said, calendar, minutes.meeting.group)
            ).problem
            _no_date(minutes, name, said, problem, action.where)
        elif minutes.meeting.date and action.due < minutes.meeting.date:
            minutes.warn(
                "due_before_meeting", f"{name} is due on {action.due:%d/%m/%Y}, before this meeting.", action.where
            )
        if not action.owners:
            minutes.warn("no_owner", f"{name} names nobody who is to do it.", action.where)


def _no_date(minutes: Minutes, name: str, said: str | None, problem: str, where: Where) -> None:
    if problem == "not_in_calendar":
        minutes.warn(
            "due_meeting_not_in_calendar",
            f'{name} is due at a meeting ("{said}") that is not among the meetings to come.',
            where,
        )
    elif problem == "no_calendar":
        minutes.warn(
            "due_meeting_unknown",
            f'{name} is due at a meeting ("{said}"), and no dates of meetings to come are given.',
            where,
        )
    elif problem == "two_meetings":
        minutes.warn("due_meeting_unclear", f'{name} is due at a meeting ("{said}"), and more than one fits.', where)
    elif said:
        minutes.warn("action_without_date", f'{name} gives no date, only "{said}".', where)
    else:
        minutes.warn("action_without_date", f"{name} has no date.", where)


def _numbers(minutes: Minutes) -> None:
    used: dict[str, list[tuple[str, Where]]] = {}
    for earlier in minutes.previous_actions:
        if earlier.number:
            origin = f"of {earlier.origin_date:%d/%m/%Y}" if earlier.origin_date else "carried in"
            used.setdefault(earlier.number, []).append((origin, earlier.where))
    for action in minutes.actions:
        if action.number:
            used.setdefault(action.number, []).append(("of this meeting", action.where))
    for number, uses in used.items():
        if len(uses) > 1:
            which = ", ".join(origin for origin, _ in uses)
            minutes.warn(
                "number_used_twice", f"The number {number} is used by {len(uses)} actions: {which}.", uses[-1][1]
            )


def _previous(minutes: Minutes) -> None:
    for earlier in minutes.previous_actions:
        name = (
            f"Earlier action {earlier.number}"
            if earlier.number
            else f'The earlier action "{earlier.text[:60].rstrip()}"'
        )
        if earlier.status == "unknown":
            minutes.warn(
                "previous_without_status",
                f"{name} does not say whether it is closed, deferred or ongoing.",
                earlier.where,
            )


def _speakers(minutes: Minutes, people: Directory, talk: Talk) -> None:
    listed = {folded(p.name) for p in minutes.attendance}
    deputies = {folded(p.deputy) for p in minutes.attendance if p.deputy}
    presenters = {folded(p.name): p for p in minutes.presenters}
    for presenter in minutes.presenters:
        item = f" item {presenter.item}" if presenter.item else ""
        if folded(presenter.name) not in listed | deputies:
            minutes.warn(
                "speaker_not_in_attendance",
                f"{presenter.name} presented{item} and is not in the attendance record.",
                presenter.where,
            )
    for text, where in talk:
        for name in speakers_in(text):
            key = folded(name)
            if key in listed | deputies or key in presenters or people.find(name) or _near(name, people):
                continue
            minutes.warn("speaker_not_in_attendance", f"{name} speaks and is not in the attendance record.", where)


def _near(name: str, people: Directory) -> str | None:
    """A listed person of nearly this name: a letter or two apart, or parted by a hyphen or capital."""
    plain = folded(name)
    for known in people.names():
        other = folded(known)
        most = 1 if len(plain) < 10 else 2
        if plain.split()[0][0] == other.split()[0][0] and distance(plain, other, most) <= most:
            return known
    return None


def _spellings(minutes: Minutes, people: Directory, talk: Talk) -> None:
    known = set(people.names())
    for text, where in [
        *talk,
        *((a.text, a.where) for a in minutes.actions),
        *((p.text + " " + (p.update or ""), p.where) for p in minutes.previous_actions),
    ]:
        for name in names_in(text):
            other = None if name in known else _near(name, people)
            if other and bare(other) != bare(name):
                minutes.warn("name_spelt_two_ways", f"The name {other} is also written {name}.", where)
        for other in known:
            _capitals(minutes, other, text, where)


def _capitals(minutes: Minutes, name: str, text: str, where: Where) -> None:
    if " " not in name or name.isupper() or name.lower() not in text.lower():
        return
    for match in re.finditer(rf"\b{re.escape(name)}\b", text, re.I):
        if match.group() != name and not match.group().isupper():
            minutes.warn("name_spelt_two_ways", f"The name {name} is also written {match.group()}.", where)


def check(minutes: Minutes, people: Directory, talk: Talk) -> None:
    """Add every warning about ``minutes``; ``talk`` is the running text with its places."""
    _meeting(minutes)
    _attendance(minutes)
    _actions(minutes)
    _numbers(minutes)
    _previous(minutes)
    _speakers(minutes, people, talk)
    _spellings(minutes, people, talk)
