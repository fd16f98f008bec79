"""Rows and a merged chronology as one JSON text each, and back: what is sealed is one text, opened with one look."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, time
from typing import Any

from goldenthread.kernel.chronology.conflicts import Conflict, Kind
from goldenthread.kernel.chronology.gaps import Gap, Missing
from goldenthread.kernel.chronology.merging import Event, Merged
from goldenthread.kernel.chronology.model import Place, Precision, Row, Seen, Unread, When


def packed_rows(rows: Sequence[Row], unread: Sequence[Unread]) -> str:
    """What was read in one file."""
    return json.dumps([[_row(row) for row in rows], [_unread(one) for one in unread]], ensure_ascii=False)


def unpacked_rows(text: str, agency: str) -> tuple[tuple[Row, ...], tuple[Unread, ...]]:
    """The same again, as rows of this agency."""
    rows, unread = json.loads(text) if text else ([], [])
    return tuple(_row_of(one, agency) for one in rows), tuple(_unread_of(one) for one in unread)


def packed(merged: Merged) -> str:
    """Events and what they conflict in by the number of a row in the order of the whole."""
    number = {id(row): n for n, row in enumerate(merged.rows)}
    agencies = [name for name, _ in merged.agencies]
    return json.dumps(
        {
            "agencies": merged.agencies,
            "rows": [[agencies.index(row.agency), *_row(row)] for row in merged.rows],
            "events": [
                [
                    len(event.rows),
                    [_conflict(c, number) for c in event.conflicts],
                    [number[id(r)] for r in event.repeats],
                ]
                for event in merged.events
            ],
            "apart": [_conflict(one, number) for one in merged.dated_apart],
            "gaps": [_gap(gap, number) for gap in merged.gaps],
            "unread": [_unread(one) for one in merged.unread],
        },
        ensure_ascii=False,
    )


def unpacked(text: str) -> Merged:
    """The merged chronology as it was packed."""
    told = json.loads(text)
    agencies = [str(name) for name, _ in told["agencies"]]
    rows = [_row_of(one, agencies[whose]) for whose, *one in told["rows"]]
    events, at = [], 0
    for number, (count, conflicts, repeats) in enumerate(told["events"], 1):
        found = tuple(_conflict_of(one, rows) for one in conflicts)
        events.append(Event(number, tuple(rows[at : at + count]), found, tuple(rows[n] for n in repeats)))
        at += count
    return Merged(
        tuple(events),
        tuple((str(name), int(count)) for name, count in told["agencies"]),
        tuple(_conflict_of(one, rows) for one in told["apart"]),
        tuple(_gap_of(one, rows) for one in told["gaps"]),
        tuple(_unread_of(one) for one in told["unread"]),
    )


def _row(row: Row) -> list[Any]:
    return [
        _when(row.when), row.event, _place(row.place), row.action, row.comment, row.who, row.professional,
        row.seen.value, row.other,
    ]  # fmt: skip


def _row_of(one: Sequence[Any], agency: str) -> Row:
    when, event, place, action, comment, who, professional, seen, other = one
    return Row(
        agency, _when_of(when), event, Place(*place), action=action, comment=comment, who=who,
        professional=professional, seen=Seen(seen), other=tuple((heading, text) for heading, text in other),
    )  # fmt: skip


def _when(when: When) -> list[Any]:
    days = [one.isoformat() if one else None for one in (when.first, when.last)]
    hours = [one.isoformat() if one else None for one in (when.at, when.until)]
    return [when.text, *days, *hours, when.precision.value, when.about]


def _when_of(one: Sequence[Any]) -> When:
    text, first, last, at, until, precision, about = one
    return When(
        text,
        date.fromisoformat(first) if first else None,
        date.fromisoformat(last) if last else None,
        time.fromisoformat(at) if at else None,
        time.fromisoformat(until) if until else None,
        Precision(precision),
        about,
    )


def _place(place: Place) -> list[Any]:
    return [place.file, place.sheet, place.row, place.cell]


def _unread(one: Unread) -> list[Any]:
    return [_place(one.place), one.text, one.problem, one.cure]


def _unread_of(one: Sequence[Any]) -> Unread:
    return Unread(Place(*one[0]), *one[1:])


def _conflict(one: Conflict, number: dict[int, int]) -> list[Any]:
    return [one.kind.value, number[id(one.one)], number[id(one.other)], one.words]


def _conflict_of(one: Sequence[Any], rows: Sequence[Row]) -> Conflict:
    return Conflict(Kind(one[0]), rows[one[1]], rows[one[2]], one[3])


def _gap(gap: Gap, number: dict[int, int]) -> list[Any]:
    row = None if gap.row is None else number[id(gap.row)]
    return [gap.kind.value, gap.first.isoformat(), gap.last.isoformat(), gap.agency, gap.words, row]


def _gap_of(one: Sequence[Any], rows: Sequence[Row]) -> Gap:
    kind, first, last, agency, words, row = one
    told_by = None if row is None else rows[row]
    return Gap(Missing(kind), date.fromisoformat(first), date.fromisoformat(last), agency, words, told_by)
