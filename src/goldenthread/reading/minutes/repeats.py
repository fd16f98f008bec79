"""Telling an action said again (a list at the end repeats those in the text) from another action."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from goldenthread.reading.minutes.model import NewAction
from goldenthread.reading.minutes.owners import doer_of
from goldenthread.reading.minutes.people import Directory
from goldenthread.reading.minutes.text import content, shared, squeezed

_SAME_NUMBER, _SAME_OWNERS = 0.4, 0.6


def deed_of(action: NewAction, people: Directory) -> str:
    """What is to be done, without who and by when: those are compared by themselves, and actions that share an owner
    and a day would otherwise look alike whatever they ask for."""
    doer = doer_of(action.text, people)
    deed = doer.rest if doer else action.text
    return squeezed(deed.replace(action.due_text, " ", 1) if action.due_text else deed)


@dataclass(slots=True)
class _Kept:
    """An action with its deed in words and in meaning, worked out once: each is held against all before it."""

    action: NewAction
    words: list[str]
    meaning: set[str]
    lists: set[str]


@dataclass(slots=True)
class Given:
    """The actions given so far, each kept once in ``actions`` (which is added to)."""

    actions: list[NewAction]
    _kept: list[_Kept] = field(default_factory=list)

    def add(self, action: NewAction, listing: str, people: Directory) -> None:
        """Keep ``action``, or add what it says to the one it repeats.

        ``listing`` names the list or the manner of writing it stands in: nobody words one action in two ways within
        the same list, so there only the very same words are a repeat.
        """
        deed = deed_of(action, people)
        new = _Kept(action, re.findall(r"\w+", deed.casefold()), content(deed), {listing})
        known, surely = None, 0.0
        for kept in self._kept:
            likeness = _repeats(kept, new)
            if likeness > surely:
                known, surely = kept, likeness
        if known is None:
            self._kept.append(new)
            self.actions.append(action)
            return
        known.lists.add(listing)
        known.action.number = known.action.number or action.number
        known.action.owners = known.action.owners or action.owners
        if action.due or (action.due_text and not known.action.due_text):
            known.action.due, known.action.due_text = action.due, action.due_text


def _repeats(known: _Kept, new: _Kept) -> float:
    """How surely ``new`` says ``known`` again; 0 when it is another action."""
    old, action = known.action, new.action
    numbered = old.number and action.number
    if old.number != action.number if numbered else set(old.owners) != set(action.owners):
        return 0.0
    if not new.lists.isdisjoint(known.lists):
        other_day = old.due and action.due and old.due != action.due
        return float(known.words == new.words and old.item == action.item and not other_day)
    likeness = shared(known.meaning, new.meaning)
    return likeness if likeness >= (_SAME_NUMBER if numbered else _SAME_OWNERS) else 0.0
