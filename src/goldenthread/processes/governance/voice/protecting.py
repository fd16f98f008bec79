"""What of a wave may be shown: small groups are put together, and small numbers withheld with what would tell them.

Plain values in and out. The engine (kernel.disclosure) proves that no withheld number can be worked out from what is
shown; where it cannot, nothing is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from goldenthread.kernel.disclosure import PROFILES, Cell, Ledger, Refused, Release, Sum, Table, protect
from goldenthread.kernel.disclosure.symbols import Symbol
from goldenthread.kernel.disclosure.tables import TOTAL

#: Under the answers of each question: how many answered it, how many were asked and did not.
ANSWERED, SILENT = "Answered", "Did not answer"
#: How many of a group were asked: the same for every question.
ASKED = "Asked"
TOGETHER = "Smaller groups together"


@dataclass(frozen=True)
class Asked:
    """One question: its number and its answers in order; counts by (answer, group)."""

    number: int
    answers: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Counted:
    """A wave: its groups in order, how many of each were asked, and every question. Every count a whole number."""

    groups: tuple[str, ...]
    asked: Mapping[str, int]
    questions: tuple[Asked, ...]

    def answered(self, group: str) -> int:
        """The largest number of answers that any one question had from the group."""
        return max((_answers(one, group) for one in self.questions), default=0)


@dataclass(frozen=True)
class Shown:
    """What may be shown: its groups, cells by key (a number, or None where withheld), and what was put together."""

    groups: tuple[str, ...]
    cells: Mapping[str, int | None]
    together: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"groups": list(self.groups), "cells": dict(self.cells), "together": list(self.together)}


class NothingShown(Exception):
    """Nothing of the wave may be shown; the message says why, for those who keep the survey."""


def shown_of(counted: Counted, threshold: int) -> Shown:
    """What everyone may see of a wave. Raises `NothingShown` where that is nothing."""
    if sum(map(counted.answered, counted.groups)) < threshold:
        raise NothingShown(f"Fewer than {threshold} people answered. Pool this wave with another.")
    merged, together = merge_small(counted, threshold)
    release = release_of(merged)
    profile = replace(
        PROFILES["local"],
        name="survey",
        title="Survey",
        threshold=threshold - 1,
        symbol=Symbol("c", f"Withheld, so that nobody can be told from it (groups of fewer than {threshold})."),
    )
    found = protect(release, Ledger(), profile)
    if isinstance(found, Refused):
        alone = only_everyone(merged)
        if alone == merged:
            raise NothingShown(
                "Its small numbers cannot be protected, whatever is withheld. Pool it with another wave."
            )
        return replace(shown_of(alone, threshold), together=counted.groups)
    cells = {key: one.value if isinstance(one.value, int) else None for key, one in found.outcomes.items()}
    return Shown(merged.groups, cells, together)


def merge_small(counted: Counted, threshold: int) -> tuple[Counted, tuple[str, ...]]:
    """Groups of which too few answered, put together with the next smallest until they are enough; and which they are.

    Where they never are, or only one group would be left beside them that tells them, everyone is one group.
    """
    order = sorted(counted.groups, key=counted.answered)
    small = [group for group in order if counted.answered(group) < threshold]
    if not small:
        return counted, ()
    rest = [group for group in order if group not in small]
    while rest and (len(small) < 2 or sum(map(counted.answered, small)) < threshold):
        small.append(rest.pop(0))
    if not rest:
        return only_everyone(counted), counted.groups
    together = tuple(group for group in counted.groups if group in small)
    return _merged(counted, dict.fromkeys(together, TOGETHER)), together


def only_everyone(counted: Counted) -> Counted:
    """All groups as one."""
    return _merged(counted, dict.fromkeys(counted.groups, "Everyone"))


def release_of(counted: Counted) -> Release:
    """The wave as tables that share how many were asked. Each question's answers add up to those who answered it, these
    and those who did not to those asked, and every line to everyone.
    """
    return Release("wave", tuple(_question(counted, one) for one in counted.questions))


def cell_key(number: int, line: str, group: str) -> str:
    """The key of a cell of a question; of how many were asked, whatever the question."""
    return f"{ASKED} | {group}" if line == ASKED else f"Q{number}: {line} | {group}"


def _question(counted: Counted, one: Asked) -> Table:
    lines = (*one.answers, ANSWERED, SILENT, ASKED)
    cells: dict[tuple[str, str], int] = {}
    for group in counted.groups:
        answers = {answer: one.counts.get((answer, group), 0) for answer in one.answers}
        answered, asked = sum(answers.values()), counted.asked.get(group, 0)
        of = answers | {ANSWERED: answered, SILENT: max(asked - answered, 0), ASKED: max(asked, answered)}
        cells |= {(line, group): number for line, number in of.items()}
    cells |= {(line, TOTAL): sum(cells[line, group] for group in counted.groups) for line in lines}

    def key(line: str, group: str) -> str:
        return cell_key(one.number, line, group)

    sums = [Sum(key(line, TOTAL), tuple(key(line, group) for group in counted.groups)) for line in lines]
    for group in (*counted.groups, TOTAL):
        sums.append(Sum(key(ANSWERED, group), tuple(key(answer, group) for answer in one.answers), attribute=True))
        sums.append(Sum(key(ASKED, group), (key(ANSWERED, group), key(SILENT, group))))
    return Table(f"Q{one.number}", tuple(Cell(key(*at), number) for at, number in cells.items()), tuple(sums))


def _answers(one: Asked, group: str) -> int:
    return sum(one.counts.get((answer, group), 0) for answer in one.answers)


def _merged(counted: Counted, names: Mapping[str, str]) -> Counted:
    """The same counts with some groups under one name, which stands last."""
    kept = [group for group in counted.groups if group not in names]
    groups = (*kept, *dict.fromkeys(names[group] for group in counted.groups if group in names))
    questions = tuple(
        Asked(one.number, one.answers, _added(one.counts, names, one.answers, counted.groups))
        for one in counted.questions
    )
    asked = _summed(((names.get(group, group), number) for group, number in counted.asked.items()))
    return Counted(groups, asked, questions)


def _added(
    counts: Mapping[tuple[str, str], int], names: Mapping[str, str], answers: Sequence[str], groups: Sequence[str]
) -> dict[tuple[str, str], int]:
    return {
        (answer, name): sum(counts.get((answer, group), 0) for group in groups if names.get(group, group) == name)
        for answer in answers
        for name in {names.get(group, group) for group in groups}
    }


def _summed(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, number in pairs:
        found[name] = found.get(name, 0) + number
    return found
