"""What a recommendation's page says of the others that ask for the same, before it and since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import Finding, Recommendation, Repeats


@dataclass(frozen=True)
class Asked:
    """One recommendation before or after this one that asks for the same, as its page shows it."""

    row: Recommendation
    href: str
    when: str
    finding: str = ""
    unsay: str = ""


def asked_both_ways(board: Partnership, row: Recommendation, may_change: bool) -> tuple[list[Asked], list[Asked]]:
    """(what asked for this before, what asks for it again since). The finding is led to where the reader sees it."""
    either = Q(recommendation=row) | Q(earlier=row)
    links = Repeats.objects.filter(either).select_related("recommendation", "earlier").order_by("pk")
    found: tuple[list[Asked], list[Asked]] = ([], [])
    seen = _seen_findings(links)
    for link in links:
        before = link.recommendation_id == row.pk
        other = link.earlier if before else link.recommendation
        unsay = reverse("unsay_repeats", args=[board.slug, row.pk, other.pk]) if before and may_change else ""
        finding = reverse("finding", args=[board.slug, link.finding_id]) if link.finding_id in seen else ""
        found[0 if before else 1].append(
            Asked(
                other,
                reverse("recommendation", args=[board.slug, other.pk]),
                f"{other.made_on:%-d %B %Y}",
                finding,
                unsay,
            )
        )
    return found


def _seen_findings(links: Any) -> set[int]:
    keys = [link.finding_id for link in links if link.finding_id]
    return set(Finding.objects.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
