"""Those who keep the partnership's figures read the returns that bring them, and no answer to a measure that is not
for them.

The unit reads every return by its oversight. An analyst is let in to a return while every measure that it asks is for
the whole partnership, as to a draft of a release: a return is read whole or not at all.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from goldenthread.analytics.defining import follows_a_measure
from goldenthread.analytics.models import Measure
from goldenthread.core.casework.models import Participant
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership, Person, Seat
from goldenthread.core.tenancy.roles import Role
from goldenthread.kernel.now import today

from .models import Form, Line

WHY = "Keeps the partnership's figures"


def let_keepers_in(partnership: Partnership) -> int:
    """Let analysts in to the returns that they may read, and take off those who may no longer; how many changed."""
    seated = Q(since__lte=today()) & (Q(until__isnull=True) | Q(until__gte=today()))
    seats = Seat.objects.filter(seated, partnership=partnership, role=Role.ANALYST.value)
    people = set(Person.objects.filter(pk__in=seats.values("person"), left_on=None).values_list("pk", flat=True))
    closed = Line.objects.filter(form=OuterRef("pk")).exclude(measure__audience=Measure.Audience.PARTNERSHIP)
    forms = Form.objects.filter(~Exists(closed), partnership=partnership)
    wanted = {(record, person) for record in forms.values_list("record_id", flat=True) for person in people}
    rows = {
        (row.record_id, row.person_id): row.pk
        for row in Participant.objects.filter(partnership=partnership, record__kind="returns", why=WHY)
    }
    gone = [pk for key, pk in rows.items() if key not in wanted]
    if gone:
        Participant.objects.filter(pk__in=gone).delete()
    new = [
        Participant(
            record_id=record, partnership_id=partnership.pk, person_id=person, why=WHY, added_by_id=current_actor().user
        )
        for record, person in sorted(wanted - set(rows))
    ]
    Participant.objects.bulk_create(new, ignore_conflicts=True)  # someone let in by hand already
    return len(gone) + len(new)


@follows_a_measure
def follow_the_measure(measure: Measure) -> None:
    """A measure that is no longer for everyone takes the returns that ask it from the analysts at once."""
    if measure.audience == Measure.Audience.PARTNERSHIP:
        return  # the worker lets them in again
    asked = Form.objects.filter(lines__measure=measure).values("record_id")
    Participant.objects.filter(record__in=asked, why=WHY).delete()
