"""From gathered figures to what may be shown, or why not: the one place where counts meet the rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from goldenthread.kernel.disclosure import (
    PROFILES,
    Dimension,
    Ledger,
    Profile,
    Protected,
    Refused,
    ReleaseError,
    grid,
    protect,
)
from goldenthread.kernel.disclosure import Release as Kernel
from goldenthread.kernel.disclosure.proposals import proposals
from goldenthread.kernel.periods import label

from .figures import TOTAL, Gathered, Sheet
from .identities import read_key
from .ledgers import as_data
from .linking import link
from .models import Release


@dataclass(frozen=True)
class Verdict:
    """frozen: the tables as they may be shown; nothing where it was refused. reasons: for its keepers alone."""

    passed: bool
    reasons: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    ledger: dict[str, Any] | None = None
    frozen: tuple[dict[str, Any], ...] = ()


def rules_of(release: Release) -> Profile:
    """The profile that a release goes by. Inside the partnership the ledger of the public is left alone."""
    return replace(PROFILES[release.profile], public=release.public)


def judge_release(gathered: Gathered, ledger: Ledger, profile: Profile, name: str) -> Verdict:
    """Hold the figures against the rules and all that the public knows."""
    before = {entry.key: entry.count for entry in ledger.entries} if profile.public else {}
    links = link(gathered.counts, before)
    try:
        asked = gathered.release(name, links.sums)
        result = protect(asked, ledger.plus((), links.relations) if profile.public else ledger, profile)
    except ReleaseError as wrong:
        return Verdict(False, (_in_words(str(wrong), gathered),))
    if isinstance(result, Refused):
        reasons = tuple(_in_words(reason, gathered) for reason in result.reasons)
        return Verdict(False, reasons, tuple(_proposed(gathered, profile)))
    said = tuple(
        f"{gathered.names.get(key, key)}: {_in_words(why, gathered)}" for key, why in result.evidence.reasons.items()
    )
    return Verdict(True, said, ledger=as_data(result.ledger, ledger), frozen=tuple(freeze(gathered, result)))


def freeze(gathered: Gathered, result: Protected) -> Iterable[dict[str, Any]]:
    """Texts and symbols, cell by cell; nothing else leaves here."""
    for order, sheet in enumerate(gathered.sheets, 1):
        used: dict[str, str] = {}
        rows = []
        for line in sheet.lines:
            cells = []
            for slot in line.slots:
                outcome = result.outcomes.get(slot.key) if slot.key else None
                symbol = outcome.symbol if outcome else None
                if symbol:
                    used[symbol.text] = symbol.meaning
                text = outcome.text if outcome else slot.text
                cells.append({"t": text, "s": symbol.text if symbol else ("" if outcome else "-")})
            rows.append({"label": line.label, "unit": line.unit, "cells": cells})
        yield {
            "order": order,
            "title": sheet.table.title,
            "commentary": sheet.table.commentary,
            "head": sheet.head,
            "chart": sheet.table.chart,
            "columns": [{"label": label(s), "day": s.first.isoformat(), "last": s.last.isoformat()}
                        for s in sheet.columns],
            "rows": rows,
            "notes": [[text, meaning] for text, meaning in used.items()],
        }  # fmt: skip


def _in_words(text: str, gathered: Gathered) -> str:
    """Keys as a person reads them, the longest first."""
    for key in sorted((k for k in gathered.names if k in text), key=len, reverse=True):
        text = text.replace(key, gathered.names[key])
    return text


def _proposed(gathered: Gathered, profile: Profile) -> Iterable[str]:
    """What merging or pooling would save, tried out on each stretch of each table that is broken down."""
    for sheet in gathered.sheets:
        tables = tuple(_grids(sheet, gathered))
        if tables:
            yield from (str(one) for one in proposals(Kernel(sheet.table.title, tables), profile))


def _grids(sheet: Sheet, gathered: Gathered) -> Iterable[Any]:
    for at, stretch in enumerate(sheet.columns):
        counts = {
            (line.label,): gathered.counts[key]
            for line in sheet.lines
            if line.label != TOTAL and (key := line.slots[at].key) in gathered.counts and _is_part(key)
        }
        if len(counts) > 1:
            names = Dimension(sheet.head, tuple(name for (name,) in counts))
            yield grid(f"{sheet.table.title}, {label(stretch)}", (names,), counts)


def _is_part(key: str) -> bool:
    read = read_key(key)
    return read is not None and read[0].cut != ""
