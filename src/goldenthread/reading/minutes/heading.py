"""The head of the minutes: which group met, when, where, and who was in the chair."""

from __future__ import annotations

import re
from dataclasses import replace

from goldenthread.reading.blocks import Where
from goldenthread.reading.minutes.attendance import open_list
from goldenthread.reading.minutes.dates import days_in, first_date, hours_in
from goldenthread.reading.minutes.entries import entry_of
from goldenthread.reading.minutes.flow import Unit
from goldenthread.reading.minutes.labels import FIELD, FIELD_LINE
from goldenthread.reading.minutes.model import Meeting
from goldenthread.reading.minutes.people import PERSON, is_name
from goldenthread.reading.minutes.text import squeezed

_GROUP = re.compile(
    r"\b(?:board|partnership|group|sub-?group|committee|panel|forum|executive|network|council|team|alliance|conference|lscb|lscp|mash|steering|cabinet|consortium|collaborative)\b|(?:LSCB|LSCP|SCB|SCP)\b",
    re.I,
)
_MINUTES_OF = re.compile(
    r"^(?:(?:draft|final|approved|confirmed|unconfirmed|public|action)\s+)*(?:minutes?|notes?|record|note)(?:\s+and\s+actions?)?\s*(?:of|from|for|:|[-\u2013\u2014])\s*(?:the\s+|a\s+)?"
    r"(?:(?:\w+\s+)?meeting\s+(?:of|for)\s+(?:the\s+)?)?(?P<group>.+?)$",
    re.I | re.S,
)
_TAIL = re.compile(
    r"\s*(?:(?:\b(?:board|group|committee|panel|partnership)\s+)?(?:\w+\s+)?\bmeeting)?\s*(?:,\s*)?\b(?:which\s+was\s+)?(?:held|that\s+took\s+place|on\b|at\s+\d|dated)\b.*$|\s+meeting$",
    re.I | re.S,
)
_HELD_AT = re.compile(
    r"\b(?:held\s+)?(?:at|in|via|by)\s+(?P<place>(?:the\s+)?[A-Z][^.;\n]{2,90}?)(?=\s+(?:on|at|from|commencing)\s+(?:\w+day|\d)|\s*[,.;]?\s*(?:commencing|starting|$)|\.|;|\n)"
)
_AFTER_TIME = re.compile(
    r"(?:\d{4}|[ap]\.?m\.?|noon|hrs|hours|\d[.:]\d\d)\s*[,;\u2013-]\s*(?:at\s+|in\s+)?(?P<place>(?:the\s+)?[A-Z][^;\n]{3,90})$"
)
_PLACE = re.compile(
    r"^(?:via|held\s+(?:at|in|via|on)|at)\s+\S|\b(?:room|hall|suite|chamber|teams|zoom|centre|headquarters|hq|house|offices?)\b|^virtual(?:ly)?\b|^online\b",
    re.I,
)
_TIME = r"\d{1,2}(?:[.:]\d\d)?\s*(?:[ap]\.?m\b\.?|hrs|hours|noon)?"
_TIMES_FIRST = re.compile(
    rf"^(?:at\s+|from\s+|time\s*:?\s*)?(?P<times>{_TIME}(?:\s*(?:[-\u2013]|to|until)\s*{_TIME})?)"
    r"\s*(?:$|[,;\u2013-]\s*(?:(?:in|at)\s+)?(?P<rest>.*)$)",
    re.I,
)
_NEXT_FIELD = re.compile(
    r"(?:\s{2,}|\s*[|;,]\s*|\t|\s)(?=(?:date|time|start\s+time|end\s+time|finish|venue|location|place|room|chair"
    r"(?:ed\s+by|person)?|held\s+at)\s*:\s*\S)",
    re.I,
)
_TITLED = re.compile(r"\b(?:board|partnership|minutes|sub-?group|panel|forum|notes)\b", re.I)
_VENUE = re.compile(
    r"\b(?:room|hall|house|centre|center|suite|office|offices|chamber|teams|zoom|building|school|library|headquarters|hq|virtual|online|"
    r"church|hospital|station|court|hotel|campus|college|university|theatre|mill|park|place|street|road)\b",
    re.I,
)
_CHAIRED = re.compile(
    rf"\b(?i:chaired\s+by|in\s+the\s+chair\s*[:\u2013-]|chair\s*:)\s*(?P<name>{PERSON})|(?P<before>{PERSON})\s+(?:(?:was\s+)?in\s+the\s+chair|chaired\s+the\s+meeting|took\s+the\s+chair|presided)"
)
_NOISE = re.compile(
    r"^(?:(?:draft|final|approved|confirmed|unconfirmed|official|sensitive|restricted|confidential|public|not\s+protectively\s+marked|agenda|minutes?|notes?|meeting|action|and|of|the|for|record|version|v?\d[\d.]*)\W*)+$",
    re.I,
)
_PARENT = re.compile(r"\b(?:partnership|board|council|trust|authority|l?scb|l?scp|hscp|sscp)\b", re.I)
_CHILD = re.compile(r"\b(?:group|sub-?group|committee|panel|forum|executive|steering|team)\b", re.I)


#: A heading of its own above the name of the chair.
CHAIR_ALONE = re.compile(r"\s*(?:(?:independent|board|meeting)\s+)?chair(?:person|man|woman)?\s*:?\s*", re.I)


def field_of(text: str) -> tuple[str, str] | None:
    """ "Venue: Town Hall" -> ("place", "Town Hall"); None when ``text`` is no field of the head."""
    line = FIELD_LINE.match(text)
    if not line or len(line["value"]) > 300:
        return None
    match = FIELD.match(squeezed(line["label"]))
    if not match:
        return None
    return next(key for key, value in match.groupdict().items() if value is not None), line["value"].strip()


class _Head:
    def __init__(self) -> None:
        self.meeting = Meeting()
        self.titles: list[tuple[str, Where]] = []

    def put(self, key: str, value: str | None, where: Where) -> None:
        """The first that is said counts."""
        if value and not getattr(self.meeting, key):
            setattr(self.meeting, key, value)
            self.meeting.where[key] = where

    def put_date(self, text: str, where: Where) -> None:
        made = first_date(text)
        if made and not self.meeting.date:
            self.meeting.date = made
            self.meeting.where["date"] = where

    def put_hours(self, text: str, where: Where) -> None:
        starts, ends = hours_in(text)
        self.put("starts", starts, where)
        if self.meeting.starts == starts:
            self.put("ends", ends, where)

    def field(self, key: str, value: str, where: Where) -> None:
        if key == "group":
            self.title(value, where, labelled=True)
        elif key in {"date", "datetime", "time"}:
            self.put_date(value, where)
            self.put_hours(value, where)
            self.held_at(value, where)
        elif key == "ends":
            self.put("ends", hours_in(value)[0], where)
        elif key == "place":
            self.put("place", value.strip(" .,;"), where)
        elif key == "chair":
            entry = entry_of(value)
            plain = re.sub(r"\(.*?\)", "", value).split(",")[0].strip(" .")
            self.put(
                "chair",
                entry.name if entry else (plain if 2 < len(plain) < 50 and plain[:1].isupper() else None),
                where,
            )

    def held_at(self, text: str, where: Where) -> None:
        match = _HELD_AT.search(text)
        named = match and is_name(match["place"]) and not _VENUE.search(match["place"])
        if match and not days_in(match["place"]) and not named:
            self.put("place", re.sub(r"^the\s+", "", match["place"].strip(" ,")), where)
            return
        # "18 July 2018, 1pm to 3pm, Room 4, The Old Mill": what follows the last date or time, if it names a building.
        venue = _AFTER_TIME.search(text)
        if venue and _VENUE.search(venue["place"]) and not days_in(venue["place"]):
            place = venue["place"].strip(" ,.")
            self.put("place", place if "(" in place else place.rstrip(") "), where)

    def title(self, text: str, where: Where, *, labelled: bool = False) -> None:
        plain = squeezed(re.sub(r"\s*\n\s*", " ", text))
        of = _MINUTES_OF.match(plain)
        group = _without_date(of["group"] if of else plain)
        group = re.sub(
            r"\s*[-\u2013\u2014:,]?\s*\(?(?:draft\s+)?(?:minutes|notes|record)(?:\s+of(?:\s+(?:the\s+)?(?:meeting|board))?)?\)?$",
            "",
            _TAIL.sub("", group),
            flags=re.I,
        )
        group = group.strip(" ,.;:-\u2013\u2014|")
        if not group or len(group) > 120 or _NOISE.match(group):
            return
        if labelled or of or _GROUP.search(group):
            self.titles.append((group, where))


def _without_date(text: str) -> str:
    for day in reversed(days_in(text)):
        text = (text[: day.start] + " " + text[day.end :]) if day.start else text
        if day.start > 8:
            text = text[: day.start].rstrip()
    return re.sub(r"[\s,\u2013\u2014-]+(?:(?:held\s+)?(?:on|at))?\s*(?:\w+day)?$", "", text)


_ANY = re.compile(r"(?:the\s+)?(?:full\s+|main\s+)?(?:board|group|committee|partnership|panel|sub-?group)", re.I)


def _choose_group(head: _Head) -> None:
    """The most particular of the title's bodies is the group; the one it belongs to is kept beside."""
    titles: list[tuple[str, Where]] = []
    named = [title for title in head.titles if not _ANY.fullmatch(title[0])]
    for text, where in named or head.titles:
        if not any(text.lower() == other.lower() for other, _ in titles):
            titles.append((text, where))
    if not titles:
        return
    chosen = titles[0]
    if len(titles) > 1 and _PARENT.search(titles[0][0]) and not _CHILD.search(titles[0][0]):
        particular = [
            t
            for t in titles[1:4]
            if _CHILD.search(t[0]) or (_GROUP.search(t[0]) and titles[0][0].lower() not in t[0].lower())
        ]
        particular = [t for t in titles[1:4] if _CHILD.search(t[0])] or particular
        if particular:
            head.meeting.organisation = chosen[0]
            chosen = particular[0]
    head.put("group", chosen[0], chosen[1])


def _times_apart(head: _Head, unit: Unit, text: str) -> str:
    """A line that begins with the hours, without them: "10am to noon, Offa Room" is hours and a place."""
    match = _TIMES_FIRST.match(text)
    if not match or days_in(text) or not hours_in(match["times"])[0]:
        return text
    head.put_hours(match["times"], unit.where)
    return match["rest"] or ""


def _sentence(head: _Head, unit: Unit, *, title: bool) -> None:
    text = _times_apart(head, unit, squeezed(unit.text))
    if text:
        _hours_and_day(head, unit, text)
        _place_or_title(head, unit, text, title=title)


def _hours_and_day(head: _Head, unit: Unit, text: str) -> None:
    dated = days_in(text)
    if re.search(r"\b(?:held|meeting|minutes|notes)\b", text, re.I) or (dated and len(text) < 90):
        head.put_date(text, unit.where)
        if dated or re.search(r"\bheld\b", text, re.I):
            head.held_at(text, unit.where)
        if dated or hours_in(text)[1]:
            head.put_hours(text, unit.where)
    elif len(text) < 60 and hours_in(text)[1]:
        head.put_hours(text, unit.where)
    chaired = _CHAIRED.search(text)
    if chaired:
        head.put("chair", chaired["name"] or chaired["before"], unit.where)


def _place_or_title(head: _Head, unit: Unit, text: str, *, title: bool) -> None:
    if (
        title
        and len(text) < 90
        and not _TITLED.search(text)
        and not days_in(text)
        and head.titles
        and _PLACE.search(text)
    ):
        head.put(
            "place",
            re.sub(r"^(?:via|by|at|in|on|held\s+(?:at|in|via|on))\s+", "", text, flags=re.I).strip(" .,"),
            unit.where,
        )
    elif title and len(text) < 220:
        head.title(unit.text if text == squeezed(unit.text) else text, unit.where)


def _fields_apart(unit: Unit) -> list[Unit]:
    """ "Date: 4 May   Time: 2pm   Venue: Town Hall" as three lines; any other unit as it is."""
    if not unit.table and CHAIR_ALONE.fullmatch(unit.text):
        return [replace(unit, text="Chair:")]
    if unit.table or not field_of(unit.text):
        return [unit]
    parts = _NEXT_FIELD.split(unit.text)
    return [replace(unit, text=part) for part in parts] if len(parts) > 1 else [unit]


_CLOSING = re.compile(
    r"\bmeeting\b[^.]{0,40}?\b(?:closed|ended|finished|concluded)\b[^.\d]{0,25}?(?:at|:)\s*(?P<time>.{2,30})$"
    r"|\b(?:closed|ended|concluded)\s+the\s+meeting\s+at\s+(?P<late>.{2,30})$",
    re.I,
)


def read_close(meeting: Meeting, texts: list[tuple[str, Where]]) -> None:
    """ "The meeting closed at 3.45pm": when it ended, where the head does not say. The last that is said counts."""
    if meeting.ends:
        return
    for text, where in reversed(texts):
        match = _CLOSING.search(squeezed(text).rstrip(". "))
        said = (match["time"] or match["late"]) if match else ""
        ends = hours_in(said)[0] or (hours_in(f"{meeting.starts} to {said}")[1] if said and meeting.starts else None)
        if ends:
            meeting.ends, meeting.where["ends"] = ends, where
            return


def read_head(units: list[Unit]) -> Meeting:
    """The meeting's head from the units before the first item. What the text does not say stays None."""
    head = _Head()
    listing = False
    waiting = ""
    for unit in (part for whole in units for part in _fields_apart(whole)):
        if unit.table:
            listing = True
            continue
        if waiting and not field_of(unit.text) and not open_list(unit.text):
            head.field(waiting, unit.text, unit.where)
            waiting = ""
            continue
        waiting = ""
        found = field_of(unit.text)
        if found:
            key, value = found
            if not value:
                waiting = key
            head.field(key, value, unit.where)
            # "Chair: ..." among the list of those present does not open it; neither does "Date:".
            continue
        if open_list(unit.text):
            listing = True
        elif not listing or re.match(r"(?:minutes|notes|held)\b|date|time", unit.text, re.I):
            _sentence(head, unit, title=not listing)
    _choose_group(head)
    return head.meeting
