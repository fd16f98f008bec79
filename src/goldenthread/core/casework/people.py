"""Who sees one sealed case by name, beside those who keep its register: let in with a reason, and let go again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Person
from goldenthread.kernel.now import today

from .models import Event, Keeper, Participant, Record
from .process import process_for
from .registering import keepers_on
from .sealed import refuse_if_destroyed
from .services import let_in, tell


@dataclass(frozen=True)
class LetIn:
    """Somebody who sees the case by name. `why` stands in the case's story, sealed: empty where it is not open."""

    row: Participant
    why: str

    @property
    def by(self) -> str:
        return self.row.added_by.name if self.row.added_by else ""


def may_let_in(record: Record) -> bool:
    """Whether whoever acts lets people in to a case that they see: who opens such cases, and who keeps the register."""
    keeps_it = record.register_id is not None and record.register_id in current_actor().claim("registers")
    return keeps_it or bool(process_for(record).may_open & current_actor().roles(record.partnership_id))


def let_in_to(record: Record) -> list[LetIn]:
    """Who is let in, as far as whoever acts may see; the first first. Two queries."""
    rows = Participant.objects.filter(record=record.pk, person__isnull=False)
    lines = list(Event.objects.filter(record=record.pk, name="let_in").order_by("at", "pk"))
    found = rows.select_related("person__agency", "added_by").order_by("added_at", "pk")
    return [LetIn(row, _why(row, lines)) for row in found]


def _why(row: Participant, lines: Sequence[Event]) -> str:
    """Of the lines with this name the one of the same moment: two people may have one name."""
    named = [line for line in lines if line.label == f"Let in {row.person}"[:200]]
    nearest = min(named, key=lambda line: abs(line.at - row.added_at), default=None)
    return str(nearest.sealed_note or "") if nearest else ""


def who_keeps(record: Record) -> Sequence[Keeper]:
    """Those who see every case of its register today. One query."""
    found = keepers_on(record.register, today()) if record.register else []
    return [one for one in found if one.capacity == Keeper.Capacity.KEEPER]


@transaction.atomic
def let_someone_in(record: Record, *, person: Person, why: str) -> Participant:
    """Show a sealed case to one more person, and write down why.

    Raises PermissionDenied for whoever may not, ValidationError for a person who sees it already or of another
    partnership, without a reason, and for a case whose sealed part was destroyed.
    """
    refuse_if_destroyed(record)
    if not why.strip():
        raise ValidationError({"why": "Say why they need to see this case."})
    if any(one.person_id == person.pk for one in who_keeps(record)):
        raise ValidationError({"person": f"{person} keeps the register, and sees every case in it."})
    if Participant.objects.filter(record=record.pk, person=person).exists():
        raise ValidationError({"person": f"{person} is let in already."})
    try:
        with transaction.atomic():
            return let_in(record, person=person, why=why.strip())
    except IntegrityError as twice:  # by somebody else: whom they let in, whoever acts may not see
        raise ValidationError({"person": f"{person} is let in already."}) from twice


@transaction.atomic
def let_go(row: Participant, *, why: str = "") -> None:
    """They see the case no more, from their next page on. What they read stays in the log of readings."""
    record = row.record
    if not may_let_in(record):
        raise PermissionDenied("Those who open such cases, and those who keep the register, let people in and go.")
    held = Participant.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if held is None:
        return  # it was ended a moment ago, and is told once
    tell(record, "let_go", f"{row.person} may see it no more", note=why)
    held.delete()
