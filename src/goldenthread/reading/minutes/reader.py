"""The minutes of a meeting, read: the walk over a document's units that hands each to the part that understands it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from goldenthread.reading.blocks import Document, Row, Where
from goldenthread.reading.documents import open_document
from goldenthread.reading.minutes import newactions, previous
from goldenthread.reading.minutes.attendance import open_list
from goldenthread.reading.minutes.checks import check
from goldenthread.reading.minutes.coming import dates_in, sentence_of_next, year_in
from goldenthread.reading.minutes.dates import first_date
from goldenthread.reading.minutes.due import Calendar
from goldenthread.reading.minutes.flow import Unit, stream
from goldenthread.reading.minutes.gathering import gather
from goldenthread.reading.minutes.heading import field_of, read_head
from goldenthread.reading.minutes.labels import NEW_ACTIONS, NEXT_MEETINGS, PREVIOUS, RECOMMENDATIONS
from goldenthread.reading.minutes.model import Item, Minutes, NewAction, Stated
from goldenthread.reading.minutes.newactions import Context
from goldenthread.reading.minutes.numbering import Start, heading_starts, item_starts
from goldenthread.reading.minutes.people import Directory, Known, folded
from goldenthread.reading.minutes.promises import promises_in
from goldenthread.reading.minutes.speaking import presenters_in
from goldenthread.reading.minutes.text import alike, sentences, squeezed

_DECIDED = re.compile(
    r"^\W{0,3}(?:it\s+was\s+(?:therefore\s+|unanimously\s+)?)?(?:RESOLVED|[Rr]esolved|AGREED|DECISIONS?|[Dd]ecisions?|DECIDED|Agreed(?=\s*(?::|that\b|[\u2013-])))\b\s*(?:[:\u2013\u2014-]|that\b|(?=[\n(]|$))\s*(?P<rest>.*)$",
    re.S,
)
_RECOMMENDED = re.compile(
    r"^(?:it\s+was\s+(?:also\s+)?recommended\b|RECOMMENDED\b|Recommendation\s*\d*\s*[:\u2013-]|[Tt]he\s+\w+\s+recommended\s+that)\s*(?:that\s+)?(?P<rest>.*)$",
    re.S,
)
_ORIGIN = re.compile(r"\bactions?\b.*\b(?:from|of|at|set|agreed)\b", re.I)


@dataclass(slots=True)
class _State:
    """What the units being walked over belong to. ``kind``: "talk", "previous", "maybe" (a title that may bring earlier actions),
    "log", "actions", "recommendations", "decisions", "coming"."""

    kind: str = "talk"
    origin: date | None = None
    year: int | None = None
    begun: bool = False
    before: str = ""


@dataclass(slots=True)
class _Reading:
    minutes: Minutes
    units: list[Unit]
    used: set[int]
    talk: list[tuple[str, Where, str | None, str]] = field(default_factory=list)
    people: Directory = field(default_factory=lambda: Directory([]))
    calendar: Calendar = field(default_factory=lambda: Calendar(None, ()))

    def context(self, item: str | None) -> Context:
        return Context(self.people, self.calendar, self.minutes.meeting.group, item)


def _title_state(title: str) -> _State:
    if NEXT_MEETINGS.search(title):
        return _State("coming", year=year_in(title))
    if NEW_ACTIONS.match(title.strip()) and not re.search(r"log|tracker|register", title, re.I):
        return _State("actions")
    if re.search(r"action\s+(?:log|tracker|register)", title, re.I):
        return _State("log")
    if PREVIOUS.search(title):
        return _State("maybe", first_date(title))
    return _State("recommendations") if RECOMMENDATIONS.match(title.strip()) else _State()


def _heading_state(unit: Unit, now: _State) -> _State | None:
    """The state that a heading inside an item opens; None when the unit is no such heading."""
    text = unit.text.strip()
    if len(text) > 110 or (unit.number and re.search(r"\d", unit.number) and len(text) > 60):
        return None
    if RECOMMENDATIONS.match(text):
        return _State("recommendations")
    if NEW_ACTIONS.match(text) and not re.search(r"\b(?:log|tracker)\b", text, re.I):
        return _State("actions")
    if (
        NEXT_MEETINGS.search(text)
        and (len(text) < 60 or first_date(text))
        and not re.search(r"\bto\s+(?!be\b|come\b)[a-z]+\b", text)
    ):
        return _State("coming", year=year_in(text))
    heading = unit.strong or unit.level or text.endswith(":") or not text.endswith(".")
    if heading and PREVIOUS.search(text) and not previous.numbered(text) and not re.search(r"\bto\s+[a-z]+", text):
        kind = "log" if re.search(r"action\s+(?:log|tracker|register)", text, re.I) else "previous"
        origin = first_date(text) if _ORIGIN.search(text) else None
        return _State(kind, origin or (now.origin if now.kind in {"previous", "maybe"} else None))
    return None


def _add_action(reading: _Reading, action: NewAction | None) -> None:
    """Keep an action once: a list at the end repeats those given in the text, with more said of them."""
    if action is None or not action.text:
        return
    for known in reading.minutes.actions:
        numbered = known.number and action.number
        same = known.number == action.number if numbered else set(known.owners) == set(action.owners)
        if same and alike(known.text, action.text) >= (0.4 if numbered else 0.6):
            known.number = known.number or action.number
            known.owners = known.owners or action.owners
            if action.due or (action.due_text and not known.due_text):
                known.due, known.due_text = action.due, action.due_text
            return
    reading.minutes.actions.append(action)


def _table(reading: _Reading, at: int, unit: Unit, item: Item | None, state: _State) -> None:
    table, shape = unit.table, unit.shape
    if table is None or shape is None or at in reading.used:
        return
    rows = table.rows[shape.header :]
    if shape.kind == "actions":
        held = reading.minutes.meeting.date
        earlier = state.kind in {"previous", "maybe"} or (
            state.kind != "actions" and previous.is_previous_table(table, shape, held)
        )
        for row in rows:
            _action_row(reading, row, unit, item, state, earlier)
        return
    for row in rows if shape.header else table.rows:
        text = " | ".join(t for t in row.texts if t)
        if state.kind == "coming":
            dates_in(reading.minutes, text, row.where, state.year)
        elif item:
            item.paragraphs.append((text, row.where))
        else:
            reading.minutes.unplaced.append(row.where)


def _action_row(reading: _Reading, row: Row, unit: Unit, item: Item | None, state: _State, earlier: bool) -> None:
    shape = unit.shape
    if shape is None:
        return
    held = reading.minutes.meeting.date
    origin = first_date(row.texts[shape.columns["origin"]]) if "origin" in shape.columns else None
    if earlier and not (origin and held and origin == held):
        found = previous.of_row(row, shape, state.origin, reading.people)
        if found:
            reading.minutes.previous_actions.append(found)
    else:
        action = newactions.of_row(row, shape, reading.context(item.number if item and state.kind == "talk" else None))
        if action:
            _add_action(reading, action)
            return
        found = None
    if found is None and any(row.texts):
        reading.minutes.unplaced.append(row.where)


def _previous(reading: _Reading, unit: Unit, state: _State) -> bool:
    """A unit in the list of earlier actions; False when it is talk."""
    if re.match(r"^\W*(?:update|progress|response)\b", unit.text, re.I) and state.begun:
        last = reading.minutes.previous_actions[-1]
        text = re.sub(r"^\W*(?:update|progress|response)\b[^:\u2013-]{0,60}[:\u2013-]\s*", "", unit.text, flags=re.I)
        last.update = f"{last.update} {text}" if last.update else text
        last.status = previous.status_of_update(last.update)
        last.where = last.where.to(unit.where)
        return True
    found = previous.of_paragraph(unit.text, unit.where, state.origin, reading.people, unit.number)
    if found and state.kind == "maybe" and not (found.update or found.owners or found.status != "unknown"):
        found = None
    if found is None and state.begun and not unit.strong and reading.minutes.previous_actions[-1].update is None:
        last = reading.minutes.previous_actions[-1]
        last.update, last.status = squeezed(unit.text), previous.status_of_update(squeezed(unit.text))
        last.where = last.where.to(unit.where)
        return True
    if found is None:
        return False
    reading.minutes.previous_actions.append(found)
    state.begun = True
    return True


def _in_actions(reading: _Reading, unit: Unit, item: Item | None, state: _State) -> bool:
    context = reading.context(item.number if item else None)
    labelled = newactions.of_label(unit.text, unit.where, context, state.before)
    if labelled:
        for action in labelled:
            _add_action(reading, action)
        return True
    found = newactions.of_numbered(unit.text, unit.where, context, unit.number)
    if found is None and unit.bullet and len(unit.text) > 8:
        found = newactions.of_text(unit.text, unit.where, context)
    _add_action(reading, found)
    state.begun = state.begun or found is not None
    return found is not None


def _recommendation(reading: _Reading, unit: Unit, item: Item | None, state: _State) -> bool:
    if unit.strong or (state.begun and not unit.bullet and not unit.number and not previous.numbered(unit.text)):
        return False
    number = previous.numbered(unit.text)
    target = reading.minutes.decisions if state.kind == "decisions" else reading.minutes.recommendations
    target.append(Stated(squeezed(number[1] if number else unit.text), unit.where, item.number if item else None))
    state.begun = True
    return True


def _talk(reading: _Reading, unit: Unit, item: Item | None, state: _State) -> _State:
    """Running text: actions beside and inside it, decisions, recommendations; the rest waits for the promises."""
    number = item.number if item else None
    context = reading.context(number)
    text = unit.text
    labelled = newactions.of_label(text, unit.where, context, state.before)
    for action in labelled:
        _add_action(reading, action)
    if labelled:
        return state
    if unit.side:
        _side(reading, unit, text, context)
    ended = newactions.trailing(text, unit.where, context)
    if ended:
        text = ended[0]
        _add_action(reading, ended[1])
    following = _stated(reading, text, unit.where, number)
    coming = sentence_of_next(text)
    if coming:
        dates_in(reading.minutes, coming, unit.where, None)
    reading.talk.append((text, unit.where, number, ""))
    return following or _State(before=text)


def _side(reading: _Reading, unit: Unit, text: str, context: Context) -> None:
    """The note beside a unit: actions, or shown as unplaced when it is none."""
    found = newactions.of_side(unit.side, unit.beside or text, unit.where, context)
    for action in found:
        _add_action(reading, action)
    if not found:
        reading.minutes.unplaced.append(unit.where.says(unit.side))


def _stated(reading: _Reading, text: str, where: Where, number: str | None) -> _State | None:
    for sentence in sentences(squeezed(text)):
        decided = _DECIDED.match(sentence)
        recommended = _RECOMMENDED.match(sentence)
        if decided and decided["rest"].strip(" :-\u2013"):
            reading.minutes.decisions.append(Stated(decided["rest"].strip(" :-\u2013"), where.says(sentence), number))
        elif recommended and recommended["rest"].strip():
            reading.minutes.recommendations.append(Stated(recommended["rest"].strip(" :-\u2013"), where.says(sentence), number))
        elif decided:
            return _State("decisions")
    return None


def _unit(reading: _Reading, at: int, item: Item | None, state: _State) -> _State:
    unit = reading.units[at]
    if unit.table:
        _table(reading, at, unit, item, state)
        return state
    opened = _heading_state(unit, state)
    if item and not (opened and opened.kind in {"coming", "actions"}):
        item.paragraphs.append((unit.text, unit.where))
    if opened:
        if opened.kind == "coming":
            dates_in(reading.minutes, unit.text, unit.where, opened.year)
        return opened
    if state.kind in {"previous", "maybe", "log"} and _previous(reading, unit, state):
        return state
    if state.kind in {"actions", "log"} and _in_actions(reading, unit, item, state):
        return state
    if state.kind in {"recommendations", "decisions"} and _recommendation(reading, unit, item, state):
        if state.kind == "decisions":
            reading.talk.append((unit.text, unit.where, item.number if item else None, "Resolved that "))
        return state
    if state.kind == "coming" and _coming(reading, unit, state):
        return state
    keep = state.kind in {"previous", "maybe"}
    following = _talk(reading, unit, item, state)
    if keep and following.kind == "talk":
        state.before = unit.text
        return state
    return following


def _coming(reading: _Reading, unit: Unit, state: _State) -> bool:
    before = len(reading.minutes.future_meetings) + len(reading.minutes.warnings)
    state.year = year_in(unit.text) or state.year
    dates_in(reading.minutes, unit.text, unit.where, state.year)
    field_line = field_of(unit.text)
    return before < len(reading.minutes.future_meetings) + len(reading.minutes.warnings) or bool(field_line)


def _look_ahead(reading: _Reading, ranges: list[tuple[Start, int, int]]) -> None:
    """The calendar and the presenters first: actions are read against them."""
    minutes = reading.minutes
    probe = _Reading(Minutes(meeting=minutes.meeting), reading.units, reading.used)
    known = {folded(p.name) for p in minutes.attendance} | {folded(p.deputy) for p in minutes.attendance if p.deputy}
    known |= {folded(p.name) for p in minutes.presenters}
    for start, first, last in ranges:
        state = _title_state(start.title)
        if state.kind == "coming" and start.title:
            dates_in(probe.minutes, start.title, reading.units[start.at].where, state.year)
        for at in range(first, last):
            unit = reading.units[at]
            if unit.table is None:
                for presenter in presenters_in(unit.text, unit.where, start.number or None):
                    if folded(presenter.name) not in known:
                        known.add(folded(presenter.name))
                        minutes.presenters.append(presenter)
            state = _unit(probe, at, None, state)
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
        starts = heading_starts(units, _front_end(units))
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
    """Everything the document says as minutes of a meeting. Never raises for strange contents: what is not said stays None."""
    units = stream(document)
    ranges = _ranges(units)
    end = ranges[0][0].at if ranges else len(units)
    minutes = Minutes(meeting=read_head(units[:end]))
    used = gather(minutes, units, end, [(start.title, first, last) for start, first, last in ranges])
    reading = _Reading(minutes, units, used)
    _look_ahead(reading, ranges)
    _front(reading, end)
    for start, first, last in ranges:
        unit = units[start.at]
        item = Item(start.number or None, squeezed(start.title), unit.where)
        minutes.items.append(item)
        state = _title_state(start.title)
        if start.rest:
            item.paragraphs.append((start.rest, unit.where))
            reading.talk.append((start.rest, unit.where, item.number, ""))
        if unit.side:
            for action in newactions.of_side(
                unit.side, start.rest or start.title, unit.where, reading.context(item.number)
            ):
                _add_action(reading, action)
        for at in range(first, last):
            state = _unit(reading, at, item, state)
    _promises(reading)
    _chair(minutes)
    check(minutes, reading.people, [(text, where) for text, where, _, _ in reading.talk])
    return minutes


def _chair(minutes: Minutes) -> None:
    """Where the head does not say who was in the chair, the one person present who is marked so in the attendance record."""
    chairs = [p for p in minutes.attendance if p.role == "chair" and p.status == "attended"]
    if minutes.meeting.chair is None and len(chairs) == 1:
        minutes.meeting.chair = chairs[0].name
        minutes.meeting.where["chair"] = chairs[0].where


def _front(reading: _Reading, end: int) -> None:
    """Tables of actions before the first item, and what the head's readers left."""
    for at, unit in enumerate(reading.units[:end]):
        if unit.table and at not in reading.used:
            _table(
                reading, at, unit, None, _State("previous" if unit.shape and unit.shape.kind == "actions" else "talk")
            )


def _promises(reading: _Reading) -> None:
    minutes = reading.minutes
    for text, where, item, lead in reading.talk:
        body = re.sub(r"^\W*\(?\w{0,3}\)?\s*[Tt]hat\s+", "", text) if lead else text
        for promise in promises_in(lead + body, where, item, reading.people, minutes.actions):
            if lead:
                promise.sentence, promise.where = squeezed(text), where
            if not any(promise.sentence == other.sentence for other in minutes.promises):
                minutes.promises.append(promise)


def read_minutes_file(data: bytes, filename: str) -> Minutes:
    """Open and read in one step.

    Raises UnreadableDocument when the file cannot be read.
    """
    return read_minutes(open_document(data, filename))
