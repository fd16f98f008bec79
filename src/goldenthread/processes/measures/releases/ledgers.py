"""What the public knows, kept as plain data: keys, numbers and lines. Anything else in it is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.disclosure import Ledger
from goldenthread.kernel.disclosure.relations import Entry, Relation

from .models import Proof, Release

OUT = (Release.State.RELEASED, Release.State.SUPERSEDED, Release.State.WITHDRAWN)


class LedgerDamaged(ValueError):
    """What is kept of an earlier release cannot be read, so nothing can be held against it."""


def as_data(ledger: Ledger, known: Ledger) -> dict[str, Any]:
    """What one release adds to what was known."""
    old_entries, old_relations = set(known.entries), set(known.relations)
    return {
        "entries": [
            [e.key, e.count, e.low, e.high, e.release, e.withheld, e.sensitive]
            for e in ledger.entries
            if e not in old_entries
        ],
        "relations": [
            [[list(term) for term in r.terms], r.low, r.high, r.name]
            for r in ledger.relations
            if r not in old_relations
        ],
    }


def from_data(kept: Iterable[Any]) -> Ledger:
    """The ledger of several releases. Raises LedgerDamaged for anything that is not one."""
    ledger = Ledger()
    for data in kept:
        try:
            entries = [_entry(*row) for row in data["entries"]]
            relations = [_relation(*row) for row in data["relations"]]
        except (TypeError, KeyError, ValueError) as wrong:
            raise LedgerDamaged(f"What is kept of an earlier release cannot be read: {wrong}") from wrong
        ledger = ledger.plus(entries, relations)
    return ledger


def known_to_the_public(partnership: Partnership) -> tuple[Ledger, str]:
    """All that was ever released in public here, withdrawn or not, and a mark of it. Acts as the system.

    Raises LedgerDamaged where the proof of one that went out is not there.
    """
    pks = released_in_public(partnership)
    proofs = {proof.record_id: proof for proof in Proof.objects.filter(
        record__in=pks, outcome=Proof.Outcome.PASSED).order_by("number")}  # fmt: skip
    if set(proofs) != set(pks):
        raise LedgerDamaged("The proof of an earlier release is not there, so nothing can be held against it.")
    return from_data(proofs[pk].ledger for pk in pks), mark_of(pks)


def released_in_public(partnership: Partnership) -> list[int]:
    rows = Release.objects.filter(partnership=partnership, kind_of_release=Release.Kind.PUBLIC, state__in=OUT)
    return list(rows.order_by("released_at", "pk").values_list("pk", flat=True))


def mark_of(pks: Iterable[int]) -> str:
    return hashlib.sha256(",".join(map(str, pks)).encode()).hexdigest()


def _entry(key: str, count: int, low: int, high: int | None, release: str, withheld: bool, sensitive: bool) -> Entry:
    _numbers(count, low, high)
    if not (isinstance(key, str) and isinstance(release, str) and count is not None and low is not None):
        raise ValueError("a count without a key or a number")
    return Entry(key, count, low, high, release, bool(withheld), bool(sensitive))


def _relation(terms: list[list[Any]], low: int | None, high: int | None, name: str) -> Relation:
    _numbers(low, high, *(by for _, by in terms))
    return Relation(tuple((str(key), by) for key, by in terms), low, high, str(name))


def _numbers(*values: Any) -> None:
    if any(v is not None and (not isinstance(v, int) or isinstance(v, bool)) for v in values):
        raise ValueError("a number that is none")
