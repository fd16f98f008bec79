"""What part of the minutes a unit belongs to, opened by an item's title or by a heading inside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from goldenthread.reading.minutes import previous
from goldenthread.reading.minutes.coming import year_in
from goldenthread.reading.minutes.dates import first_date
from goldenthread.reading.minutes.flow import Unit
from goldenthread.reading.minutes.labels import NEW_ACTIONS, NEXT_MEETINGS, PREVIOUS, RECOMMENDATIONS

_ORIGIN = re.compile(r"\bactions?\b.*\b(?:from|of|at|set|agreed)\b", re.I)


@dataclass(slots=True)
class State:
    """What the units being walked over belong to. ``kind``: "talk", "previous", "maybe" (a title that may bring
    earlier actions),
    "log", "actions", "recommendations", "decisions", "coming". ``opened``: the unit of the heading that opened it, -1
    for none."""

    kind: str = "talk"
    origin: date | None = None
    year: int | None = None
    begun: bool = False
    before: str = ""
    opened: int = -1


def title_state(title: str) -> State:
    """What an item's title says of what follows it."""
    if NEXT_MEETINGS.search(title):
        return State("coming", year=year_in(title))
    if NEW_ACTIONS.match(title.strip()) and not re.search(r"log|tracker|register", title, re.I):
        return State("actions")
    if re.search(r"action\s+(?:log|tracker|register)", title, re.I):
        return State("log")
    if PREVIOUS.search(title):
        return State("maybe", first_date(title))
    return State("recommendations") if RECOMMENDATIONS.match(title.strip()) else State()


def heading_state(unit: Unit, now: State) -> State | None:
    """The state that a heading inside an item opens; None when the unit is no such heading."""
    text = unit.text.strip()
    if len(text) > 110 or (unit.number and re.search(r"\d", unit.number) and len(text) > 60):
        return None
    if RECOMMENDATIONS.match(text):
        return State("recommendations")
    if NEW_ACTIONS.match(text) and not re.search(r"\b(?:log|tracker)\b", text, re.I):
        return State("actions")
    if (
        NEXT_MEETINGS.search(text)
        and (len(text) < 60 or first_date(text))
        and not re.search(r"\bto\s+(?!be\b|come\b)[a-z]+\b", text)
    ):
        return State("coming", year=year_in(text))
    heading = unit.strong or unit.level or text.endswith(":") or not text.endswith(".")
    if heading and PREVIOUS.search(text) and not previous.numbered(text) and not re.search(r"\bto\s+[a-z]+", text):
        kind = "log" if re.search(r"action\s+(?:log|tracker|register)", text, re.I) else "previous"
        origin = first_date(text) if _ORIGIN.search(text) else None
        return State(kind, origin or (now.origin if now.kind in {"previous", "maybe"} else None))
    return None
