"""Who came: from tables with marks, grids by date, and lists under "Present" and "Apologies"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from goldenthread.reading.blocks import Row, Where
from goldenthread.reading.minutes.dates import days_in, months_in
from goldenthread.reading.minutes.entries import Entry, entries_in, entry_of, is_passing, role_of
from goldenthread.reading.minutes.flow import Unit
from goldenthread.reading.minutes.labels import LIST
from goldenthread.reading.minutes.marks import column_status, is_mark, letter_status
from goldenthread.reading.minutes.model import Attendee, Minutes, Presenter
from goldenthread.reading.minutes.people import bare, folded, is_name
from goldenthread.reading.minutes.tables import Shape

_PAREN = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")

_INITIALS = re.compile(r"\([A-Z]{2,4}\)|\[[A-Z]{2,4}\]")


def _dated_column(shape: Shape, held: date | None) -> int | None:
    """The column of an attendance grid that is this meeting's."""
    if held is None:
        return None
    for at, header in shape.dates.items():
        days = days_in(header)
        if any((d.day, d.month) == (held.day, held.month) and d.year in (None, held.year) for d in days):
            return at
        if not days and any(month == held.month and year in (None, held.year) for month, year in months_in(header)):
            return at
    return None


def _someone(text: str) -> str | None:
    """A deputy's name in a cell, with or without words around it."""
    plain = re.sub(
        r"^(?:deput(?:y|ised by|ising)|sub(?:stitute)?|rep(?:resented)?(?:\s+by)?|apologies|apols)\b[\s:\u2013()-]*",
        "",
        text.strip(),
        flags=re.I,
    )
    plain = re.sub(
        r"\b(?:attended|deputi[sz]ing|deputi[sz]ed|attending|deputy|for)\b",
        " ",
        _PAREN.sub(r" \1\2 ", _INITIALS.sub(" ", plain)),
        flags=re.I,
    )
    plain = " ".join(re.split(r"\s[-\u2013]\s|,", plain)[0].split()).strip(" .()-")
    plain = re.sub(r"^(?:[DSAP]|Ap|Aps|Dep|Sub)\s+(?=\S+\s)", "", plain)  # the mark before the name: "D (Ann Lee)"
    return plain if is_name(plain) else None


def _status(
    row: Row, shape: Shape, texts: dict[str, list[str]], key: dict[str, str], dated: int | None
) -> tuple[str, str | None]:
    """Status and deputy of one row."""
    cells = row.texts

    def cell(kind: str) -> str:
        return cells[shape.columns[kind]].strip() if kind in shape.columns else ""

    deputy = _someone(cell("deputy"))
    found: str | None = None
    for kind, meaning in (("attended", "attended"), ("apology", "apology"), ("absent", "absent")):
        text = cell(kind)
        if not text:
            continue
        name = _someone(text)
        if name and not is_mark(text):
            deputy = deputy or name
            continue
        found = found or column_status(text, meaning, texts[kind])
    letters = cells[dated] if dated is not None else cell("mark")
    if not found and letters:
        found = letter_status(letters, key) or letter_status(letters.split()[0], key)
        deputy = deputy or (_someone(letters) if not is_mark(letters) else None)
    if deputy and found in (None, "apology", "deputy", "absent"):
        return "deputy", deputy
    return found or "unknown", None


def _name_and_notes(text: str) -> Entry | None:
    """The name cell: "Jane Smith (Vice Chair)", "Jane Smith - Chair", "Jane Smith (JS)"."""
    entry = entry_of(text)
    if entry:
        return entry
    plain = " ".join(_PAREN.sub(" ", text).split())
    if 1 <= len(plain.split()) <= 5 and plain[:1].isupper() and not re.search(r"\d", plain) and len(plain) < 50:
        return Entry(plain)
    return None


def from_table(minutes: Minutes, unit: Unit, key: dict[str, str], section: str, out: list[Attendee]) -> None:
    """Rows of an attendance table, added to ``out``; ``section`` is the list it stands under ("attended", "apology",
    ...)."""
    table, shape = unit.table, unit.shape
    if table is None or shape is None:
        return
    rows = table.rows[shape.header :]
    dated = _dated_column(shape, minutes.meeting.date)
    kinds: list[str] = [kind for kind in ("attended", "apology", "absent") if kind in shape.columns]
    texts = {kind: [row.texts[shape.columns[kind]] for row in rows] for kind in kinds}
    marked = bool(kinds or "mark" in shape.columns or dated is not None)
    if shape.dates and dated is None and not kinds:
        minutes.warn("no_attendance_column", "No column of the attendance table is dated as this meeting.", unit.where)
    state = section
    for row in rows:
        text = row.texts[shape.columns.get("name", 0)].strip()
        heading = section_of(f"{text.rstrip(':')}:")
        if heading and len([t for t in row.texts if t]) == 1:
            state = heading
            continue
        attendee = _attendee(row, shape, text)
        if attendee is None:
            minutes.unplaced.extend([row.where] if any(row.texts) else [])
            continue
        if marked:
            attendee.status, attendee.deputy = _status(row, shape, texts, key, dated)
        elif not shape.dates:
            attendee.status = STATUS_OF.get(state, "unknown")
        _as_virtual(attendee)
        out.append(attendee)


def _as_virtual(attendee: Attendee) -> None:
    if attendee.virtual and attendee.status == "unknown":
        attendee.status = "papers_only"


def _title_and_role(title: str) -> tuple[str | None, str]:
    """A title without the notes in brackets: a role ("(Chair)") is kept as the role, a coming or going is left out."""
    role = ""
    for first, second in _PAREN.findall(title):
        said = first or second
        if role_of(said) or is_passing(said):
            role = role or role_of(said)
            title = title.replace(f"({said})", " ").replace(f"[{said}]", " ")
    title = " ".join(title.split()).strip(" ,-\u2013")
    parts = re.split(r"\s*[,\u2013/(-]\s*|\s+and\s+", title)
    return title or None, role or role_of(parts[0]) or role_of(parts[-1])


def _attendee(row: Row, shape: Shape, text: str) -> Attendee | None:
    entry = _name_and_notes(text) if text else None
    if entry is None:
        return None

    def cell(kind: str) -> str | None:
        at = shape.columns.get(kind)
        return row.texts[at].strip() or None if at is not None else None

    title, agency = cell("title"), cell("agency")
    if "title" not in shape.columns and "agency" not in shape.columns and not shape.header:
        # No header: what follows the name, in its order.
        line = entry_of(" \u2013 ".join([text, *(t for t in row.texts[1:] if t and not is_mark(t))]))
        title, agency = (line.title, line.agency) if line else (None, None)
    role = entry.role
    if title:
        title, said = _title_and_role(title)
        role = role or said
    return Attendee(
        name=entry.name,
        where=row.where,
        title=title or entry.title,
        agency=agency or entry.agency,
        virtual=entry.role == "virtual member",
        role=role,
        initials=cell("initials") or entry.initials,
        deputy=None,
        deputy_for=entry.deputy_for,
    )


STATUS_OF = {
    "attended": "attended",
    "in attendance": "attended",
    "apology": "apology",
    "absent": "absent",
    "papers_only": "papers_only",
    "deputy": "attended",
    "guest": "attended",
}


def section_of(text: str) -> str:
    """The attendance list that a label opens; empty when it opens none."""
    from_label = _list(text)
    return from_label[0] if from_label else ""


def _list(text: str) -> tuple[str, str] | None:
    match = LIST.match(text)
    if not match or (not match["colon"] and match["rest"]):
        return None
    if not match["rest"] and re.fullmatch(r"\W*(?:minutes?|notes?|support|invited)\W*", text, re.I):
        return None
    if (
        match["rest"]
        and re.match(r"\W*(?:minutes?|notes?|clerk|secretary|support)\b", text, re.I)
        and not entry_of(match["rest"])
    ):
        return None  # "Minutes: Northside Board" is a title, "Minutes: Ann Lee" says who took them
    kind = next(key for key, value in match.groupdict().items() if value is not None and key not in {"colon", "rest"})
    return ("in attendance" if kind == "in_attendance" else kind), match["rest"].strip()


def open_list(text: str) -> tuple[str, str] | None:
    """ "Present: A, B" -> ("attended", "A, B"); None when ``text`` opens no list."""
    return _list(text)


def from_line(minutes: Minutes, text: str, where: Where, section: str, *, one: bool) -> list[Attendee]:
    """The people of a line under a list's label. Guests are ``minutes.presenters`` as well."""
    entries, lost = entries_in(text, one=one)
    if one and not entries:
        entries, lost = entries_in(text)
    for piece in lost:
        if not re.fullmatch(r"(?i)(?:none|nil|n/?a|no apologies.*|all members.*|as above|see above)\.?", piece.strip()):
            minutes.unplaced.append(where.says(piece))
    found: list[Attendee] = []
    for entry in entries:
        guest = section == "guest" or bool(entry.item and section == "in attendance")
        if guest:
            minutes.presenters.append(Presenter(entry.name, where.says(text), entry.item, entry.agency, entry.title))
        attendee = Attendee(
            name=entry.name,
            where=where.says(text),
            title=entry.title,
            agency=entry.agency,
            status=STATUS_OF[section],
            deputy=entry.deputy,
            virtual=entry.role == "virtual member" or section == "papers_only",
            role="guest" if guest else entry.role or ("in attendance" if section == "in attendance" else ""),
            initials=entry.initials,
            deputy_for=entry.deputy_for,
        )
        if entry.deputy and section in {"apology", "absent"}:
            attendee.status = "deputy"
        elif entry.role == "virtual member" and section == "attended":
            attendee.virtual, attendee.role = False, ""  # "(virtual)" beside someone present: came by video
        found.append(attendee)
    return found


def settle(people: list[Attendee]) -> list[Attendee]:
    """One row for each person: lists and tables together; someone a deputy came for is marked so."""
    merged: dict[str, Attendee] = {}
    for person in people:
        same = merged.get(folded(person.name))
        if same is None:
            merged[folded(person.name)] = replace(person)
            continue
        if same.status == "unknown" or (same.status == "apology" and person.status == "deputy"):
            same.status, same.deputy = person.status, person.deputy
        same.title, same.agency = same.title or person.title, same.agency or person.agency
        same.initials, same.role = same.initials or person.initials, same.role or person.role
        same.deputy_for = same.deputy_for or person.deputy_for
    for person in [p for p in merged.values() if p.deputy_for]:
        _deputised(merged, person)
    return list(merged.values())


def _deputised(merged: dict[str, Attendee], person: Attendee) -> None:
    wanted = folded(person.deputy_for or "")
    absent = merged.get(wanted) or next(
        (p for key, p in merged.items() if key.split()[-1:] == wanted.split()[-1:] and len(bare(wanted).split()) == 1),
        None,
    )
    if absent is None:
        absent = Attendee(name=person.deputy_for or "", where=person.where, agency=person.agency)
        merged[wanted] = absent
    if absent.status in {"unknown", "apology", "absent"}:
        absent.status, absent.deputy = "deputy", person.name
