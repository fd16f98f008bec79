"""Who has a hand in a release, who may see it before it is out, and whether its proof still holds."""

from __future__ import annotations

from django.db.models import Q

from goldenthread.analytics.models import Measure
from goldenthread.core.casework.models import Participant
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Person, Seat
from goldenthread.core.tenancy.roles import OVERSIGHT, Role
from goldenthread.kernel.now import today

from .figures import fingerprint_of
from .models import Proof, Release


def is_proved(release: Release) -> bool:
    """Whether the last audit passed, and it was of what the release holds now. Without one: no."""
    rows = Proof.objects.filter(record_id=release.pk).order_by("-number").values("outcome", "fingerprint")
    last = rows.first()
    if last is None or last["outcome"] != Proof.Outcome.PASSED:
        return False
    return last["fingerprint"] == fingerprint_of(release)


def is_another(release: Release) -> bool:
    """Whether whoever acts neither opened it, nor changed a table of it, nor asked for an audit of it."""
    hands = {
        release.opened_by_id,
        *release.tables.values_list("changed_by_id", flat=True),
        *release.jobs.filter(task="audit").values_list("asked_by_id", flat=True),
    }
    user = current_actor().user
    return user is not None and user not in hands


def let_keepers_in(release: Release) -> None:
    """Those with oversight and whoever opened it see a draft; other analysts while everyone may see its measures."""
    wanted = Q(role__in=[role.value for role in OVERSIGHT]) | Q(user=release.opened_by_id)
    if not Measure.objects.filter(pk__in=_measures(release)).exclude(audience=Measure.Audience.PARTNERSHIP).exists():
        wanted |= Q(role=Role.ANALYST.value)
    seats = Seat.objects.filter(wanted & _now_seated(), partnership_id=release.partnership_id)
    people = set(Person.objects.filter(pk__in=seats.values("person")).values_list("pk", flat=True))
    let_in = Participant.objects.filter(record_id=release.pk, person__isnull=False)
    known = set(let_in.values_list("person_id", flat=True))
    let_in.exclude(person_id__in=people).delete()
    made = [
        Participant(
            record_id=release.pk,
            partnership_id=release.partnership_id,
            person_id=person,
            why="Keeps releases",
            added_by_id=current_actor().user,
        )
        for person in sorted(people - known)
    ]
    Participant.objects.bulk_create(made, ignore_conflicts=True)  # some that another let in may be out of sight


def may_take_in(release: Release, measure: Measure) -> bool:
    """Whether a measure that not everyone may see can be added: only to a draft of someone who sees it all the same."""
    if measure.audience == Measure.Audience.PARTNERSHIP or release.opened_by_id == current_actor().user:
        return True
    roles = set(Seat.objects.filter(_now_seated(), user=release.opened_by_id, partnership_id=release.partnership_id)
                .values_list("role", flat=True))  # fmt: skip
    return current_actor().oversees(release.partnership_id) and bool(roles & OVERSIGHT)


def _now_seated() -> Q:
    return Q(since__lte=today()) & (Q(until__isnull=True) | Q(until__gte=today()))


def _measures(release: Release) -> list[int]:
    return list(release.tables.values_list("measures__measure", flat=True))
