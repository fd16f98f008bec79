"""The verbs on measures: take from the catalogue, add one's own, redefine, set what is expected, retire."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.services import allow, is_the_system
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Partnership, Place
from goldenthread.law.measures.entry import MeasureEntry

from .models import Definition, Measure, Standard
from .roles import KEEPERS

#: The columns of Definition that say how it is counted; a change of any is a new version.
COUNTED_BY = (
    "kind", "unit", "better", "every", "snapshot", "seasonal", "numerator", "denominator", "source", "cuts", "note",
)  # fmt: skip
OF_MEASURE = ("title", "subject", "question", "audience", "owner_agency", "group", "clock", "published")


@transaction.atomic
def add_measure(*, partnership: Partnership, code: str, since: date | None = None, **values: Any) -> Measure:
    """Add a measure with its first definition. Raises PermissionDenied, or ValidationError by field."""
    allow(KEEPERS, partnership.pk, "add a measure")
    counted = {name: values.pop(name) for name in COUNTED_BY if name in values}
    measure = Measure(partnership=partnership, code=code, **values)
    _belongs(measure)
    definition = Definition(measure=measure, since=since, **counted)
    _clean_together(measure, definition)
    measure.save()
    definition.measure = measure
    definition.save()
    return measure


@transaction.atomic
def amend_measure(measure: Measure, *, expected_version: int | None = None, **values: Any) -> Measure:
    """Change what surrounds a measure (its question, owner, group, audience), not how it is counted."""
    allow(KEEPERS, measure.partnership_id, "change a measure")
    measure = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    refuse_if_stale(measure, expected_version, values)
    for name in OF_MEASURE:
        if name in values:
            setattr(measure, name, values[name])
    _belongs(measure)
    measure.version += 1
    measure.full_clean()
    measure.save()
    for follow in _FOLLOWERS:
        follow(measure)
    return measure


Follower = Callable[[Measure], None]
_FOLLOWERS: list[Follower] = []


def follows_a_measure(follower: Follower) -> Follower:
    """Register what rooms above must do when a measure's audience, owner or group changes, in its transaction: what
    hangs from it there is seen by no one who may not see it.
    """
    if follower not in _FOLLOWERS:
        _FOLLOWERS.append(follower)
    return follower


@transaction.atomic
def redefine(measure: Measure, *, since: date, **values: Any) -> Definition:
    """Count it otherwise from a day on. The old definition stays with the figures counted under it.

    Raises ValidationError where nothing differs, or the day is not after the last definition's.
    """
    allow(KEEPERS, measure.partnership_id, "redefine a measure")
    Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    last: Definition = measure.definitions.latest("number")
    counted = {name: values.get(name, getattr(last, name)) for name in COUNTED_BY}
    if all(getattr(last, name) == value for name, value in counted.items()):
        raise ValidationError("Nothing differs from how it is counted now.")
    if last.since and since <= last.since:
        raise ValidationError({"since": f"It is counted as now from {last.since:%-d %B %Y}. Give a later day."})
    definition = Definition(measure=measure, number=last.number + 1, since=since, **counted)
    definition.full_clean()
    definition.save()
    return definition


@transaction.atomic
def set_standard(measure: Measure, *, since: date, agreed: str, **values: Any) -> Standard:
    """Set target, minimum and benchmark from a day on; the earlier ones stay beside it.

    Raises ValidationError where it says neither a figure nor why there is none.
    """
    allow(KEEPERS, measure.partnership_id, "set a standard")
    standard = Standard(measure=measure, since=since, agreed=agreed, **values)
    if standard.target is None and standard.minimum is None and not (standard.benchmark or standard.none_because):
        raise ValidationError({"none_because": "Give a target, a minimum or a benchmark, or say why there is none."})
    standard.full_clean()
    _check_order(measure, standard)
    standard.save()
    return standard


@transaction.atomic
def retire_measure(measure: Measure, *, on: date, expected_version: int | None = None) -> Measure:
    """No longer measured from a day on. Its figures stay."""
    allow(KEEPERS, measure.partnership_id, "retire a measure")
    measure = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    refuse_if_stale(measure, expected_version, {"retired_on": on})
    measure.retired_on = on
    measure.version += 1
    measure.save()
    return measure


@transaction.atomic
def take_from_catalogue(partnership: Partnership, entries: Iterable[MeasureEntry]) -> list[Measure]:
    """Add those shipped measures that the partnership does not have yet. Taking them again adds nothing."""
    if not is_the_system(partnership.pk):  # a job takes the measure of a clock that ran
        allow(KEEPERS, partnership.pk, "take measures from the catalogue")
    had = set(Measure.objects.filter(partnership=partnership).values_list("code", flat=True))
    wanted = [entry for entry in entries if entry.code not in had]
    measures = Measure.objects.bulk_create([_measure(partnership, entry) for entry in wanted])
    Definition.objects.bulk_create([_definition(m, e) for m, e in zip(measures, wanted, strict=True)])
    standards = [_standard(m, e) for m, e in zip(measures, wanted, strict=True)]
    Standard.objects.bulk_create([standard for standard in standards if standard])
    return measures


def _measure(partnership: Partnership, entry: MeasureEntry) -> Measure:
    return Measure(
        partnership=partnership,
        code=entry.code,
        catalogue=entry.code,
        title=entry.title,
        subject=entry.subject,
        question=entry.question,
        clock=entry.clock,
        published=entry.published,
    )


def _definition(measure: Measure, entry: MeasureEntry) -> Definition:
    return Definition(
        measure=measure,
        number=entry.version,
        since=entry.since,
        kind=entry.kind.value,
        unit=entry.unit.value,
        better=entry.better.value,
        every=entry.every.value,
        snapshot=entry.snapshot,
        seasonal=entry.seasonal,
        numerator=entry.numerator,
        denominator=entry.denominator,
        source=entry.reference,
        cuts=" ".join(cut.value for cut in entry.cuts),
        note=entry.note,
    )


def _standard(measure: Measure, entry: MeasureEntry) -> Standard | None:
    if entry.target is None and entry.minimum is None and not entry.benchmark:
        return None
    return Standard(
        measure=measure,
        since=entry.since or date(2000, 4, 1),
        target=_exact(entry.target),
        minimum=_exact(entry.minimum),
        ceiling=_exact(entry.ceiling),
        benchmark=entry.benchmark,
        agreed=f"Shipped catalogue: {entry.reference}" if entry.reference else "Shipped catalogue",
    )


def _exact(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _belongs(measure: Measure) -> None:
    refuse_strangers(measure.partnership_id, group=measure.group)
    agency = measure.owner_agency_id
    if agency and not Place.objects.filter(partnership_id=measure.partnership_id, agency_id=agency).exists():
        raise ValidationError({"owner_agency": "This agency has no place at the partnership."})


def _clean_together(measure: Measure, definition: Definition) -> None:
    """Every error of both at once, so that a form shows them together."""
    problems: dict[str, Any] = {}
    for row, left_out in ((measure, ()), (definition, ("measure",))):
        try:
            row.full_clean(exclude=list(left_out))
        except ValidationError as wrong:
            problems |= wrong.message_dict
    if problems:
        raise ValidationError(problems)


def _check_order(measure: Measure, standard: Standard) -> None:
    """A minimum beyond the target is a slip of the pen."""
    last = measure.definitions.order_by("-number").first()
    if standard.target is None or standard.minimum is None or last is None:
        return
    wrong: Mapping[str, bool] = {
        "high": standard.minimum > standard.target,
        "low": standard.minimum < standard.target,
    }
    if wrong.get(last.better, False):
        side = "above" if last.better == "high" else "below"
        raise ValidationError({"minimum": f"The minimum lies {side} the target, and {last.better} is good here."})
