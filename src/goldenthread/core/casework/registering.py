"""A partnership's registers of sealed work: which there are, who keeps them, how a case comes into one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.core.sealing.envelope import new_seal
from goldenthread.core.sealing.keyring import the_ring
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.core.tenancy.roles import Role
from goldenthread.kernel.now import today

from .models import Keeper, Record, Register
from .process import Process

#: Who may appoint the first keeper of a register; from then on its keepers may as well.
APPOINT = frozenset({Role.CHAIR.value, Role.BUSINESS_MANAGER.value})


def register_kept(partnership: Partnership, kind: str) -> Register:
    """The register that a case is to be opened in. Raises PermissionDenied for who does not keep it."""
    register = register_of(partnership, kind)
    if not keeps(register):
        raise PermissionDenied("Cases of this register are opened by those who keep it: ask to be appointed.")
    return register


def enter_register(record: Record, register: Register) -> None:
    """Put a case that is being opened, and has its reference, into its register; give it a key of its own."""
    record.register = register
    record.seal = new_seal(record.seal_bound_to(), the_ring())


def register_of(partnership: Partnership, kind: str) -> Register:
    """The register of one kind of sealed work, made when first asked for."""
    register: Register = Register.objects.get_or_create(partnership=partnership, kind=kind)[0]
    return register


def keeps(register: Register) -> bool:
    return register.pk in current_actor().claim("registers")


def seated(partnership: Partnership) -> bool:
    """Whether the actor has a seat there: guests of a joint group have none, and see no register's pages."""
    return partnership.pk in current_actor().partnerships


def keeping(kind: str) -> Callable[[Partnership], bool]:
    """Whether the actor keeps a partnership's register of this kind, as a question to be put."""

    def asked(partnership: Partnership) -> bool:
        return kind in kinds_kept(partnership)

    return asked


def kinds_kept(partnership: Partnership) -> frozenset[str]:
    """The kinds of work whose registers the actor keeps here. One query, and none for who keeps no register."""
    mine = current_actor().claim("registers")
    rows = Register.objects.filter(pk__in=mine, partnership=partnership) if mine else Register.objects.none()
    return frozenset(rows.values_list("kind", flat=True))


def may_bring_in(process: Process, partnership: Partnership, kept: frozenset[str] | None = None) -> bool:
    """Whether the actor may bring records of a process in from elsewhere: with a role that opens one; or, where it is
    sealed, as a keeper of its register, who sees every case in it as it is. `kept`: `kinds_kept`, for who asks of many.
    """
    if process.may_open & current_actor().roles(partnership.pk):
        return True
    return process.sealed and process.slug in (kinds_kept(partnership) if kept is None else kept)


def refuse_bringing_in(process: Process, partnership: Partnership, doing: str) -> None:
    """Raises PermissionDenied for who may not (`may_bring_in`)."""
    if not may_bring_in(process, partnership):
        kept = ", or keep its register" if process.sealed else ""
        roles = ", ".join(sorted(process.may_open))
        raise PermissionDenied(f"To {doing}, you need one of these roles: {roles}{kept}.")


@transaction.atomic
def appoint_keeper(
    register: Register,
    person: Person,
    *,
    why: str,
    capacity: str = Keeper.Capacity.KEEPER,
    since: date | None = None,
    until: date | None = None,
) -> Keeper:
    """Let a person keep a register, or review who reads it, from a day on. They see its cases from their next page.

    Raises PermissionDenied for who may not appoint, ValidationError for a person of elsewhere, one who left, or one who
    does so already.
    """
    refuse_appointing(register)
    refuse_strangers(register.partnership_id, person=person)
    if person.left_on is not None:
        raise ValidationError({"person": f"{person} has left the partnership."})
    keeper = Keeper(
        register=register,
        partnership_id=register.partnership_id,
        person=person,
        capacity=capacity,
        why=why.strip(),
        since=since or today(),
        until=until,
        added_by=current_actor().name,
    )
    keeper.full_clean()
    keeper.save()
    return keeper


@transaction.atomic
def end_keeper(keeper: Keeper, *, on: date | None = None) -> Keeper:
    """Their last day. Raises ValidationError where a register with cases would be left with nobody to keep it."""
    locked: Keeper = Keeper.objects.select_for_update(of=("self",)).get(pk=keeper.pk)
    refuse_appointing(locked.register)
    last = on or today()
    if locked.capacity == Keeper.Capacity.KEEPER and not _others(locked, last):
        raise ValidationError(
            "They are the only one who keeps this register: appoint who follows them first, so that its cases are not "
            "left with nobody who can see them.",
            code="last_keeper",
        )
    locked.until = last
    locked.full_clean()
    locked.save(update_fields=["until"])
    return locked


def keepers_on(register: Register, day: date) -> list[Keeper]:
    """Who keeps or reviews a register on a day, keepers first."""
    rows = Keeper.objects.filter(register=register, since__lte=day).select_related("person")
    return [keeper for keeper in rows if keeper.until is None or keeper.until >= day]


def _others(keeper: Keeper, last: date) -> bool:
    """Is there another keeper on the day after the last?"""
    rows = Keeper.objects.filter(register_id=keeper.register_id, capacity=keeper.capacity).exclude(pk=keeper.pk)
    return any((row.until is None or row.until > last) and row.person.left_on is None
               for row in rows.select_related("person"))  # fmt: skip


def may_appoint(register: Any) -> bool:
    """The chair, the business manager, and whoever keeps the register already."""
    return keeps(register) or bool(APPOINT & current_actor().roles(register.partnership_id))


def refuse_appointing(register: Any) -> None:
    """Raises PermissionDenied for everyone else."""
    if may_appoint(register):
        return
    raise PermissionDenied("Keepers are appointed by the chair, the business manager and those who keep the register.")
