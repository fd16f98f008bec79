"""Each working morning, once: everyone at each partnership is looked at, and what they are to be told is written down
and queued.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from goldenthread.core.casework.clocks import calendar_of
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.kernel.now import now

from .models import Notice, Round
from .selecting import write_notices
from .sending import addressee

MORNING = 6
#: Puts one job into the queue: (partnership id, person id, day as ISO text) or (partnership id, person id, notice id).
Queue = Callable[..., object]


def begin_round(partnership: Partnership, moment: datetime, queue: Queue) -> int:
    """Queue one job per person who can sign in, once a working day from 06:00; how many.

    The mark that it began and all its jobs are one transaction: a worker killed half-way leaves none, and the next
    hour begins it.
    """
    day = moment.date()
    with acting_as(Actor.system(partnership)):
        if moment.hour < MORNING or not calendar_of(partnership).is_working_day(day):
            return 0
        if _has_begun(partnership, day):
            return 0
        Round.objects.create(partnership=partnership, day=day, began_at=now())
        people = Person.objects.filter(partnership=partnership, left_on__isnull=True, user__is_active=True)
        keys = list(people.order_by("pk").values_list("pk", flat=True))
        for key in keys:
            queue(partnership_id=partnership.pk, person_id=key, day=day.isoformat())
    return len(keys)


def _has_begun(partnership: Partnership, day: date) -> bool:
    # two workers at once: one waits here until the other has committed
    Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)
    return Round.objects.filter(partnership=partnership, day=day).exists()


def tell_person(partnership_id: int, person_id: int, day: date, queue: Queue) -> int:
    """Write down what a person is to be told today and queue one message of each kind; how many messages.

    The notices and their jobs are one transaction. Run again, it finds them written and queues nothing.
    """
    to = addressee(partnership_id, person_id)
    if to is None:
        return 0
    with transaction.atomic(), acting_as(to.actor):
        waiting = write_notices(to.actor, to.person, to.partnership, day)
        first_of_kind: dict[str, Notice] = {}
        for notice in waiting:
            first_of_kind.setdefault(notice.kind, notice)
        for notice in first_of_kind.values():
            queue(partnership_id=partnership_id, person_id=person_id, notice_id=notice.pk)
    return len(first_of_kind)
