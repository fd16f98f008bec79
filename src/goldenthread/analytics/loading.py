"""Loading published statistics: a folder as it is published, each file whole or not at all, the same bytes once.

Shared by every partnership and written by nobody else; the app's database role can read these tables and not change
them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Count, Max

from goldenthread.kernel.now import now
from goldenthread.law.measures.published import NEIGHBOUR_MODEL, OGL

from .loading_beside import read_dictionary, read_districts, read_holidays, read_neighbours
from .loading_statistics import read_statistics
from .loading_values import AreaRow, BadFile, FigureRow, NeighbourRow, ReadFile
from .models import Area, Neighbour, PublishedDefinition, PublishedFigure, PublishedSet

Reader = Callable[[str, bytes, str], ReadFile]
#: By how a file's name begins; the order is that in which they are loaded, since neighbours need the areas.
READERS: tuple[tuple[str, Reader], ...] = (
    ("LTLA-UTLA", read_districts),
    ("sn_model_", read_neighbours),
    ("lait_data_dictionary", read_dictionary),
    ("bank-holidays", read_holidays),
)
ENDINGS = (".csv", ".json")


class Outcome(StrEnum):
    LOADED = "loaded"
    UNCHANGED = "already there"
    READ = "can be loaded"  # a rehearsal
    REFUSED = "refused"


@dataclass(frozen=True)
class Loaded:
    """What became of one file. `told`: problems of one that was refused, else what to know."""

    name: str
    outcome: Outcome
    rows: int = 0
    figures: int = 0
    told: tuple[str, ...] = ()


def load_published(folder: Path, *, rehearse: bool = False) -> list[Loaded]:
    """Load every .csv and .json of a folder, one transaction each. `rehearse`: only read, touching no database.

    Raises BadFile where there is nothing to load.
    """
    files = sorted((file for file in folder.iterdir() if file.suffix in ENDINGS), key=_order)
    if not files:
        raise BadFile([f"There is no .csv or .json file in {folder}."])
    return [_one(file.name, file.read_bytes(), rehearse) for file in files]


def read_published(name: str, data: bytes) -> ReadFile:
    """What one file holds. Raises BadFile."""
    sha256 = hashlib.sha256(data).hexdigest()
    reader = next((reader for begins, reader in READERS if name.startswith(begins)), read_statistics)
    return reader(name, data, sha256)


@transaction.atomic
def write_published(found: ReadFile, *, made_up: bool = False) -> PublishedSet:
    """Write what was read beside whatever there is, as one edition. Raises BadFile where an area is not known."""
    areas = _areas(found.areas.values(), made_up)
    edition = PublishedSet.objects.create(
        key=found.key,
        title=found.title,
        publisher=found.publisher,
        licence=OGL,
        sha256=found.sha256,
        loaded_at=now(),
        rows=found.rows,
        figures=len(found.figures) or len(found.neighbours) or len(found.definitions),
        made_up=made_up,
    )
    _copy(edition, found.figures, areas)
    if found.neighbours:
        _neighbours(found.name, found.neighbours)
    PublishedDefinition.objects.bulk_create(
        PublishedDefinition(
            edition=edition, number=d.number, title=d.title, description=d.description, counted=d.counted,
            polarity=d.polarity,
        )
        for d in found.definitions
    )  # fmt: skip
    return edition


def _order(file: Path) -> tuple[int, str]:
    places = [begins for begins, _ in READERS]
    return next((n for n, begins in enumerate(places, start=1) if file.name.startswith(begins)), 0), file.name


def _one(name: str, data: bytes, rehearse: bool) -> Loaded:
    try:
        if not rehearse and PublishedSet.objects.filter(sha256=hashlib.sha256(data).hexdigest()).exists():
            return Loaded(name, Outcome.UNCHANGED)
        found = read_published(name, data)
        if not rehearse:
            write_published(found)
    except BadFile as wrong:
        return Loaded(name, Outcome.REFUSED, told=wrong.problems)
    return Loaded(name, Outcome.READ if rehearse else Outcome.LOADED, found.rows, len(found.figures), found.told)


def _areas(rows: Iterable[AreaRow], made_up: bool) -> dict[str, int]:
    """Code -> key of each area, those not yet there added, those known otherwise put right; parents first."""
    known = {area.code: area for area in Area.objects.all()}
    levels = [level.value for level in Area.Level]
    for row in sorted(rows, key=lambda one: (levels.index(one.level), one.parent.startswith("E12"), one.code)):
        area = known.get(row.code) or Area(code=row.code, made_up=made_up)
        wanted = {
            "name": row.name or area.name,
            "level": row.level,
            "old_code": row.old_code or area.old_code,
            "parent_id": known[row.parent].pk if row.parent in known else area.parent_id,
        }
        if any(getattr(area, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(area, name, value)
            area.save()
        known[row.code] = area
    return {code: area.pk for code, area in known.items()}


def _copy(edition: PublishedSet, figures: Sequence[FigureRow], areas: dict[str, int]) -> None:
    table = PublishedFigure._meta.db_table
    ordered = sorted(figures, key=lambda one: (one.series, areas[one.area], one.last))  # as the indexes have them
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy {table} (edition_id, series, area_id, first, last, value, symbol) from stdin") as copy,
    ):
        for at in range(0, len(ordered), 10_000):
            # keys, codes, numbers and symbols were all checked: none holds a tab or a backslash
            copy.write("".join(_line(edition.pk, one, areas) for one in ordered[at : at + 10_000]))


def _line(edition: int, one: FigureRow, areas: dict[str, int]) -> str:
    value = one.value or "\\N"
    return f"{edition}\t{one.series}\t{areas[one.area]}\t{one.first}\t{one.last}\t{value}\t{one.symbol}\n"


def _neighbours(name: str, rows: Sequence[NeighbourRow]) -> None:
    by_number = _by_number()
    unknown = sorted({n for row in rows for n in (row.area, row.neighbour)} - set(by_number))
    if unknown:
        raise BadFile([
            f"{name}: names authorities that no file of statistics does: {', '.join(unknown)}. Load those first."
        ])  # fmt: skip
    Neighbour.objects.filter(model=NEIGHBOUR_MODEL, area__made_up=False).delete()
    Neighbour.objects.bulk_create(
        Neighbour(
            model=NEIGHBOUR_MODEL,
            area_id=by_number[row.area],
            neighbour_id=by_number[row.neighbour],
            rank=row.rank,
            closeness=row.closeness,
        )
        for row in rows
    )


def _by_number() -> dict[str, int]:
    """The department's number -> the area that bears it now: of several codes, the one with the most recent figures."""
    found: dict[str, tuple[object, int, int]] = {}
    rows = PublishedFigure.objects.values("area").annotate(last=Max("last"), count=Count("pk"))
    latest = {row["area"]: (row["last"], row["count"]) for row in rows}
    for pk, number in Area.objects.exclude(old_code="").filter(level="authority").values_list("pk", "old_code"):
        last, count = latest.get(pk, (None, 0))
        candidate = (str(last or ""), count, pk)
        if number not in found or candidate > found[number]:
            found[number] = candidate
    return {number: pk for number, (_, _, pk) in found.items()}
