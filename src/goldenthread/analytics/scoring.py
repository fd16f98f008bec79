"""The verbs on scorecards: make one, put measures on it, order them, retire it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Partnership

from .models import Measure, Scorecard, ScorecardLine
from .roles import KEEPERS


@transaction.atomic
def make_scorecard(
    *, partnership: Partnership, title: str, measures: Sequence[Measure] = (), **values: Any
) -> Scorecard:
    """Make a scorecard with its measures in the order given. Raises ValidationError for whom it does not say."""
    allow(KEEPERS, partnership.pk, "make a scorecard")
    refuse_strangers(partnership.pk, group=values.get("group"))
    card = Scorecard(partnership=partnership, title=title.strip(), slug=_free_slug(partnership, title), **values)
    card.full_clean()
    card.save()
    put_on(card, measures)
    return card


@transaction.atomic
def change_scorecard(card: Scorecard, *, expected_version: int | None = None, **values: Any) -> Scorecard:
    """Change its title and for whom it is; its address stays."""
    allow(KEEPERS, card.partnership_id, "change a scorecard")
    card = Scorecard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    refuse_if_stale(card, expected_version, values)
    refuse_strangers(card.partnership_id, group=values.get("group"))
    for name, value in values.items():
        setattr(card, name, value)
    card.version += 1
    card.full_clean()
    card.save()
    return card


@transaction.atomic
def put_on(card: Scorecard, measures: Sequence[Measure], heading: str = "") -> None:
    """Put measures at the end, those already there left where they are."""
    allow(KEEPERS, card.partnership_id, "put a measure on a scorecard")
    if any(measure.partnership_id != card.partnership_id for measure in measures):
        raise ValidationError("One of these measures belongs to another partnership.")
    there = set(ScorecardLine.objects.filter(scorecard=card).values_list("measure_id", flat=True))
    last = max(ScorecardLine.objects.filter(scorecard=card).values_list("order", flat=True), default=0)
    new = [measure for measure in measures if measure.pk not in there]
    ScorecardLine.objects.bulk_create(
        ScorecardLine(scorecard=card, measure=measure, heading=heading or measure.subject, order=last + number)
        for number, measure in enumerate(new, 1)
    )


@transaction.atomic
def move(line: ScorecardLine, *, up: bool) -> None:
    """Change places with its neighbour; at the end it stays."""
    card = Scorecard.objects.select_for_update(of=("self",)).get(pk=line.scorecard_id)
    allow(KEEPERS, card.partnership_id, "order a scorecard")
    lines = list(ScorecardLine.objects.filter(scorecard=card).order_by("order", "pk"))
    at = next(index for index, one in enumerate(lines) if one.pk == line.pk)
    to = at - 1 if up else at + 1
    if 0 <= to < len(lines):
        lines[at], lines[to] = lines[to], lines[at]
        for number, one in enumerate(lines, 1):
            one.order = number
        ScorecardLine.objects.bulk_update(lines, ["order"])


def take_off(line: ScorecardLine) -> None:
    """The measure stays; only this scorecard no longer shows it."""
    card = Scorecard.objects.get(pk=line.scorecard_id)
    allow(KEEPERS, card.partnership_id, "take a measure off a scorecard")
    line.delete()


def retire_scorecard(card: Scorecard, *, on: date) -> None:
    allow(KEEPERS, card.partnership_id, "retire a scorecard")
    card.retired_on = on
    card.version += 1
    card.save()


def _free_slug(partnership: Partnership, title: str) -> str:
    wanted = slugify(title)[:50] or "scorecard"
    taken = set(
        Scorecard.objects.filter(partnership=partnership, slug__startswith=wanted).values_list("slug", flat=True)
    )
    number = 1
    free = wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free
