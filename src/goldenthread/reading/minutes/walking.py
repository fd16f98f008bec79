"""The walk over the units of the minutes that hands each to the part that understands it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from goldenthread.reading.blocks import Row, Where
from goldenthread.reading.minutes import newactions, previous
from goldenthread.reading.minutes.colours import status_of_colour
from goldenthread.reading.minutes.coming import dates_in, sentence_of_next, year_in
from goldenthread.reading.minutes.dates import first_date
from goldenthread.reading.minutes.due import Calendar
from goldenthread.reading.minutes.flow import Unit
from goldenthread.reading.minutes.heading import field_of
from goldenthread.reading.minutes.model import Item, Minutes, NewAction, Stated
from goldenthread.reading.minutes.newactions import Context
from goldenthread.reading.minutes.people import Directory
from goldenthread.reading.minutes.repeats import Given
from goldenthread.reading.minutes.states import State, heading_state
from goldenthread.reading.minutes.text import sentences, squeezed

_DECIDED = re.compile(
    r"^\W{0,3}(?:It\s+was\s+(?:therefore\s+|unanimously\s+)?(?=RESOLVED|resolved)"
    r"|it\s+was\s+(?:therefore\s+|unanimously\s+)?)?(?:RESOLVED|[Rr]esolved|AGREED|DECISIONS?"
    r"|[Dd]ecisions?|DECIDED|Agreed(?=\s*(?::|that\b|[\u2013-])))\b\s*(?:[:\u2013\u2014-]|that\b|(?=[\n(]"
    r"|$))\s*(?P<rest>.*)$",
    re.S,
)
_RECOMMENDED = re.compile(
    r"^(?:it\s+was\s+(?:also\s+)?recommended\b|RECOMMENDED\b|Recommendation\s*\d*\s*[:\u2013-]"
    r"|[Tt]he\s+(?:\w+\s+){1,3}(?:recommended|RECOMMENDED)\s+that)\s*(?:that\s+)?(?P<rest>.*)$",
    re.S,
)


#: The number of a paragraph ("3.2 Members felt ..."): it is printed before the sentence and no part of it.
_PARAGRAPH = re.compile(r"^\s*\d{1,3}(?:\.\d{1,3}){1,3}[.)]?\s+(?=[A-Z\"'\u2018\u201c(])")


#: The letter or small Roman number of one line of a list.
LETTERED = re.compile(r"^\s*\(?(?:[a-h]|i{1,3}|iv|vi{0,3}|ix|x)[).]\s+", re.I)


@dataclass(slots=True)
class Reading:
    """The reading under way: what is found (``minutes``), the units, those already used as lists of people, and
    the running text kept for the promises."""

    minutes: Minutes
    units: list[Unit]
    used: set[int]
    talk: list[tuple[str, Where, str | None, str]] = field(default_factory=list)
    people: Directory = field(default_factory=lambda: Directory([]))
    calendar: Calendar = field(default_factory=lambda: Calendar(None, ()))
    legend: dict[str, str] = field(default_factory=dict)
    given: Given = field(init=False)

    def __post_init__(self) -> None:
        self.given = Given(self.minutes.actions)

    def colour(self, cell: str) -> str:
        """What a colour in a cell of the tracker means, as the document explains it."""
        return status_of_colour(cell, self.legend)

    def context(self, item: str | None) -> Context:
        """What an action of ``item`` is read against."""
        return Context(self.people, self.calendar, self.minutes.meeting.group, item)


def add_action(reading: Reading, action: NewAction | None, listing: str) -> None:
    """Keep an action once: a list at the end repeats those given in the text, with more said of them. ``listing`` is
    where it stands: actions of one list do not repeat each other."""
    if action is not None and action.text:
        reading.given.add(action, listing, reading.people)


def _listing(item: Item | None, state: State) -> str:
    """The list of actions that ``state`` stands for: one for each item and heading."""
    return f"list {item.where.line if item else 0} {state.opened}"


def _table(reading: Reading, at: int, unit: Unit, item: Item | None, state: State) -> None:
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


def _action_row(reading: Reading, row: Row, unit: Unit, item: Item | None, state: State, earlier: bool) -> None:
    shape = unit.shape
    if shape is None:
        return
    held = reading.minutes.meeting.date
    origin = first_date(row.texts[shape.columns["origin"]]) if "origin" in shape.columns else None
    if earlier and not (origin and held and origin == held):
        found = previous.of_row(row, shape, state.origin, reading.people, reading.colour)
        if found:
            reading.minutes.previous_actions.append(found)
    else:
        action = newactions.of_row(row, shape, reading.context(item.number if item and state.kind == "talk" else None))
        if action:
            add_action(reading, action, _listing(item, state))
            return
        found = None
    if found is None and any(row.texts):
        reading.minutes.unplaced.append(row.where)


def _previous(reading: Reading, unit: Unit, state: State) -> bool:
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


def _in_actions(reading: Reading, unit: Unit, item: Item | None, state: State) -> bool:
    context = reading.context(item.number if item else None)
    labelled = newactions.of_label(unit.text, unit.where, context, state.before)
    if labelled:
        for action in labelled:
            add_action(reading, action, _listing(item, state))
        return True
    found = newactions.of_numbered(unit.text, unit.where, context, unit.number)
    if found is None and unit.bullet and len(unit.text) > 8:
        found = newactions.of_text(unit.text, unit.where, context)
    add_action(reading, found, _listing(item, state))
    state.begun = state.begun or found is not None
    return found is not None


def _recommendation(reading: Reading, unit: Unit, item: Item | None, state: State) -> bool:
    number, lettered = previous.numbered(unit.text), LETTERED.match(unit.text)
    if unit.strong or (state.begun and not (unit.bullet or unit.number or number or lettered)):
        return False
    text = number[1] if number else unit.text[lettered.end() :] if lettered else unit.text
    target = reading.minutes.decisions if state.kind == "decisions" else reading.minutes.recommendations
    target.append(Stated(squeezed(text), unit.where, item.number if item else None))
    state.begun = True
    return True


def _talk(reading: Reading, unit: Unit, item: Item | None, state: State) -> State:
    """Running text: actions beside and inside it, decisions, recommendations; the rest waits for the promises."""
    number = item.number if item else None
    context = reading.context(number)
    text = _PARAGRAPH.sub("", unit.text)
    if _given_before(reading, text, unit):
        return state
    labelled = newactions.of_label(text, unit.where, context, state.before)
    for action in labelled:
        add_action(reading, action, "label")
    if labelled:
        return state
    if unit.side:
        _side(reading, unit, text, context)
    ended = newactions.trailing(text, unit.where, context)
    if ended:
        text = ended[0]
        add_action(reading, ended[1], "trailing")
    following = _stated(reading, text, unit.where, number)
    coming = sentence_of_next(text)
    if coming:
        dates_in(reading.minutes, coming, unit.where, None)
    reading.talk.append((text, unit.where, number, ""))
    return following or State(before=text)


def _given_before(reading: Reading, text: str, unit: Unit) -> bool:
    """ "Action 12 (05/06/25): ...": an action that carries the day of an earlier meeting, wherever it stands."""
    label, held = newactions.LABELLED.match(text), reading.minutes.meeting.date
    given = first_date(label["bracket"]) if label and label["number"] and label["bracket"] else None
    if given is None or held is None or given >= held:
        return False
    found = previous.of_paragraph(text, unit.where, given, reading.people)
    if found is not None:
        reading.minutes.previous_actions.append(found)
    return found is not None


def _side(reading: Reading, unit: Unit, text: str, context: Context) -> None:
    """The note beside a unit: actions, or shown as unplaced when it is none."""
    found = newactions.of_side(unit.side, unit.beside or text, unit.where, context)
    for action in found:
        add_action(reading, action, "side")
    if not found:
        reading.minutes.unplaced.append(unit.where.says(unit.side))


def _stated(reading: Reading, text: str, where: Where, number: str | None) -> State | None:
    for sentence in sentences(squeezed(text)):
        decided = _DECIDED.match(sentence)
        recommended = _RECOMMENDED.match(sentence)
        if decided and decided["rest"].strip(" :-\u2013"):
            reading.minutes.decisions.append(Stated(decided["rest"].strip(" :-\u2013"), where.says(sentence), number))
        elif recommended and recommended["rest"].strip():
            reading.minutes.recommendations.append(
                Stated(recommended["rest"].strip(" :-\u2013"), where.says(sentence), number)
            )
        elif decided:
            return State("decisions")
    return None


def walk_unit(reading: Reading, at: int, item: Item | None, state: State) -> State:
    """Read one unit in ``state``; returns the state for the next."""
    unit = reading.units[at]
    if unit.table:
        _table(reading, at, unit, item, state)
        return state
    opened = heading_state(unit, state)
    if item and not (opened and opened.kind in {"coming", "actions"}):
        item.paragraphs.append((unit.text, unit.where))
    if opened:
        opened.opened = at
        if opened.kind == "coming":
            dates_in(reading.minutes, unit.text, unit.where, opened.year)
        return opened
    if _listed(reading, unit, item, state):
        return state
    following = _talk(reading, unit, item, state)
    if state.kind in {"previous", "maybe", "log"} and following.kind == "talk":
        state.before = unit.text  # talk between two earlier actions does not end their list
        return state
    return following


def _listed(reading: Reading, unit: Unit, item: Item | None, state: State) -> bool:
    """Whether the unit is one of the list that ``state`` stands for (and if so, it is read)."""
    if state.kind in {"previous", "maybe", "log"} and _previous(reading, unit, state):
        return True
    if state.kind in {"actions", "log"}:
        return _in_actions(reading, unit, item, state)
    if state.kind in {"recommendations", "decisions"}:
        listed = _recommendation(reading, unit, item, state)
        if listed and state.kind == "decisions":
            reading.talk.append((unit.text, unit.where, item.number if item else None, "Resolved that "))
        return listed
    return state.kind == "coming" and _coming(reading, unit, state)


def _coming(reading: Reading, unit: Unit, state: State) -> bool:
    before = len(reading.minutes.future_meetings) + len(reading.minutes.warnings)
    state.year = year_in(unit.text) or state.year
    dates_in(reading.minutes, unit.text, unit.where, state.year)
    field_line = field_of(unit.text)
    return before < len(reading.minutes.future_meetings) + len(reading.minutes.warnings) or bool(field_line)


def walk_front(reading: Reading, end: int) -> None:
    """Tables of actions before the first item, and what the head's readers left."""
    for at, unit in enumerate(reading.units[:end]):
        if unit.table and at not in reading.used:
            _table(
                reading, at, unit, None, State("previous" if unit.shape and unit.shape.kind == "actions" else "talk")
            )
