"""How a case stands by what its row says: by its own word for it, and by the days that it has reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from goldenthread.core.casework.importable import Fills
from goldenthread.core.casework.process import Process
from goldenthread.kernel.spans import day_of

from .vocabulary import STATE, Vocabulary


@dataclass(frozen=True)
class Contradiction:
    """The row says two things of how the case stands: in which columns, and what to do."""

    columns: tuple[str, ...]
    words: str


def stand(words: Vocabulary, values: Mapping[str, Any]) -> tuple[str, Contradiction | None]:
    """The state of a case, and the contradiction where there is one.

    The last day that it reached says how it stands. A word for an earlier state on the way is no contradiction (an
    outcome "suitable" of a case that has ended since), but "open" beside a day on which it ended is.
    """
    process = words.importable.of
    if words.importable.stands:
        return words.importable.stands({STATE: "", **values}), None
    reaching = [
        fills for fills in words.importable.fields if fills.reaches and values.get(fills.name) not in (None, "")
    ]
    said = values.get(STATE)
    if not reaching:
        return said or process.workflow.initial, None
    last = reaching[-1]
    if said and not _on_the_way(process, said, last.reaches):
        return "", _contradiction(process, words, said, last)
    return (said if said and _leads(process, last.reaches, said) else last.reaches), None


def _contradiction(process: Process, words: Vocabulary, said: str, last: Fills) -> Contradiction:
    label = words.targets[last.name].label.lower()
    return Contradiction(
        (last.name,),
        f"It says “{process.state_label(said)}”, and a {label} is given, by which it is "
        f"“{process.state_label(last.reaches)}”. Mend one of the two.",
    )


def _on_the_way(process: Process, said: str, reached: str) -> bool:
    """Whether a case in one of these states was, or will be, in the other. The first one says that it is open."""
    if said == reached:
        return True
    if said == process.workflow.initial:
        return not process.workflow.is_final(reached)
    return _leads(process, said, reached) or _leads(process, reached, said)


def _leads(process: Process, from_: str, to: str) -> bool:
    """Whether steps lead from one state to another."""
    found, before = {from_}, set[str]()
    while found != before:
        before = set(found)
        found |= {s.target for s in process.workflow.steps if s.target and set(s.source) & found}
    return from_ != to and to in found


def reached_days(words: Vocabulary, values: Mapping[str, Any]) -> list[tuple[date, Fills]]:
    """The days on the way that the row gives, in the order of the case's way."""
    found = []
    for fills in words.importable.fields:
        value = values.get(fills.name)
        if (fills.reaches or fills.step) and isinstance(value, date):
            found.append((value.date() if isinstance(value, datetime) else value, fills))
    return found


def closed_on(
    words: Vocabulary, values: Mapping[str, Any], state: str, days: Sequence[tuple[date, Fills]]
) -> date | None:
    """The day on which a case was closed that stands so; nothing for one that is open, or where the row has no day."""
    if words.importable.of.workflow.is_final(state):
        return next((day for day, fills in reversed(days) if fills.reaches == state), None)
    given = (values.get(name) for name in words.importable.closes.get(state, ()))
    return next((day_of(day) for day in given if isinstance(day, date)), None)


def always(words: Vocabulary, name: str) -> Mapping[str, Any]:
    """What each row of these entries has where the register does not say it."""
    return words.importable.below(name).always


def steps_between(words: Vocabulary, days: Sequence[tuple[date, Fills]]) -> list[tuple[date, str, str, str]]:
    """(day, label, state before, state after) for the case's history, of those days that are the day of a step."""
    process = words.importable.of
    state, found = process.workflow.initial, []
    for day, fills in days:
        if not fills.step:
            continue
        step = process.workflow[fills.step]
        after = fills.reaches or step.leads_to(state)
        found.append((day, step.label, state, after))
        state = after
    return found
