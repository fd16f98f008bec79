"""Whoever was asked is reminded: some days before it is due, the day after, and each week from then on for a while."""

from __future__ import annotations

from datetime import timedelta

from django.template.loader import render_to_string

from goldenthread.core.casework.models import Register
from goldenthread.core.links import giving
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today

from .asking import links_of
from .models import Contribution

#: Days before the due day (and after it, as negative numbers) on which a letter goes out.
BEFORE, AFTER, LAST = 3, -1, -57


def due_for_a_letter(days_left: int) -> bool:
    """Three days before, the day after, and each week after that for eight weeks."""
    late = AFTER - days_left
    return days_left == BEFORE or (0 <= late <= AFTER - LAST and late % 7 == 0)


def remind(partnership: Partnership) -> int:
    """Write to those who were asked and have not answered, at the day's turn: how many. The letter says nothing of the
    case, and holds no link: the one they have still works.
    """
    with acting_as(Actor.system(partnership)):
        registers = frozenset(Register.objects.filter(partnership=partnership).values_list("pk", flat=True))
    with acting_as(
        Actor(None, held={"registers": registers, "partnerships": frozenset({partnership.pk})}, name="Golden Thread")
    ):
        near = today() + timedelta(days=BEFORE)
        rows = Contribution.objects.filter(
            partnership=partnership, answered_on__isnull=True, withdrawn_on__isnull=True, due__lte=near
        )
        waiting = [one for one in rows.select_related("partnership") if due_for_a_letter((one.due - today()).days)]
        links = links_of(waiting)
        told = [one for one in waiting if one.pk in links and links[one.pk].works]
        for one in told:
            body = render_to_string("contributions/email/reminder.txt", {"asked": one, "link": links[one.pk]})
            subject = f"{partnership}: the form that we asked for"
            giving.post(f"reminder={one.pk}", links[one.pk].email, subject, body)
    return len(told)
