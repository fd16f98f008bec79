"""What came of a recommendation, in one word: the same word on every page, list, ledger and report."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from goldenthread.core.tenancy.models import Partnership

from .models import Impact, Recommendation


class Outcome(models.TextChoices):
    """From best to worst known, then what is not known."""

    SUSTAINED = "sustained", "Embedded, and still so a year on"
    EMBEDDED = "embedded", "Embedded"
    PARTLY = "partly", "Partly embedded"
    NO_CHANGE = "no_change", "No change"
    WORSE = "worse", "Worse"
    SLIPPED = "slipped", "Embedded once, not any more"
    NOT_YET = "not_yet", "Too early to tell"
    UNKNOWN = "unknown", "Done, impact unknown"
    NOT_LOOKED = "not_looked", "Nobody has looked yet"
    NOT_PURSUED = "not_pursued", "Not pursued"


def outcome_of(
    *, status: str, reason: str, result: str | None, asks: str | None, was_embedded: bool = False
) -> Outcome:
    """The outcome of a recommendation by its standing and its newest look (nothing where nobody has looked).

    `was_embedded`: an earlier look found it embedded.
    """
    if status == Recommendation.Status.CLOSED and reason != Recommendation.Reason.DONE:
        return Outcome.NOT_PURSUED
    done = status == Recommendation.Status.CLOSED
    if result is None:
        return Outcome.UNKNOWN if done else Outcome.NOT_LOOKED
    if result == Impact.Result.NOT_YET:
        return Outcome.UNKNOWN if done else Outcome.NOT_YET
    if result == Impact.Result.EMBEDDED:
        return Outcome.SUSTAINED if asks == Impact.Asks.SUSTAINED else Outcome.EMBEDDED
    if was_embedded and result in (Impact.Result.NO_CHANGE, Impact.Result.WORSE, Impact.Result.PARTLY):
        return Outcome.SLIPPED
    return Outcome(result)


def outcome_by_looks(row: Recommendation, looks: Iterable[Impact]) -> Outcome:
    """The outcome of one row; `looks` are those that were taken, the newest first."""
    taken = list(looks)
    newest = taken[0] if taken else None
    return outcome_of(
        status=row.status,
        reason=row.reason,
        result=newest.result if newest else None,
        asks=newest.asks if newest else None,
        was_embedded=any(look.result == Impact.Result.EMBEDDED for look in taken[1:]),
    )


def outcomes(partnership: Partnership) -> dict[int, Outcome]:
    """Recommendation key -> outcome, of all of a partnership. Two queries, whatever the number."""
    rows = Recommendation.objects.filter(partnership=partnership)
    looks: dict[int, tuple[str, str, bool]] = {}
    taken = Impact.objects.filter(partnership=partnership, looked_on__isnull=False)
    for pk, result, asks in taken.order_by("looked_on", "pk").values_list("recommendation_id", "result", "asks"):
        before = looks.get(pk)
        embedded = bool(before and (before[2] or before[0] == Impact.Result.EMBEDDED))
        looks[pk] = (result, asks, embedded)
    return {
        pk: outcome_of(
            status=status,
            reason=reason,
            result=looks[pk][0] if pk in looks else None,
            asks=looks[pk][1] if pk in looks else None,
            was_embedded=looks[pk][2] if pk in looks else False,
        )
        for pk, status, reason in rows.values_list("pk", "status", "reason")
    }
