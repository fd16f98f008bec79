"""Counts in words for the statistician, and the words of definitions that show where two measures count the same."""

from __future__ import annotations

from collections.abc import Iterable

from goldenthread.analytics.models import Definition, Measure
from goldenthread.kernel.periods import label
from goldenthread.law.measures.entry import Unit

from .figures import Gathered
from .identities import Identity, read_key


def look_up_words(gathered: Gathered, before: Iterable[str]) -> None:
    """Adds what the definitions of all these counts say, and what their measures are called. Acts as the system."""
    identities = [found[0] for key in (*gathered.counts, *before) if (found := read_key(key))]
    definitions = Definition.objects.filter(pk__in={one.definition for one in identities})
    for pk, unit, above, below in definitions.values_list("pk", "unit", "numerator", "denominator"):
        gathered.words |= {(pk, "num"): above, (pk, "den"): below}
        gathered.shares |= {pk} if unit == Unit.PERCENT else set()
    titles = Measure.objects.filter(pk__in={one.measure for one in identities}).values_list("pk", "title")
    gathered.titles.update(titles)


def name_counts(gathered: Gathered, keys: Iterable[str]) -> None:
    """Gives every count that has none a name: those that are left over, those of earlier releases."""
    for key in sorted(keys, key=len):
        if key not in gathered.names:
            gathered.names[key] = _name(gathered, key)


def _name(gathered: Gathered, key: str) -> str:
    if found := read_key(key):
        return _of_identity(gathered, found[0])
    whole, _, parts = key.partition(" less ")
    if parts in gathered.names:
        return f"{gathered.names.get(whole, whole)}, less what is counted of it"
    return f"What {gathered.names.get(whole, whole)} leaves over, less what is shown of it"


def _of_identity(gathered: Gathered, one: Identity) -> str:
    part = f", a part by {one.cut.replace('_', ' ')}" if one.cut else ""
    role = {"num": "", "den": ": out of", "rest": ": those left over"}[one.role]
    return f"{gathered.titles.get(one.measure, 'A measure')}{part}, {label(one.stretch)}{role}"
