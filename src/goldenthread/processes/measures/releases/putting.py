"""Putting a release together: begin one, add tables to it, take them out. Only while it is being put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.analytics.models import Measure
from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.services import allow, lock, open_record, tell
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.now import end_of, now

from .hands import let_keepers_in, may_take_in
from .models import Release, ReleaseTable, TableMeasure
from .process import releases

NOT_NOW = "It is no longer being put together. Take it back before you change it."


@transaction.atomic
def begin_release(
    *,
    partnership: Partnership,
    name: str,
    kind_of_release: str,
    profile: str,
    known: Any = None,
    replaces: Release | None = None,
    lead_agency: Agency | None = None,
) -> Release:
    """Begin a release, seen by its keepers and the chair alone. `known`: figures as known at the end of that day.

    Raises PermissionDenied for anyone but a keeper, ValidationError for rules that do not fit its kind.
    """
    allow(releases.may_open, partnership.pk, "begin a release")
    agency = lead_agency or partnership.agencies.filter(pk__in=current_actor().agencies_at(partnership.pk)).first()
    if agency is None:
        raise ValidationError("Your seat is for no agency here, so nobody would lead this release.")
    if replaces and (replaces.state != Release.State.RELEASED or replaces.kind_of_release != kind_of_release):
        raise ValidationError({"replaces": "Only one of the same kind that is out can be replaced."})
    made: Release = open_record(
        releases, partnership=partnership, lead_agency=agency, name=name, kind_of_release=kind_of_release,
        profile=profile, replaces=replaces,
        as_known=min(end_of(known), now()) if known else now(),
    )  # fmt: skip
    let_keepers_in(made)
    Release.objects.filter(pk=made.pk).update(audience=Audience.NAMED)
    made.audience = Audience.NAMED
    return made


@transaction.atomic
def add_table(release: Release, *, measures: Sequence[Measure], **values: Any) -> ReleaseTable:
    """Add a table of measures in the actor's sight, after those that are there."""
    held = _held(release)
    measures = list(measures)
    if not measures:
        raise ValidationError({"measures": "Choose at least one measure."})
    if values.get("cut") and len(measures) > 1:
        raise ValidationError({"cut": "A table that is broken down shows one measure. Choose one, or no breakdown."})
    if hidden := [measure.title for measure in measures if not may_take_in(held, measure)]:
        raise ValidationError({"measures": f"Whoever opened this release may not see: {', '.join(hidden)}."})
    order = 1 + max(held.tables.values_list("order", flat=True), default=0)
    table = ReleaseTable(record=held, order=order, changed_by_id=current_actor().user, **values)
    table.full_clean()
    table.save()
    for n, measure in enumerate(measures):
        TableMeasure.objects.create(table=table, measure=measure, order=n)
    tell(held, "add_table", f"Added the table '{table.title}'")
    let_keepers_in(held)
    return table


@transaction.atomic
def take_out_table(table: ReleaseTable) -> None:
    held = _held(table.record)
    tell(held, "take_out_table", f"Took out the table '{table.title}'")
    table.delete()
    let_keepers_in(held)


@transaction.atomic
def order_tables(release: Release, tables: Sequence[int]) -> None:
    """Put the tables, with their charts, in this order, by number of row. Raises ValidationError unless all are named,
    each once: another may have added one meanwhile.
    """
    held = _held(release)
    there = list(held.tables.values_list("pk", flat=True))
    if sorted(tables) != sorted(there):
        raise ValidationError("Its tables have changed meanwhile. Look at them again, then order them.")
    if list(tables) == there:
        return
    for order, pk in enumerate(tables, 1):
        held.tables.filter(pk=pk).update(order=order, changed_by_id=current_actor().user)
    tell(held, "order_tables", "Put its tables in another order")


@transaction.atomic
def begin_correction(release: Release) -> Release:
    """Begin the next version of a release that is out: a draft of the same tables, figures as they are known now.

    The version that is out stays out until the draft is released, and can be read for good. Raises PermissionDenied for
    anyone but a keeper, ValidationError where it is not out or a correction has been begun.
    """
    allow(releases.may_open, release.partnership_id, "begin a release")
    held: Release = lock(releases, release)
    if other := held.successors.exclude(state=Release.State.ABANDONED).first():
        raise ValidationError(f"{other.reference} has been begun to take its place. Go on with that one.")
    made = begin_release(
        partnership=held.partnership, name=held.name, kind_of_release=held.kind_of_release, profile=held.profile,
        replaces=held, lead_agency=held.lead_agency,
    )  # fmt: skip
    same = ("title", "commentary", "cut", "since", "until", "running", "totals", "chart")
    for table in held.tables.prefetch_related("measures__measure"):
        values = {name: getattr(table, name) for name in same}
        add_table(made, measures=[one.measure for one in table.measures.all()], **values)
    return made


def _held(release: Release) -> Release:
    """The release as it stands, held, for a keeper, while it is being put together."""
    allow(releases.may_amend, release.partnership_id, "change a release")
    held: Release = lock(releases, release)
    if held.state != Release.State.DRAFTING:
        raise ValidationError(NOT_NOW)
    return held
