"""What was read: recommendations with who is printed beside them, priorities, and who seems to hold what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Holder:
    """A group of the document that seems to take a recommendation up: where, in which words, how sure (0 to 1)."""

    group: str
    where: str
    words: str
    sure: float

    def as_json(self) -> dict[str, Any]:
        return {"group": self.group, "where": self.where, "words": self.words, "sure": round(self.sure, 2)}


@dataclass(frozen=True, slots=True)
class ReadRecommendation:
    """One recommendation. `owner`, `group` and `due_text` are as printed, "" where nothing is; `due` where it is a day.

    `also`: further places that print the same, or nearly the same, words. `priority`: the printed number of the
    priority that its words are nearest to, "" where none is near.
    """

    number: str
    text: str
    under: str
    where: str
    owner: str = ""
    group: str = ""
    due_text: str = ""
    due: date | None = None
    also: tuple[str, ...] = ()
    holders: tuple[Holder, ...] = ()
    priority: str = ""

    @property
    def held(self) -> bool:
        """Is a group or an owner printed beside it, or does a group's own part of the document take it up?"""
        return bool(self.owner or self.group or self.holders)

    def with_(self, **values: Any) -> ReadRecommendation:
        return replace(self, **values)

    def as_json(self) -> dict[str, Any]:
        """Dates in ISO form."""
        return {
            "number": self.number,
            "text": self.text,
            "under": self.under,
            "where": self.where,
            "also": list(self.also),
            "owner": self.owner,
            "group": self.group,
            "due": self.due.isoformat() if self.due else None,
            "due_text": self.due_text,
            "held": self.held,
            "holders": [one.as_json() for one in self.holders],
            "priority": self.priority,
        }


@dataclass(frozen=True, slots=True)
class ReadPriority:
    """One priority of a business plan: its number and title as printed, and what should be different."""

    number: str
    title: str
    outcome: str
    where: str

    def as_json(self) -> dict[str, Any]:
        return {"number": self.number, "title": self.title, "outcome": self.outcome, "where": self.where}


@dataclass(frozen=True, slots=True)
class RecommendationsRead:
    """Everything found in one document. `title`: what it seems to be called."""

    filename: str
    title: str
    recommendations: tuple[ReadRecommendation, ...]
    priorities: tuple[ReadPriority, ...]
    groups: tuple[str, ...]

    @property
    def unheld(self) -> tuple[ReadRecommendation, ...]:
        """Those that no group and no owner holds."""
        return tuple(one for one in self.recommendations if not one.held)

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.filename,
            "title": self.title,
            "recommendations": [one.as_json() for one in self.recommendations],
            "held_by_nobody": [one.number for one in self.unheld],
            "priorities": [one.as_json() for one in self.priorities],
            "groups": list(self.groups),
        }
