"""A list of recommendations brought in: matched with the partnership's groups, agencies and what is here already."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.reading.recommendations.model import ReadRecommendation
from goldenthread.reading.recommendations.nearness import alike, words_of
from goldenthread.reading.recommendations.reader import SAME

from .learning import recommend
from .models import Origin, Recommendation
from .plans import name_origin
from .resembling import look_for_earlier

_WORD = re.compile(r"[a-z0-9]+")
#: Words in names of groups and agencies that tell none apart.
_EMPTY = frozenset(
    ("the", "and", "of", "for", "a", "group", "sub", "subgroup", "panel", "board", "committee", "nhs", "trust",
     "council", "service", "services")
)  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """One recommendation as it was read, with what it would be here: whose, and whether it is here already."""

    read: ReadRecommendation
    group: Group | None
    agency: Agency | None
    known: Recommendation | None


@dataclass(frozen=True)
class Wanted:
    """One recommendation as someone wants it written."""

    text: str
    number: str = ""
    group: Group | None = None
    agency: Agency | None = None
    due_on: date | None = None


def offers(partnership: Partnership, rows: Sequence[ReadRecommendation]) -> list[Offer]:
    """What each would be here. Three queries, however many there are."""
    groups = list(Group.objects.filter(partnership=partnership, ended_on__isnull=True))
    agencies = list(partnership.agencies.all())
    known = [(words_of(row.text), row) for row in Recommendation.objects.filter(partnership=partnership)]
    return [
        Offer(
            row,
            _named(_printed_groups(row), groups),
            _named([row.owner], agencies),
            next((one for words, one in known if alike(words_of(row.text), words) >= SAME), None),
        )
        for row in rows
    ]


@transaction.atomic
def bring_in(
    *, partnership: Partnership, kind: str, title: str, made_on: date, rows: Sequence[Wanted], made_by: str = ""
) -> tuple[Origin, list[Recommendation]]:
    """Write an origin and its recommendations, all or none. Raises PermissionDenied, ValidationError by line."""
    if not rows:
        raise ValidationError("Nothing was chosen, so nothing was written. Tick what you want to bring in.")
    origin = name_origin(partnership=partnership, kind=kind, title=title, made_by=made_by, made_on=made_on)
    made = []
    for place, row in enumerate(rows, 1):
        try:
            made.append(
                recommend(
                    partnership=partnership, text=row.text, made_on=made_on, origin=origin,
                    origin_number=row.number[:20], owner_group=row.group, owner_agency=row.agency, due_on=row.due_on,
                )
            )  # fmt: skip
        except ValidationError as refused:
            raise ValidationError(f"Recommendation {row.number or place}: {' '.join(refused.messages)}") from refused
    look_for_earlier(partnership, made)
    return origin, made


def _printed_groups(row: ReadRecommendation) -> list[str]:
    """A group printed beside it counts before those whose own parts of the document take it up."""
    return [one for one in (row.group, row.owner, *(holder.group for holder in row.holders)) if one]


def _named(printed: Sequence[str], rows: Sequence[Any]) -> Any:
    """The group or agency that a printed name means: its name, its short name, or all the words that tell it apart."""
    for text in printed:
        said = _words(text)
        for row in rows:
            if row.short_name and row.short_name.lower() in text.lower().split():
                return row
            own = _words(row.name)
            if own and own <= said:
                return row
    return None


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower())) - _EMPTY
