"""A register from the command line: for which partnership, as whom, read how, and what came of each row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse

from goldenthread.config.installation import Trouble
from goldenthread.config.whose import partnership_named, person_for
from goldenthread.core.casework.importable import importable_for, registers_taken
from goldenthread.core.tenancy.actor import acting_as
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.processes.registers.register_import.checking import Checked
from goldenthread.processes.registers.register_import.forms import may_lead
from goldenthread.processes.registers.register_import.guessing import layout_at
from goldenthread.processes.registers.register_import.mapping import Layout, Way
from goldenthread.processes.registers.register_import.models import HeldFile, RegisterImport
from goldenthread.processes.registers.register_import.rows import NO_CASE, Problem
from goldenthread.processes.registers.register_import.taking import (
    checked,
    desk_of,
    read_so,
    receive_register,
    remembered_columns,
    take_register_in,
    with_remembered_words,
    words_said,
)
from goldenthread.processes.registers.register_import.vocabulary import Vocabulary
from goldenthread.reading.trackers.book import Book
from goldenthread.reading.trackers.headings import guess_headings, headings_at, key_of

State = RegisterImport.State


def take_in(
    data: bytes, book: Book, *, name: str, process: str, partnership_slug: str | None, email: str | None,
    agency: str | None, sheet: str | None, map_file: Path | None, dry_run: bool, without_refused: bool,
) -> dict[str, Any]:  # fmt: skip
    """Look at every row, and take it in unless it is a dry run. `lines` says what happened, by cell.

    Raises Trouble, in words, for what the person at the command line can put right; then nothing is written.
    """
    importable = importable_for(process)
    if importable is None:
        raise Trouble(
            f"Registers of “{process}” are not taken in. These are: {', '.join(o.process for o in registers_taken())}."
        )
    board = partnership_named(partnership_slug)
    actor = person_for(board, email, importable.of.may_open, f"bring {importable.of.title.lower()} in")
    said = _map(map_file)
    try:
        with acting_as(actor), transaction.atomic():
            received = receive_register(
                partnership=board, process=process, lead_agency=_agency(board, agency), name=name, data=data, book=book
            )
            one = received.register_import
            if one.state == State.READY:
                one = _read_as_said(one, book, sheet, said)
            answer = _looked_at(board, one, book, dry_run, without_refused)
            HeldFile.objects.filter(register_import=one).delete()  # whoever works here has the file
            if dry_run:
                transaction.set_rollback(True)
    except (ValidationError, PermissionDenied) as refused:
        raise Trouble(" ".join(getattr(refused, "messages", [str(refused)]))) from refused
    return answer


def _looked_at(
    board: Partnership, one: RegisterImport, book: Book, dry_run: bool, without_refused: bool
) -> dict[str, Any]:
    if one.state != State.READY:
        page = f"{settings.SITE_URL}{reverse('register_import', args=[board.slug, one.pk])}"
        return {
            "state": one.state,
            "counts": one.counts,
            "lines": ["This file was brought in before: nothing was changed.", f"See {page}"],
        }
    if not one.way:
        raise ValidationError("No row of any sheet looks like headings. Say where they stand with --map.")
    found = checked(one, book)
    if not dry_run:
        problems = [*found.problems, *found.loose]
        if problems and not without_refused:
            raise ValidationError(
                ["Nothing was written.", *_lines(found), "Mend the file, or add --leave-out to take in the rest."]
            )
        one = take_register_in(one, book, without_refused=without_refused)
    lines = _lines(found)
    if found.lacking:
        lines.insert(0, f"No column fills: {', '.join(found.lacking)}. Say which does with --map.")
    if dry_run:
        lines.append("Nothing was written.")
    else:
        lines.append(f"See {settings.SITE_URL}{reverse('register_import', args=[board.slug, one.pk])}")
    return {
        "state": one.state, "counts": found.counts, "map": _as_map(one, book, desk_of(one).words), "lines": lines,
        "cells": [
            {"where": p.place, "fills": p.target, "read": p.read, "why": p.why}
            for p in [*found.problems, *found.loose]
        ],
    }  # fmt: skip


def _lines(found: Checked) -> list[str]:
    """The sum, then each cell that is not taken, each row that is no case or here already, what is worth a look."""
    n = found.counts
    said = (
        f"{n['rows']} rows = {n['taken']} taken in + {n['refused']} not taken + {n['here']} here already "
        f"+ {n['no_case']} no cases"
    )
    return [
        f"{said}.",
        *(_line(problem) for problem in [*found.problems, *found.loose]),
        *(f"{row.case.place}: here already as {row.same}." for row in found.of("here")),
        *(f"{left.place}: {NO_CASE[left.why]}" for left in found.left_out),
        *(f"To look at: {note}" for row in found.of("taken") for note in row.case.notes),
    ]


def _line(problem: Problem) -> str:
    read = f" reads “{problem.read[:60]}”" if problem.read else ""
    return f"{problem.place}{read}: {problem.why}"


def _map(file: Path | None) -> dict[str, Any]:
    """A map file: {"sheet", "row", "rows", "columns": {heading: field}, "values": {field: {word: choice}}}."""
    if file is None:
        return {}
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise Trouble(f"{file.name} is no map: it must be one JSON object. {wrong}") from wrong
    if not isinstance(said, dict):
        raise Trouble(f"{file.name} is no map: it must be one JSON object.")
    return said


def _read_as_said(one: RegisterImport, book: Book, sheet: str | None, said: dict[str, Any]) -> RegisterImport:
    """What --sheet and --map say, over what was guessed or remembered."""
    words = desk_of(one).words
    way = Way.of(one.way) if one.way else None
    at = _sheet(book, sheet or said.get("sheet"))
    if way is None or (at is not None and at != way.main.sheet) or "row" in said:
        way = Way(
            _layout(one, book, at if at is not None else (way.main.sheet if way else 0), said, words),
            way.below if way else {},
        )
        way = with_remembered_words(one.partnership, one.process, way)
    headings = headings_at(book.sheets[way.main.sheet], way.main.row, way.main.rows).words
    columns = dict(way.main.columns) | _columns(said.get("columns", {}), headings, words)
    values = {name: dict(known) for name, known in way.values.items()}
    for name, given in words_said(words, said.get("values", {})).items():
        values.setdefault(name, {}).update(given)
    main = Layout(way.main.sheet, way.main.row, way.main.rows, {c: n for c, n in columns.items() if n})
    return read_so(one, Way(main, way.below, values))


def _layout(one: RegisterImport, book: Book, at: int, said: dict[str, Any], words: Vocabulary) -> Layout:
    sheet = book.sheets[at]
    remembered = remembered_columns(one.partnership, one.process)
    if "row" in said:
        return layout_at(at, sheet, int(said["row"]) - 1, int(said.get("rows", 1)), words, remembered)
    phrases = {phrase for target in words.of_record() for phrase in target.phrases}
    found = guess_headings(sheet, lambda heading: key_of(heading) in phrases)
    if found is None:
        raise ValidationError(f"No row of the sheet “{sheet.name}” looks like headings. Say which with --map.")
    return layout_at(at, sheet, found.row, found.rows, words, remembered)


def _columns(said: dict[str, str], headings: tuple[str, ...], words: Vocabulary) -> dict[int, str]:
    places = {key_of(text): at for at, text in enumerate(headings) if text}
    found = {}
    for heading, name in said.items():
        if key_of(heading) not in places:
            raise ValidationError(f"The map names the heading “{heading}”, which the sheet does not have.")
        if name and name not in words.targets:
            raise ValidationError(f"The map fills “{name}”, which is none of: {', '.join(words.targets)}.")
        found[places[key_of(heading)]] = name
    return found


def _sheet(book: Book, name: str | None) -> int | None:
    if name is None:
        return None
    found = next((at for at, sheet in enumerate(book.sheets) if sheet.name.casefold() == name.casefold()), None)
    if found is None:
        raise ValidationError(
            f"There is no sheet “{name}”. Its sheets: {', '.join(sheet.name for sheet in book.sheets)}."
        )
    return found


def _agency(board: Partnership, name: str | None) -> Agency:
    mine = may_lead(board)
    if name is not None:
        mine = [agency for agency in mine if name.casefold() in (agency.name.casefold(), str(agency.pk))]
    if len(mine) != 1:
        known = ", ".join(agency.name for agency in may_lead(board))
        raise ValidationError(
            f"Say which agency keeps the register with --agency: {known or 'you speak for none here'}."
        )
    return mine[0]


def _as_map(one: RegisterImport, book: Book, words: Vocabulary) -> dict[str, Any]:
    """How it is read, as a map file says it: to be kept and changed. Words are known by fingerprints and not said."""
    main = Way.of(one.way).main
    headings = headings_at(book.sheets[main.sheet], main.row, main.rows).words
    columns = {text: main.columns.get(at, "") for at, text in enumerate(headings) if text}
    return {"sheet": book.sheets[main.sheet].name, "row": main.row + 1, "rows": main.rows, "columns": columns}
