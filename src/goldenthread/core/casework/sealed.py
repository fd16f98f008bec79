"""What is done with sealed cases: read one, with a line of who and why; hold it; destroy it when its time has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.core.sealing.fields import BlindIndex
from goldenthread.core.sealing.holders import unsealed
from goldenthread.core.sealing.opened import opened
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.kernel.now import now, today
from goldenthread.law.retention import Rule, rule_of

from .models import Hold, Reading, Record
from .process import process_for, tables_of
from .retention import LocalYears, local_years
from .services import tell


@contextmanager
def reading(record: Record, *, purpose: str, what: str, words: str = "") -> Iterator[None]:
    """Within, the case's sealed values show what they hold. The line of who reads what and why is written first.

    Raises Record.DoesNotExist for a case out of sight, PermissionDenied where no person acts, ValidationError without a
    purpose, or for a case whose sealed part was destroyed; SealingTrouble where its key does not open.
    """
    actor = current_actor()
    if actor.user is None and not actor.name:
        raise PermissionDenied("A sealed case is read by a person, whose name is written down.")
    with read_as(record, purpose=purpose, what=what, words=words):
        yield


def read_as(record: Record, *, purpose: str, what: str, words: str = "") -> AbstractContextManager[None]:
    """Write the line of whoever acts now, and give what opens the case: for a room that then goes on as somebody who
    does not see it (`core.contributions`). Raises as `reading` does.
    """
    seen: Record = Record.objects.select_related("register").get(pk=record.pk)
    refuse_if_destroyed(seen)
    key, actor = unsealed(seen), current_actor()
    line = Reading(
        record=seen,
        register=seen.register,
        reference=seen.reference,
        user_id=actor.user,
        by=actor.name,
        at=now(),
        purpose=purpose,
        words=words.strip()[:200] or None,
        what=what[:120],
    )
    line.full_clean(exclude={"user"})  # whoever answers by a link has no account, and a name
    line.save()
    return opened(seen.pk, key)


def refuse_if_destroyed(record: Record) -> None:
    if record.register_id is None:
        raise ValidationError("This is not a sealed case.", code="not_sealed")
    if record.destroyed_on is not None:
        raise ValidationError(
            f"The sealed part of {record.reference} was destroyed on {record.destroyed_on:%-d %B %Y}. Its counts are "
            "kept.",
            code="destroyed",
        )


@transaction.atomic
def place_hold(record: Record, *, reason: str, words: str = "", since: date | None = None) -> Hold:
    """Keep a case whatever its time, until the hold is lifted. For those who keep its register, as is lifting it."""
    refuse_if_destroyed(record)
    _for_keepers(record, "put on hold")
    hold = Hold(
        record=record, reason=reason, words=words.strip(), since=since or today(), placed_by=current_actor().name
    )
    hold.full_clean()
    hold.save()
    tell(record, "hold", f"Put on hold: {hold.get_reason_display().lower()}")
    return hold


@transaction.atomic
def lift_hold(hold: Hold) -> Hold:
    """End a hold today. A second time changes nothing."""
    locked: Hold = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    _for_keepers(locked.record, "let go from a hold")
    if locked.lifted_on is None:
        locked.lifted_on, locked.lifted_by = today(), current_actor().name
        locked.save(update_fields=["lifted_on", "lifted_by"])
        tell(locked.record, "lift_hold", f"Hold lifted: {locked.get_reason_display().lower()}")
    return locked


@transaction.atomic
def destroy(record: Record) -> Record:
    """Destroy the sealed part of a case whose time has come: its key, with it every copy in its history, and what finds
    it again. What is counted stays. For those who keep its register. It cannot be undone.

    Raises ValidationError, with the reason, for one that must still be kept.
    """
    case: Record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    refuse_if_destroyed(case)
    _for_keepers(case, "destroyed")
    stands = kept(process_for(case).model.objects.get(pk=case.pk))
    if not stands.may_be_destroyed:
        raise ValidationError(_why_it_is_kept(stands), code="kept")
    _forget_fingerprints(case)
    case.seal, case.destroyed_on, case.version = None, today(), case.version + 1
    case.save(update_fields=["seal", "destroyed_on", "version"])
    tell(case, "destroy", f"The sealed part was destroyed: {stands.years} years have passed")
    for act in AFTER_DESTROYING:
        act(case)
    return case


#: What rooms further up do when a case's sealed part is destroyed, in its transaction (core.files: its files).
AFTER_DESTROYING: list[Callable[[Record], None]] = []


def _for_keepers(case: Record, what: str) -> None:
    """Who was only let in to a case reads it, and decides nothing of how long it is kept."""
    if case.register_id not in current_actor().claim("registers"):
        raise PermissionDenied(f"A sealed case is {what} by those who keep its register.")


def _why_it_is_kept(stands: Kept) -> str:
    if stands.holds:
        return f"It is on hold: {', '.join(h.get_reason_display().lower() for h in stands.holds)}. Lift the hold first."
    if stands.until is None:
        return "It is kept: it is not closed, or nobody has said for how long such a case is kept."
    return f"It is kept until {stands.until:%-d %B %Y}."


def _forget_fingerprints(case: Record) -> None:
    """By a fingerprint a destroyed case could still be found, by whoever knows whom to look for."""
    for model in tables_of(process_for(case)):
        blind = [f.name for f in model._meta.local_fields if isinstance(f, BlindIndex)]
        if blind:
            own = {"pk": case.pk} if issubclass(model, Record) else {model.governed_by: case.pk}
            model.objects.filter(**own).update(**dict.fromkeys(blind))


@dataclass(frozen=True)
class Kept:
    """Until when a case is kept, and why until then. `holds` are what keeps it beyond."""

    record: Record
    until: date | None
    rule: Rule | None
    years: int | None
    decided_here: bool
    holds: tuple[Hold, ...]

    @property
    def may_be_destroyed(self) -> bool:
        return self.until is not None and self.until < today() and not self.holds


def kept(record: Record, *, local: LocalYears | None = None, holds: list[Hold] | None = None) -> Kept:
    """How long a case is kept: by the partnership's own years, or the shipped example's. Nothing while it is open."""
    process = process_for(record)
    keeping = process.kept_until(record) if process.kept_until and record.closed_on else None
    held = [h for h in (record.holds.all() if holds is None else holds) if h.lifted_on is None]
    if keeping is None:
        return Kept(record, None, None, None, False, tuple(held))
    rule = rule_of(record.kind, keeping.part)
    decided = local_years(record.partnership, record.kind) if local is None else local
    own = decided.of(keeping.part, record.opened_on)
    years = own if own is not None else (rule.years if rule else None)
    until = years_after(keeping.counted_from, years) if years is not None else None
    return Kept(record, until, rule, years, own is not None, tuple(held))


def years_after(day: date, years: int) -> date:
    """The same day so many years on; of 29 February the last of February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
