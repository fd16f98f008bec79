"""Who read sealed cases, looked through by somebody who reads none: what is new since the last time, signed for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.kernel.now import now

from .models import LogReview, Reading, Register
from .registering import keeps


@dataclass(frozen=True)
class ReaderLooks:
    """One reader's looks at a register that nobody has signed for: how many, at how many cases, why."""

    by: str
    looks: int
    cases: int
    other: int
    last: datetime


def may_sign(register: Register) -> bool:
    """Whoever reviews the log of this register and reads none of its cases: nobody signs for their own looks."""
    return register.pk in current_actor().claim("reviewed") and not keeps(register)


def last_review(register: Register) -> LogReview | None:
    return LogReview.objects.filter(register=register).order_by("-through", "-pk").first()


def not_signed(register: Register) -> QuerySet[Reading]:
    """The looks after those that the last review covers. One query before they are asked for."""
    last = last_review(register)
    rows: QuerySet[Reading] = Reading.objects.filter(register=register)
    return rows.filter(at__gt=last.through) if last else rows


def by_reader(looks: QuerySet[Reading]) -> list[ReaderLooks]:
    """Looks by who took them, most first. `other`: for a purpose that is none of the usual."""
    rows = looks.order_by().values("by").annotate(
        looks=Count("pk"), cases=Count("record", distinct=True), other=Count("pk", filter=Q(purpose="other")),
        last=Max("at"),
    )  # fmt: skip
    return [ReaderLooks(**row) for row in rows.order_by("-looks", "by")]


@transaction.atomic
def sign_log(register: Register, *, through: datetime, concern: bool = False, note: str = "") -> LogReview:
    """Sign for every look until a moment, which is the last that the reviewer was shown: later ones wait.

    Raises PermissionDenied for who may not, ValidationError for a concern without words and where nothing is new.
    """
    if not may_sign(register):
        raise PermissionDenied("The log is signed by its reviewers, who read no case of this register themselves.")
    if concern and not note.strip():
        raise ValidationError({"note": "Say what is to be followed up. Do not name a child."})
    Register.objects.select_for_update(of=("self",)).get(pk=register.pk)
    looks = not_signed(register).filter(at__lte=through).count()
    if not looks:
        raise ValidationError(
            "There is nothing new to sign for: someone may have done it a moment ago.", code="nothing"
        )
    actor = current_actor()
    review = LogReview(
        register=register, user_id=actor.user, by=actor.name, at=now(), through=through, looks=looks,
        concern=concern, note=note.strip(),
    )  # fmt: skip
    review.full_clean()
    review.save()
    return review
