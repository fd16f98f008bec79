"""Challenges put before a business plan began and not over by then, as they stand: for the plan that follows."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from goldenthread.core.casework.models import Audience
from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.carried import Carried, FromBefore, brings_carried
from goldenthread.web.pages.board import record_address

from .tables import stands
from .tallies import carried_over


@brings_carried
def challenges_before(board: Partnership, start: date) -> FromBefore:
    """Within the reader's own sight: words are for those who may read them. One query."""
    rows = tuple(
        Carried(
            reference=row.reference,
            about=row.subject,
            href=record_address(board, "challenges", row.pk),
            with_whom=row.other_body or str(row.lead_agency),
            since=row.opened_on,
            stands=stands(row),
            why=row.outcome_why,
            over=row.decided_on is not None,
            open_to_all=row.audience == Audience.PARTNERSHIP,
        )
        for row in carried_over(board, start)
    )
    return FromBefore("Challenges put before this plan", reverse("challenges_carried", args=[board.slug]), rows)
