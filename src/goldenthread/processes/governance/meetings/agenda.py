"""The agenda, its papers, its text and its decisions. One line of sight from the clerk's click to the row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.services import allow, tell
from goldenthread.core.files.services import restrict_file
from goldenthread.core.groups.gates import refuse_at_the_gate
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.thread.models import Recommendation

from .changing import open_meeting, save_checked, set_values
from .filing import close_minutes_file
from .models import AgendaItem, Decision, ItemAction, Meeting, Paper
from .placing import narrow_with
from .process import meetings


@transaction.atomic
def add_item(*, meeting: Meeting, title: str, **values: Any) -> AgendaItem:
    """Add an item; any other business stays last. What is promised to a later meeting is an item there.

    `values` are columns of AgendaItem.
    """
    meeting = open_meeting(meeting)
    if values.get("number") is None:
        values["number"] = place_for_new(meeting)
    item = AgendaItem(record=meeting, title=title, **values)
    save_checked(item)
    tell(meeting, "add_item", "Added an agenda item")  # its title may be restricted; the record's story is not
    return item


@transaction.atomic
def amend_item(item: AgendaItem, *, expected_version: int | None = None, **values: Any) -> AgendaItem:
    """Change an item, or write what was said on it. Raises StaleEdit with both texts when someone else saved first.

    Closing an item to some narrows its actions as far, and those of the meeting whose item nobody has said
    (`place_action`). The meeting's story names them.
    """
    meeting = open_meeting(item.record)
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    refuse_if_stale(item, expected_version, values)
    before = _closed_to(item)
    set_values(item, values)
    save_checked(item)
    _follow(item)
    closer = _closed_to(item) > before
    narrowed = narrow_with(item) if closer else []
    if closer:
        close_minutes_file(item)
    note = f"Fewer people now see {', '.join(narrowed)}." if narrowed else ""
    tell(meeting, "amend_item", "Changed an agenda item", note=note)
    return item


@transaction.atomic
def reorder(meeting: Meeting, order: Sequence[AgendaItem]) -> list[AgendaItem]:
    """Number the items anew in the order given. Raises ValidationError unless it names each item of the agenda once."""
    meeting = open_meeting(meeting)
    items = {item.pk: item for item in AgendaItem.objects.filter(record=meeting)}
    if sorted(items) != sorted(item.pk for item in order):
        raise ValidationError("The order must name every item of the agenda once.", code="incomplete_order")
    ordered = [items[item.pk] for item in order]
    for number, item in enumerate(ordered, 1):
        item.number = number
    AgendaItem.objects.bulk_update(ordered, ["number"])
    tell(meeting, "reorder", "Put the agenda in another order")
    return ordered


@transaction.atomic
def remove_item(item: AgendaItem) -> AgendaItem:
    """Take an item off an agenda before the meeting; those after it move up. Not once it has text or papers.

    It keeps its row and can be put back (`restore_item`).
    """
    meeting = open_meeting(item.record)
    if not meeting.ahead:
        raise ValidationError("The meeting was held: its items stay.", code="not_ahead")
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    used = item.papers.exists() or item.decisions.exists() or ItemAction.objects.filter(item=item).exists()
    if item.text or used:
        raise ValidationError("This item has text, papers, decisions or actions. Move them first.", code="in_use")
    number, item.number = item.number, None
    item.version += 1
    item.save(update_fields=["number", "version"])
    AgendaItem.objects.filter(record=meeting, number__gt=number).update(number=F("number") - 1)
    tell(meeting, "remove_item", "Took an item off the agenda")
    return item


@transaction.atomic
def restore_item(item: AgendaItem) -> AgendaItem:
    """Put an item back that was taken off, at the end; any other business stays last."""
    meeting = open_meeting(item.record)
    if not meeting.ahead:
        raise ValidationError("The meeting was held: its agenda stays as it was.", code="not_ahead")
    item = AgendaItem.with_taken_off.select_for_update(of=("self",)).get(pk=item.pk, number__isnull=True)
    if item.gate_keeper is not None:
        refuse_at_the_gate(item.title, item.gate, item.gate_keeper, meeting.title)
    set_values(item, {"number": place_for_new(meeting)})
    save_checked(item)
    tell(meeting, "restore_item", "Put an item back on the agenda")
    return item


@transaction.atomic
def record_decision(
    *, item: AgendaItem, text: str, restricted: bool = False, open_to_members: bool = False
) -> Decision:
    """Write down what was decided on an item, under a reference for life."""
    meeting = open_meeting(item.record)
    decision = Decision(record=meeting, item=item, text=text, restricted=restricted, open_to_members=open_to_members)
    save_checked(decision)
    tell(meeting, "record_decision", f"Recorded decision {decision.reference}")
    return decision


@transaction.atomic
def amend_decision(decision: Decision, *, expected_version: int | None = None, **values: Any) -> Decision:
    """Correct a decision's words or who may see it. Raises StaleEdit with both texts."""
    meeting = open_meeting(decision.record)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    refuse_if_stale(decision, expected_version, values)
    set_values(decision, values)
    save_checked(decision)
    tell(meeting, "amend_decision", f"Changed decision {decision.reference}")
    return decision


@transaction.atomic
def say_what_it_decides(
    decision: Decision,
    *,
    recommendation: Recommendation | None,
    about: Record | None,
    expected_version: int | None = None,
) -> Decision:
    """Name the recommendation, or the record, that a decision decides. The minutes may be agreed by then: their words
    do not change. Raises StaleEdit, and ValidationError for rows of another partnership.
    """
    allow(meetings.may_amend, decision.partnership_id, "say what a decision decides")
    refuse_strangers(decision.partnership_id, recommendation=recommendation, about=about)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    values = {"recommendation": recommendation, "about": about}
    refuse_if_stale(decision, expected_version, values)
    set_values(decision, values)
    decision.save(update_fields=["recommendation", "about", "version"])
    tell(decision.record, "decides", f"Said what decision {decision.reference} decides")
    return decision


def place_for_new(meeting: Meeting) -> int:
    """The place after the last item; where that is any other business, its own, and it moves down."""
    last = AgendaItem.objects.filter(record=meeting).order_by("-number").first()
    if last is None or last.kind != AgendaItem.Kind.OTHER_BUSINESS:
        return (last.number or 0) + 1 if last else 1
    place, last.number = last.number, last.number + 1
    last.save(update_fields=["number"])
    return int(place)


def _follow(item: AgendaItem) -> None:
    """Papers are never more open than their item."""
    if not item.restricted:
        return
    papers = list(Paper.objects.filter(item=item).select_related("stored_file"))
    kept = Paper.objects.taken_off().filter(item=item, stored_file__shredded_at__isnull=True)
    if (papers or kept.exists()) and not item.open_to_members:
        raise ValidationError(
            "This item has papers, or had: the group's members can see their files. Open it to them.", code="has_papers"
        )
    for paper in papers:
        paper.restricted = paper.open_to_members = True
        paper.save(update_fields=["restricted", "open_to_members"])
        restrict_file(paper.stored_file, restricted=True)


def _closed_to(item: AgendaItem) -> int:
    """0: to no one who sees the meeting; 1: to all but the group's members; 2: to these as well."""
    return 0 if not item.restricted else 1 if item.open_to_members else 2
