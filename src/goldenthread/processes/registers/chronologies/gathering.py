"""A case's chronologies as one: merged when it is first looked at, and again when an agency's changes."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from goldenthread.core.casework.models import Record
from goldenthread.core.sealing.fields import Sealed
from goldenthread.kernel.chronology.merging import Merged, merge
from goldenthread.kernel.chronology.model import Row, Unread
from goldenthread.kernel.now import now

from .models import AgencyChronology, Together
from .packing import packed, unpacked, unpacked_rows


def newest_of(record: Record) -> list[AgencyChronology]:
    """Each agency's newest, in the order that they first came; without what was read in them."""
    rows = AgencyChronology.objects.filter(record_id=record.pk, current=True).select_related("agency", "record", "file")
    return list(rows.defer("rows"))


def older_of(record: Record) -> list[AgencyChronology]:
    """Those that were replaced or left out, the newest first."""
    rows = AgencyChronology.objects.filter(record_id=record.pk, current=False)
    return list(rows.select_related("agency", "record", "file").defer("rows").order_by("-pk"))


def stamp_of(newest: list[AgencyChronology]) -> str:
    """Which versions a merged chronology is made of."""
    return " ".join(str(one.pk) for one in newest if one.state == AgencyChronology.State.READ)


def merged_of(record: Record, newest: list[AgencyChronology]) -> Merged:
    """All that was read, merged. Within a reading of the case. Reckoned once for the same versions."""
    stamp = stamp_of(newest)
    kept = Together.objects.filter(record_id=record.pk).select_related("record").first()
    if stamp and kept is not None and kept.stamp == stamp:  # of none there is nothing to keep, or to show again
        return unpacked(_text(kept.merged))
    merged = _merged_now(record)
    with transaction.atomic():
        Together.objects.update_or_create(
            record_id=record.pk, defaults={"stamp": stamp, "merged": packed(merged), "made_at": now()}
        )
    return merged


def rows_of(chronology: AgencyChronology) -> Merged:
    """One agency's own as it was read, in order, with the cells to check."""
    rows, unread = unpacked_rows(_text(chronology.rows), chronology.whose)
    return merge(rows, unread=unread)


def _merged_now(record: Record) -> Merged:
    found = AgencyChronology.objects.filter(record_id=record.pk, current=True, state=AgencyChronology.State.READ)
    rows: list[Row] = []
    unread: list[Unread] = []
    for one in found.select_related("agency", "record"):
        own, doubts = unpacked_rows(_text(one.rows), one.whose)
        rows += own
        unread += [
            replace(doubt, place=replace(doubt.place, file=f"{one.whose}, {doubt.place.file}")) for doubt in doubts
        ]
    return merge(rows, unread=unread)


def _text(value: object) -> str:
    return str(value.value() if isinstance(value, Sealed) else value or "")
