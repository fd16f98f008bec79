"""From gathered figures to what may be shown, or why not: the one place where counts meet the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from goldenthread.analytics.reliability import ENOUGH_EVENTS
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
from goldenthread.kernel.disclosure.audit import limited_to
from goldenthread.kernel.disclosure.figures import Ratio
from goldenthread.kernel.disclosure.proposals import proposals
from goldenthread.kernel.disclosure.release import Outcome
from goldenthread.kernel.disclosure.symbols import UNRELIABLE
from goldenthread.kernel.periods import label

from .figures import TOTAL, Gathered, NotReadable, Sheet
from .identities import read_key
from .ledgers import as_data
from .linking import TELLING, link
from .models import Release
from .wording import name_counts

#: Minutes, where an audit of forty tables takes seconds: what takes longer is refused.
MOST_SECONDS, MOST_SECONDS_FOR_PROPOSALS = 600.0, 120.0
_NUMBER = re.compile(r"(?<![\w.,/-])\d{1,3}(?:,?\d{3})*(?![\w/-]|[.,]\d)")


@dataclass(frozen=True)
class Verdict:
    """frozen: the tables as they may be shown; nothing where it was refused. reasons: for its keepers alone."""

    passed: bool
    reasons: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    ledger: dict[str, Any] | None = None
    frozen: tuple[dict[str, Any], ...] = ()


def rules_of(release: Release) -> Profile:
    """The profile that a release goes by. Inside the partnership the ledger of the public is left alone.

    Raises NotReadable for rules that are not known (of a later version, or written by hand).
    """
    profile = PROFILES.get(release.profile)
    if profile is None:
        raise NotReadable(
            f"There are no rules of disclosure called '{release.profile}'. Choose others for this release."
        )
    return replace(profile, public=release.public)


def judge_release(gathered: Gathered, ledger: Ledger, profile: Profile, name: str) -> Verdict:
    """Hold the figures against the rules and all that the public knows."""
    before = {entry.key: entry.count for entry in ledger.entries} if profile.public else {}
    links = link(gathered.counts, before, gathered.words, gathered.shares)
    name_counts(gathered, (*links.left, *before))
    try:
        asked = gathered.release(name, links.sums, links.left)
        with limited_to(MOST_SECONDS):
            result = protect(asked, ledger.plus((), links.relations) if profile.public else ledger, profile)
    except ReleaseError as wrong:
        return Verdict(False, (_in_words(str(wrong), gathered),))
    if isinstance(result, Refused):
        reasons = tuple(_in_words(reason, gathered) for reason in result.reasons)
        with limited_to(MOST_SECONDS_FOR_PROPOSALS):
            return Verdict(False, reasons, tuple(_proposed(gathered, profile)))
    said = (f"{_in_words(key, gathered)}: {_in_words(why, gathered)}" for key, why in result.evidence.reasons.items())
    return Verdict(
        True,
        (*said_in_words(gathered, result), *said),
        ledger=as_data(result.ledger, ledger),
        frozen=tuple(freeze(gathered, result)),
    )


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
                cell = {"t": text, "s": symbol.text if symbol else ("" if outcome else "-")}
                if slot.mark or (outcome and _of_few(outcome, gathered.ratios.get(slot.key))):
                    cell["m"] = UNRELIABLE.text
                    used[UNRELIABLE.text] = UNRELIABLE.meaning
                cells.append(cell)
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


def _of_few(outcome: Outcome, rate: Ratio | None) -> bool:
    """Whether a rate out of a population that everyone knows is built on few events.

    Worked out from what is printed, as any reader could, so that the mark itself tells nothing.
    """
    if rate is None or rate.part_of or not isinstance(rate.denominator, int) or outcome.value is None:
        return False
    return round(outcome.value * rate.denominator / rate.per) < ENOUGH_EVENTS


def said_in_words(gathered: Gathered, result: Protected) -> Iterator[str]:
    """Where what people wrote may say what is withheld: a number of a title or a commentary that no cell shows.

    For whoever approves to look at: a number of meetings is no number of children, and only a person can tell.
    """
    withheld = {count for key, count in gathered.counts.items()
                if (outcome := result.outcomes.get(key)) is None or outcome.value != count}  # fmt: skip
    for sheet in gathered.sheets:
        text = f"{sheet.table.title}\n{sheet.table.commentary}"
        found = {n for n in _NUMBER.findall(text) if int(n.replace(",", "")) in withheld}
        for number in sorted(found):
            yield (
                f"Look at the words of '{sheet.table.title}': they say {number}, and a count that is not shown is "
                f"{number}. If it is that count, take the release back and take the number out."
            )


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
            names = Dimension(sheet.head, tuple(name for (name,) in counts), sheet.table.cut in TELLING)
            yield grid(f"{sheet.table.title}, {label(stretch)}", (names,), counts)


def _is_part(key: str) -> bool:
    read = read_key(key)
    return read is not None and read[0].cut != ""
