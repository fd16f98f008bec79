"""Everyone the document lists as present, absent or sent: a walk over the units that only looks for people."""

from __future__ import annotations

import re

from goldenthread.reading.minutes.attendance import from_line, from_table, open_list, section_of, settle
from goldenthread.reading.minutes.entries import entry_of
from goldenthread.reading.minutes.flow import Unit
from goldenthread.reading.minutes.heading import CHAIR_ALONE, field_of
from goldenthread.reading.minutes.marks import key_in
from goldenthread.reading.minutes.model import Attendee, Minutes
from goldenthread.reading.minutes.text import sentences

_RECEIVED = re.compile(
    r"\b(?i:apologies)\b(?:\s+for\s+(?:absence|non-attendance))?[^.;]{0,40}?\b(?:from|by|on\s+behalf\s+of"
    r"|for)\s+(?P<who>[A-Z].+)$",
    re.S,
)
_STOP = re.compile(r"\s*(?:\.\s|\.$|\bwho\b|\bwhich\b|\bwith\s).*$", re.S)
_ROLL = re.compile(r"apolog|attend|present|introduc|welcome|membership", re.I)


class _Gathering:
    def __init__(self, minutes: Minutes, units: list[Unit], key: dict[str, str]) -> None:
        self.minutes, self.units, self.key = minutes, units, key
        self.people: list[Attendee] = []
        self.used: set[int] = set()
        self.section = ""
        self.chair_next = False

    def front(self, end: int) -> None:
        for at, unit in enumerate(self.units[:end]):
            if unit.table:
                self.table(at, unit)
                continue
            self.line(at, unit)

    def table(self, at: int, unit: Unit) -> None:
        if unit.shape and unit.shape.kind == "people" and (unit.shape.header or self.section or _sectioned(unit)):
            if self.section == "guest":
                for row in unit.table.rows if unit.table else ():
                    text = " \u2013 ".join(t for t in row.texts if t)
                    self.people.extend(from_line(self.minutes, text, row.where, "guest", one=True))
            else:
                from_table(self.minutes, unit, self.key, self.section, self.people)
            self.used.add(at)

    def line(self, at: int, unit: Unit) -> None:
        opened = open_list(unit.text)
        if not opened and _RECEIVED.search(unit.text):
            self.sentence(unit)
            self.used.add(at)
            return
        if opened:
            self.section, rest = opened
            self.used.add(at)
            if rest:
                self.people.extend(from_line(self.minutes, rest, unit.where, self.section, one=False))
            return
        field = field_of(unit.text)
        if CHAIR_ALONE.fullmatch(unit.text):
            self.chair_next = True
            self.used.add(at)
        elif field and field[0] == "chair":
            self.chair(at, unit, field[1])
        elif field:
            self.section = self.section if field[0] == "group" else ""
        else:
            self.person(at, unit)

    def person(self, at: int, unit: Unit) -> None:
        if key_in(unit.text):
            self.used.add(at)
        elif (unit.level or unit.strong) and not entry_of(unit.text):
            self.section = ""
        elif self.chair_next and entry_of(unit.text):
            self.chair_next = False
            self.chair(at, unit, unit.text)
        elif self.section:
            self.people.extend(from_line(self.minutes, unit.text, unit.where, self.section, one=_alone(unit.text)))
            self.used.add(at)

    def chair(self, at: int, unit: Unit, text: str) -> None:
        entry = entry_of(text)
        if entry:
            found = from_line(self.minutes, text, unit.where, "attended", one=True)
            for person in found[:1]:
                person.role = "chair"
            self.people.extend(found[:1])
            self.used.add(at)

    def roll_item(self, first: int, last: int) -> None:
        """Lists and sentences inside the item on welcome, attendance and apologies."""
        self.section = ""
        for at in range(first, last):
            unit = self.units[at]
            if unit.table:
                self.table(at, unit)
            elif open_list(unit.text) and (open_list(unit.text) or ("", ""))[1] == "" and unit.strong:
                self.section = (open_list(unit.text) or ("", ""))[0]
            elif self.section and entry_of(unit.text):
                self.people.extend(from_line(self.minutes, unit.text, unit.where, self.section, one=_alone(unit.text)))
            else:
                self.sentence(unit)

    def sentence(self, unit: Unit) -> None:
        opened = open_list(unit.text)
        if opened and opened[1]:
            self.people.extend(from_line(self.minutes, opened[1], unit.where, opened[0], one=False))
            return
        for sentence in sentences(unit.text):
            match = _RECEIVED.search(sentence)
            if match:
                who = _STOP.sub("", match["who"])
                before = len(self.minutes.unplaced)
                self.people.extend(from_line(self.minutes, who, unit.where, "apology", one=False))
                del self.minutes.unplaced[before:]


def _sectioned(unit: Unit) -> bool:
    """Whether a table has rows of its own that say "Present" and "Apologies"."""
    rows = unit.table.rows if unit.table else ()
    return any(section_of(f"{row.texts[0].rstrip(':')}:") for row in rows)


def _alone(text: str) -> bool:
    """Whether a line holds one person: few commas, or a dash or bracket that describes them."""
    return text.count(",") < 4 and ";" not in text and len(re.findall(r"\([A-Z]{2,4}\)", text)) < 2


def gather(minutes: Minutes, units: list[Unit], end: int, rolls: list[tuple[str, int, int]]) -> set[int]:
    """Fill ``minutes.attendance``; ``rolls`` are the items (title, first unit, last unit). Returns the units that
    were lists of people."""
    key = next((found for found in (key_in(unit.text) for unit in units if not unit.table) if found), {})
    gathering = _Gathering(minutes, units, key)
    gathering.front(end)
    for title, first, last in rolls:
        if _ROLL.search(title):
            gathering.roll_item(first, last)
        else:
            gathering.section = ""
            for at in range(first, last):
                if units[at].table:
                    gathering.table(at, units[at])
    minutes.attendance = settle(gathering.people)
    return gathering.used
