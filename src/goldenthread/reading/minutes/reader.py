"""The minutes of a meeting, read: who, what and when in one pass to look ahead and one to read."""

from __future__ import annotations

import re

from goldenthread.reading.blocks import Document
from goldenthread.reading.documents import open_document
from goldenthread.reading.minutes import newactions
from goldenthread.reading.minutes.checks import check
from goldenthread.reading.minutes.colours import legend_of
from goldenthread.reading.minutes.coming import dates_in
from goldenthread.reading.minutes.due import Calendar
from goldenthread.reading.minutes.flow import Unit, stream
from goldenthread.reading.minutes.gathering import gather
from goldenthread.reading.minutes.heading import field_of, read_close, read_head
from goldenthread.reading.minutes.model import Item, Minutes
from goldenthread.reading.minutes.numbering import Start, heading_starts, item_starts, lone_start
from goldenthread.reading.minutes.people import Directory, Known, folded
from goldenthread.reading.minutes.promises import promises_in
from goldenthread.reading.minutes.speaking import presenters_in
from goldenthread.reading.minutes.states import title_state
from goldenthread.reading.minutes.text import squeezed
from goldenthread.reading.minutes.walking import LETTERED, Reading, add_action, walk_front, walk_unit

#: The chair of a safeguarding board by office. "Chair of Governors" or "Chair, Case Review Group" chairs elsewhere.
_CHAIR_BY_TITLE = re.compile(
    r"^(?:the\s+)?(?:independent\s+(?:lscb\s+|lscp\s+|board\s+)?chair(?:person|man|woman)?"
    r"|(?:lscb|lscp|board|partnership)\s+(?:independent\s+)?chair)\b(?!\s+of\s+(?!the\s+(?:board|partnership)))",
    re.I,
)


def _look_ahead(reading: Reading, ranges: list[tuple[Start, int, int]]) -> None:
    """The calendar and the presenters first: actions are read against them."""
    minutes = reading.minutes
    probe = Reading(Minutes(meeting=minutes.meeting), reading.units, reading.used, legend=reading.legend)
    known = {folded(p.name) for p in minutes.attendance} | {folded(p.deputy) for p in minutes.attendance if p.deputy}
    known |= {folded(p.name) for p in minutes.presenters}
    listed = Directory([Known(p.name, p.initials) for p in minutes.attendance])
    for start, first, last in ranges:
        state = title_state(start.title)
        if state.kind == "coming" and start.title:
            dates_in(probe.minutes, start.title, reading.units[start.at].where, state.year)
        for at in range(first, last):
            unit = reading.units[at]
            if unit.table is None:
                for presenter in presenters_in(unit.text, unit.where, start.number or None):
                    if folded(presenter.name) not in known and not listed.find(presenter.name):
                        known.add(folded(presenter.name))
                        minutes.presenters.append(presenter)
            state = walk_unit(probe, at, None, state)
    minutes.future_meetings = sorted(probe.minutes.future_meetings, key=lambda meeting: meeting.date)
    minutes.warnings.extend(w for w in probe.minutes.warnings if w.code == "date_unclear")
    reading.calendar = Calendar(minutes.meeting.date, tuple(m.date for m in minutes.future_meetings))
    people = [Known(p.name, p.initials) for p in minutes.attendance]
    people += [
        Known(p.deputy)
        for p in minutes.attendance
        if p.deputy and folded(p.deputy) not in {folded(q.name) for q in minutes.attendance}
    ]
    people += [Known(p.name) for p in minutes.presenters]
    reading.people = Directory(people)


def _ranges(units: list[Unit]) -> list[tuple[Start, int, int]]:
    starts = item_starts(units)
    if not starts:
        front = _front_end(units)
        lone, starts = lone_start(units, front), heading_starts(units, front)
        starts = [lone] if lone and len(starts) < 2 else starts
    ends = [start.at for start in starts[1:]] + [len(units)] if starts else []
    return [(start, start.at + 1, end) for start, end in zip(starts, ends, strict=True)]


def _front_end(units: list[Unit]) -> int:
    """Without numbers: the head ends after the last list of people or field of the head in the first half."""
    last = 0
    for at, unit in enumerate(units[: max(40, len(units) // 2)]):
        if (unit.table and unit.shape and unit.shape.kind == "people") or (
            not unit.table and field_of(unit.text) and at < 40
        ):
            last = at + 1
    return last


def read_minutes(document: Document) -> Minutes:
    """Everything the document says as minutes of a meeting. Never raises for strange contents: what is not said stays
    None."""
    units = stream(document)
    ranges = _ranges(units)
    end = ranges[0][0].at if ranges else len(units)
    minutes = Minutes(meeting=read_head(units[:end]))
    used = gather(minutes, units, end, [(start.title, first, last) for start, first, last in ranges])
    reading = Reading(minutes, units, used, legend=legend_of(units))
    _look_ahead(reading, ranges)
    walk_front(reading, end)
    for start, first, last in ranges:
        unit = units[start.at]
        item = Item(start.number or None, squeezed(start.title), unit.where)
        minutes.items.append(item)
        state = title_state(start.title)
        if start.rest:
            item.paragraphs.append((start.rest, unit.where))
            reading.talk.append((start.rest, unit.where, item.number, ""))
        if unit.side:
            for action in newactions.of_side(
                unit.side, start.rest or start.title, unit.where, reading.context(item.number)
            ):
                add_action(reading, action, "side")
        for at in range(first, last):
            state = walk_unit(reading, at, item, state)
    _promises(reading)
    _chair(minutes)
    read_close(minutes.meeting, [(unit.text, unit.where) for unit in units[-12:] if not unit.table])
    check(minutes, reading.people, [(text, where) for text, where, _, _ in reading.talk])
    return minutes


def _chair(minutes: Minutes) -> None:
    """Where the head does not say who was in the chair, the one person present who is marked so in the attendance
    record; else the one whose title is to chair this very body."""
    here = [p for p in minutes.attendance if p.status == "attended"]
    chairs = [p for p in here if p.role == "chair"] or [p for p in here if _CHAIR_BY_TITLE.match(p.title or "")]
    if minutes.meeting.chair is None and len(chairs) == 1:
        minutes.meeting.chair = chairs[0].name
        minutes.meeting.where["chair"] = chairs[0].where


def _promises(reading: Reading) -> None:
    minutes = reading.minutes
    for text, where, item, lead in reading.talk:
        body = re.sub(r"^\W*\(?\w{0,3}\)?\s*[Tt]hat\s+", "", LETTERED.sub("", text)) if lead else text
        for promise in promises_in(lead + body, where, item, reading.people, minutes.actions):
            if lead:
                promise.sentence, promise.where = squeezed(LETTERED.sub("", text)), where
            if not any(promise.sentence == other.sentence for other in minutes.promises):
                minutes.promises.append(promise)


def read_minutes_file(data: bytes, filename: str) -> Minutes:
    """Open and read in one step.

    Raises UnreadableDocument when the file cannot be read.
    """
    return read_minutes(open_document(data, filename))
