"""What keepers of a register are brought of what they asked: answers that came, and people who do not answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import Concat
from django.urls import reverse

from goldenthread.core.contributions.asked import asked_of
from goldenthread.core.contributions.models import Contribution
from goldenthread.core.notices.waiting import Asked, Waiting, case_item, register_waiting, waits
from goldenthread.core.notices.worklist import WorkItem
from goldenthread.core.tenancy.actor import Actor
from goldenthread.core.tenancy.models import Partnership

#: An answer is brought to its keepers for so long.
NEW = timedelta(days=7)


def from_outside(actor: Actor, board: Partnership, on: date) -> Iterator[Asked]:
    """By reference alone: forms that are late, and answers of the last week, for keepers of a register."""
    kept = actor.claim("registers")
    if not kept:
        return
    rows = Contribution.objects.filter(partnership=board, register__in=kept, withdrawn_on__isnull=True)
    late = rows.filter(answered_on__isnull=True, due__lt=on)
    came = rows.filter(answered_on__gte=on - NEW)
    what = Concat("kind", Value(":"), "form_key", output_field=TextField())
    yield waits(
        late | came, about=what, day=Case(When(answered_on__isnull=True, then=F("due"))),
        pk="record_id", reference="record__reference", key="pk",
    )  # fmt: skip


def in_line(row: Waiting, actor: Actor, board: Partnership, on: date) -> WorkItem:
    """An answer that came has no day; what is late has the day it was due."""
    kind, _, form = row.about.partition(":")
    said = "the answer came" if row.day is None else "no answer yet"
    takes = asked_of(kind)
    title = f"{takes.forms[form].title if takes and form in takes.forms else 'A form'}: {said}"
    link = reverse("asked_answer", args=[board.slug, kind, row.pk, row.key])
    return case_item(row, kind="", title=title, why="You keep the register", on=on, link=link, due=True)


register_waiting("asked of others", from_outside, in_line)
