"""The verbs that take a register in: hold the file, say how it is read, take the rows in, put it aside."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.core.casework.bringing_in import bring_records
from goldenthread.core.casework.importable import Importable, importable_for
from goldenthread.core.casework.registering import refuse_bringing_in
from goldenthread.core.casework.services import speaks_for
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.now import now
from goldenthread.reading.trackers.book import Book
from goldenthread.reading.trackers.headings import headings_at
from goldenthread.reading.trackers.opening import open_tracker

from .checking import TAKEN, Checked, Desk, check_register
from .guessing import guess_way
from .mapping import Way, fingerprint, fingerprint_of_all
from .models import HeldFile, RegisterImport, RememberedWay
from .progress import TIMED, WRITTEN, Told, nobody
from .vocabulary import Vocabulary, vocabulary_of

State = RegisterImport.State
#: As many ways of reading a register are looked through for a heading that was taken before.
LOOKED_THROUGH = 20


@dataclass(frozen=True)
class Received:
    """The import a file belongs to, and whether it is a new one."""

    register_import: RegisterImport
    new: bool


@transaction.atomic
def receive_register(
    *, partnership: Partnership, process: str, lead_agency: Agency, name: str, data: bytes, book: Book
) -> Received:
    """Hold a file that was opened (`open_tracker`), with a first guess at how it is read. Nothing of it is written yet.

    The same file again, from the same person, is the same import as long as that one stands; its file is held anew.
    Raises PermissionDenied for who neither opens such a record nor keeps its register, or for an agency that one
    does not speak for.
    """
    taken = importable_at(partnership, process)
    _may_lead(partnership, lead_agency)
    digest, actor = hashlib.sha256(data).hexdigest(), current_actor()
    Partnership.objects.select_for_update().get(pk=partnership.pk)  # two uploads of one file wait for each other
    there = RegisterImport.objects.filter(
        partnership=partnership, process=process, sha256=digest, state__in=RegisterImport.STANDING
    ).first()
    if there is None:
        way = guess_way(book, vocabulary_of(taken, partnership), remembered_columns(partnership, process))
        made = RegisterImport(
            partnership=partnership, process=process, lead_agency=lead_agency, name=_file_name(name), sha256=digest,
            size=len(data), way=with_remembered_words(partnership, process, way).as_json() if way else {},
            uploaded_by_id=actor.user, uploaded_at=now(), by=actor.name,
        )  # fmt: skip
        made.save()
        _hold(made, data)
        return Received(made, new=True)
    if there.is_open:
        _hold(there, data)
    return Received(there, new=False)


def importable_at(partnership: Partnership, process: str) -> Importable:
    """What a register of this process may fill. Raises PermissionDenied for who may not bring one in."""
    found = importable_for(process)
    if found is None:
        raise ValidationError("Registers of this kind are not taken in.")
    refuse_bringing_in(found.of, partnership, f"bring {found.of.title.lower()} in")
    return found


def book_of(register_import: RegisterImport) -> Book | None:
    """The file as it is held; nothing where it is gone."""
    held = HeldFile.objects.filter(register_import=register_import).first()
    return open_tracker(base64.b64decode(held.content["file"])) if held else None


def desk_of(register_import: RegisterImport) -> Desk:
    one = register_import
    words = vocabulary_of(importable_at(one.partnership, one.process), one.partnership)
    return Desk(words, one.partnership, one.lead_agency, one.name)


@transaction.atomic
def read_so(register_import: RegisterImport, way: Way) -> RegisterImport:
    """Say how the register is read from now on. Raises ValidationError for an import that is settled."""
    row = to_change(register_import)
    row.way = way.as_json()
    row.version += 1
    row.save()
    return row


def checked(
    register_import: RegisterImport, book: Book, aside: frozenset[int] = frozenset(), told: Told = nobody
) -> Checked:
    """What would become of each row now."""
    return check_register(book, desk_of(register_import), Way.of(register_import.way), aside, told)


@transaction.atomic
def take_register_in(
    register_import: RegisterImport, book: Book, *, seen: str | None = None, aside: frozenset[int] = frozenset(),
    without_refused: bool = False, told: Told = nobody,
) -> RegisterImport:  # fmt: skip
    """Write every row that is taken, in one transaction; or nothing. Once: a second time changes nothing.

    Raises ValidationError where rows are refused and it was not said that they may be left out (`without_refused`),
    where what would be written is not what was seen, or where there is nothing to write.
    """
    row: RegisterImport = RegisterImport.objects.select_for_update(of=("self",)).get(pk=register_import.pk)
    if row.state == State.ACCEPTED:
        return row
    row = to_change(row)
    found = checked(row, book, aside, told)
    refuse(found, seen, without_refused)
    taken = found.of(TAKEN)
    records = bring_records(
        importable_at(row.partnership, row.process).of,
        partnership=row.partnership,
        lead_agency=row.lead_agency,
        rows=[one.brought for one in taken if one.brought],
        written=partial(told, WRITTEN),
        timed=partial(told, TIMED),
    )
    row.written = {str(record.pk): record.version for record in records}
    row.counts, row.verdicts = found.counts, kept_verdicts(found, [record.reference for record in records])
    row.state, row.settled_by, row.settled_at = State.ACCEPTED, current_actor().name, now()
    row.version += 1
    row.save()
    remember(row, book)
    if importable_at(row.partnership, row.process).of.sealed:
        HeldFile.objects.filter(register_import=row).delete()
    return row


def refuse(found: Checked, seen: str | None, without_refused: bool) -> None:
    """Raises ValidationError for what must not be taken in as it is."""
    if found.lacking:
        raise ValidationError(f"No column fills: {', '.join(found.lacking)}. Say which does.")
    if seen is not None and seen != found.seen:
        raise ValidationError("What would be written has changed since you opened this page. Look at it again.")
    left = found.counts["refused"] + len(found.loose)
    if left and not without_refused:
        raise ValidationError(
            f"{left} row{' was' if left == 1 else 's were'} not taken. Mend the file and bring it in again, or say "
            "that what was not taken may be left out."
        )
    if not found.of(TAKEN):
        raise ValidationError("There is no row to take in: nothing was written.")


def kept_verdicts(found: Checked, references: list[str]) -> list[dict[str, Any]]:
    """What became of each row, in a form that may be kept: places and codes, and no cell's text."""
    given = iter(references)
    kept: list[dict[str, Any]] = []
    for row in found.rows:
        cells = [[p.place, p.target, p.code] for p in row.case.problems] if row.verdict == "refused" else []
        reference = next(given, "") if row.verdict == TAKEN else row.same
        kept.append(
            {
                "row": row.case.row,
                "place": row.case.place,
                "verdict": row.verdict,
                "cells": cells,
                "reference": reference,
            }
        )
    kept += [
        {"row": one.row, "place": one.place, "verdict": "no_case", "cells": [], "why": one.why}
        for one in found.left_out
    ]
    kept += [
        {"row": p.row, "place": p.place, "verdict": "loose", "cells": [[p.place, p.target, p.code]]}
        for p in found.loose
    ]
    return kept


@transaction.atomic
def dismiss_register(register_import: RegisterImport) -> RegisterImport:
    """Put a register aside that was not taken in; the file goes at once."""
    row = to_change(register_import)
    HeldFile.objects.filter(register_import=row).delete()
    row.state, row.settled_by, row.settled_at = State.DISMISSED, current_actor().name, now()
    row.version += 1
    row.save()
    return row


def remember(row: RegisterImport, book: Book) -> None:
    """So that the next register with such headings is read as this one was."""
    way = Way.of(row.way)
    sheet = book.sheets[way.main.sheet]
    headings = headings_at(sheet, way.main.row, way.main.rows).words
    columns = {fingerprint(text): way.main.columns.get(at, "") for at, text in enumerate(headings) if text}
    for layout in way.below.values():
        words = headings_at(book.sheets[layout.sheet], layout.row, layout.rows).words
        columns |= {fingerprint(words[at]): name for at, name in layout.columns.items() if at < len(words)} | columns
    RememberedWay.objects.update_or_create(
        partnership=row.partnership,
        process=row.process,
        headings=fingerprint_of_all(headings),
        defaults={"columns": columns, "values": way.as_json()["values"], "used_at": now()},
    )


def remembered_columns(partnership: Partnership, process: str) -> dict[str, str]:
    """Heading's fingerprint -> what it filled, as it was last said."""
    rows = RememberedWay.objects.filter(partnership=partnership, process=process)[:LOOKED_THROUGH]
    return {key: name for row in reversed(rows) for key, name in row.columns.items()}


def with_remembered_words(partnership: Partnership, process: str, way: Way) -> Way:
    """The way with what words were last said to mean."""
    values: dict[str, dict[str, str]] = {}
    for row in reversed(RememberedWay.objects.filter(partnership=partnership, process=process)[:LOOKED_THROUGH]):
        for name, words in row.values.items():
            values.setdefault(name, {}).update(words)
    merged = {name: values.get(name, {}) | dict(way.values.get(name, {})) for name in {*values, *way.values}}
    return Way(way.main, way.below, merged)


def words_said(vocabulary: Vocabulary, said: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Words in plain text, as a map file has them, to fingerprints. Raises ValidationError for what is no choice."""
    found: dict[str, dict[str, str]] = {}
    for name, words in said.items():
        target = vocabulary.targets.get(name)
        if target is None or not target.chosen:
            raise ValidationError(f"“{name}” has no choices to say words for.")
        choices = {value for value, _ in target.choices} | {""}
        wrong = [choice for choice in words.values() if choice not in choices]
        if wrong:
            raise ValidationError(f"“{wrong[0]}” is no choice of {name}: {', '.join(sorted(choices - {''}))}.")
        found[name] = {fingerprint(word): choice for word, choice in words.items()}
    return found


def _hold(row: RegisterImport, data: bytes) -> None:
    HeldFile.objects.filter(register_import=row).delete()
    HeldFile.objects.create(
        register_import=row, partnership=row.partnership, held_by_id=row.uploaded_by_id,
        content={"file": base64.b64encode(data).decode()}, held_at=now(),
    )  # fmt: skip


def _may_lead(partnership: Partnership, agency: Agency) -> None:
    if not partnership.agencies.filter(pk=agency.pk).exists():
        raise ValidationError(f"{agency} is not at the table. Choose an agency that is.")
    if not speaks_for(partnership.pk, agency.pk):
        raise PermissionDenied(f"To bring in what {agency} keeps, you must speak for it.")


def to_change(register_import: RegisterImport) -> RegisterImport:
    """The import, held until the transaction ends. Raises ValidationError for one that is settled."""
    row: RegisterImport = RegisterImport.objects.select_for_update(of=("self",)).get(pk=register_import.pk)
    importable_at(row.partnership, row.process)
    if not row.is_open:
        raise ValidationError(f"This register is {row.get_state_display().lower()}: nothing can be changed.")
    return row


def _file_name(name: str) -> str:
    last = PurePath(name.replace("\\", "/")).name.replace("\x00", "").strip() or "register"
    return last if len(last) <= 130 else f"{last[:100]}…{PurePath(last).suffix[:10]}"
