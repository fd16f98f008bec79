"""The agenda, its papers, its text and its decisions. One line of sight from the clerk's click to the row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.services import allow, lock, tell
from goldenthread.core.files.services import restrict_file, store_file
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.thread.models import Action
from goldenthread.core.thread.services import amend_action

from .models import AgendaItem, Decision, Meeting, Paper
from .process import meetings


@transaction.atomic
def add_item(*, meeting: Meeting, title: str, **values: Any) -> AgendaItem:
    """Add an item; any other business stays last. What is promised to a later meeting is an item there.

    `values` are columns of AgendaItem.
    """
    meeting = _open(meeting)
    last = AgendaItem.objects.filter(record=meeting).order_by("-number").first()
    if last and last.kind == AgendaItem.Kind.OTHER_BUSINESS and values.get("number") is None:
        values["number"], last.number = last.number, last.number + 1
        last.save(update_fields=["number"])
    item = AgendaItem(record=meeting, title=title, **values)
    _check(item)
    item.save()
    tell(meeting, "add_item", "Added an agenda item")  # its title may be restricted; the record's story is not
    return item


@transaction.atomic
def amend_item(item: AgendaItem, *, expected_version: int | None = None, **values: Any) -> AgendaItem:
    """Change an item, or write what was said on it. Raises StaleEdit with both texts when someone else saved first.

    Closing an item to some narrows the meeting's actions as far: an action does not say of which item it came. The
    meeting's story names them, so that those of other items can be opened again.
    """
    meeting = _open(item.record)
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    refuse_if_stale(item, expected_version, values)
    before = _closed_to(item)
    _set(item, values)
    _check(item)
    item.save()
    _follow(item)
    narrowed = _narrow_actions(meeting, item) if _closed_to(item) > before else []
    note = f"Fewer people now see {', '.join(narrowed)}." if narrowed else ""
    tell(meeting, "amend_item", "Changed an agenda item", note=note)
    return item


@transaction.atomic
def reorder(meeting: Meeting, order: Sequence[AgendaItem]) -> list[AgendaItem]:
    """Number the items anew in the order given. Raises ValidationError unless it names each item of the agenda once."""
    meeting = _open(meeting)
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
def remove_item(item: AgendaItem) -> None:
    """Take an item off an agenda before the meeting; those after it move up. Not once it has text or papers."""
    meeting = _open(item.record)
    if not meeting.ahead:
        raise ValidationError("The meeting was held: its items stay.", code="not_ahead")
    item = AgendaItem.objects.get(pk=item.pk)
    if item.text or item.papers.exists() or item.decisions.exists():
        raise ValidationError("This item has text, papers or decisions. Move them first.", code="in_use")
    number = item.number
    item.delete()
    AgendaItem.objects.filter(record=meeting, number__gt=number).update(number=F("number") - 1)
    tell(meeting, "remove_item", "Took an item off the agenda")


@transaction.atomic
def add_paper(
    *, item: AgendaItem, name: str, data: bytes | BinaryIO, title: str = "", restricted: bool = False
) -> Paper:
    """Attach a file to an item as a paper. A restricted paper, or any of a restricted item, is for the group's members.

    Raises FileRefused for a file that cannot be kept; ValidationError on an item closed even to members.
    """
    meeting = _open(item.record)
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.restricted and not item.open_to_members:
        raise ValidationError(
            "This item is closed to the group's members, who can see the meeting's files. Open it to them first.",
            code="closed_to_members",
        )
    narrow = restricted or item.restricted
    stored = store_file(name=name, data=data, record=meeting, restricted=narrow)
    last = Paper.objects.filter(item=item).aggregate(last=Max("order"))["last"]
    paper = Paper(
        record=meeting, item=item, title=title or stored.name, order=(last or 0) + 1,
        stored_file=stored, restricted=narrow, open_to_members=narrow,
    )  # fmt: skip
    _check(paper)
    paper.save()
    return paper


@transaction.atomic
def record_decision(
    *, item: AgendaItem, text: str, restricted: bool = False, open_to_members: bool = False
) -> Decision:
    """Write down what was decided on an item, under a reference for life."""
    meeting = _open(item.record)
    decision = Decision(record=meeting, item=item, text=text, restricted=restricted, open_to_members=open_to_members)
    _check(decision)
    decision.save()
    tell(meeting, "record_decision", f"Recorded decision {decision.reference}")
    return decision


@transaction.atomic
def amend_decision(decision: Decision, *, expected_version: int | None = None, **values: Any) -> Decision:
    """Correct a decision's words or who may see it. Raises StaleEdit with both texts."""
    meeting = _open(decision.record)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    refuse_if_stale(decision, expected_version, values)
    _set(decision, values)
    _check(decision)
    decision.save()
    tell(meeting, "amend_decision", f"Changed decision {decision.reference}")
    return decision


def _follow(item: AgendaItem) -> None:
    """Papers are never more open than their item."""
    if not item.restricted:
        return
    papers = list(Paper.objects.filter(item=item).select_related("stored_file"))
    if papers and not item.open_to_members:
        raise ValidationError(
            "This item has papers, which the group's members can see. Open it to them.", code="has_papers"
        )
    for paper in papers:
        paper.restricted = paper.open_to_members = True
        paper.save(update_fields=["restricted", "open_to_members"])
        restrict_file(paper.stored_file, restricted=True)


def _closed_to(item: AgendaItem) -> int:
    """0: to no one who sees the meeting; 1: to all but the group's members; 2: to these as well."""
    return 0 if not item.restricted else 1 if item.open_to_members else 2


def _narrow_actions(meeting: Meeting, item: AgendaItem) -> list[str]:
    """Let no action agreed at the meeting be read more widely than the item; the references of those that were."""
    wide = [Audience.PARTNERSHIP] if item.open_to_members else [Audience.PARTNERSHIP, Audience.GROUP]
    narrowed = []
    for action in Action.objects.filter(record_id=meeting.pk, audience__in=wide).order_by("pk"):
        members = item.open_to_members and action.group_id == meeting.group_id
        audience = {"audience": Audience.GROUP, "group": meeting.group} if members else {"audience": Audience.AGENCIES}
        amend_action(action, **audience)
        narrowed.append(action.reference)
    return narrowed


def _open(meeting: Meeting) -> Any:
    """The meeting, locked, for someone who may change it while its minutes are not yet agreed."""
    allow(meetings.may_amend, meeting.partnership_id, "change a meeting's agenda or minutes")
    meeting = lock(meetings, meeting)
    if meeting.state in (Meeting.State.AGREED, Meeting.State.PUBLISHED, Meeting.State.CANCELLED):
        raise ValidationError(
            f"The meeting is {meeting.get_state_display().lower()}: it no longer changes.", code="settled"
        )
    return meeting


def _set(row: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1


def _check(row: Any) -> None:
    row.full_clean()
