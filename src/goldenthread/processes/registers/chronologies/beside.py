"""What else a chronology means for its case: what goes when that is destroyed, and whom it names."""

from __future__ import annotations

from collections.abc import Iterator

from goldenthread.core.casework.learning import knows_names
from goldenthread.core.casework.models import Record
from goldenthread.core.casework.sealed import AFTER_DESTROYING

from .gathering import merged_of, newest_of
from .models import AgencyChronology, Job


def forget(case: Record) -> None:
    """By a file's fingerprint a destroyed case could still be tied to another; documents are of no use."""
    AgencyChronology.objects.filter(record=case).update(same=None)
    Job.objects.filter(record=case).delete()


AFTER_DESTROYING.append(forget)


@knows_names
def named_in(case: Record) -> Iterator[str]:
    """Who was seen and by whom, and who wrote it where that is no agency at the table."""
    newest = newest_of(case)
    if not newest:
        return
    merged = merged_of(case, newest)
    yield from dict.fromkeys(text for row in merged.rows for text in (row.who, row.professional) if text)
    yield from (one.whose for one in newest if one.agency is None)
