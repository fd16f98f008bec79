"""The papers of an item: add, change, replace, put in order, take off and put back. Nothing is thrown away."""

from __future__ import annotations

from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from goldenthread.core.casework.services import tell
from goldenthread.core.files.services import restrict_file, store_file
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.kernel.now import now

from .changing import open_meeting, save_checked, set_values
from .models import AgendaItem, Paper


@transaction.atomic
def add_paper(
    *, item: AgendaItem, name: str, data: bytes | BinaryIO, title: str = "", restricted: bool = False
) -> Paper:
    """Attach a file to an item as a paper. A restricted paper, or any of a restricted item, is for the group's members.

    Raises FileRefused for a file that cannot be kept; ValidationError on an item closed even to members.
    """
    meeting = open_meeting(item.record)
    item = _held(item)
    narrow = restricted or item.restricted
    stored = store_file(name=name, data=data, record=meeting, restricted=narrow)
    paper = Paper(
        record=meeting, item=item, title=title or stored.name, order=_next_place(item),
        stored_file=stored, restricted=narrow, open_to_members=narrow,
    )  # fmt: skip
    save_checked(paper)
    return paper


@transaction.atomic
def amend_paper(paper: Paper, *, title: str, restricted: bool, expected_version: int | None = None) -> Paper:
    """Change a paper's title or who may see it. On a restricted item it stays restricted. Raises StaleEdit."""
    meeting = open_meeting(paper.record)
    paper = Paper.objects.select_for_update(of=("self",)).select_related("item", "stored_file").get(pk=paper.pk)
    narrow = restricted or paper.item.restricted
    values = {"title": title or paper.stored_file.name, "restricted": narrow, "open_to_members": narrow}
    refuse_if_stale(paper, expected_version, values)
    set_values(paper, values)
    save_checked(paper)
    restrict_file(paper.stored_file, restricted=narrow)
    tell(meeting, "amend_paper", f"Changed a paper of item {paper.item.label}")
    return paper


@transaction.atomic
def replace_paper(paper: Paper, *, name: str, data: bytes | BinaryIO, title: str = "", restricted: bool = False) -> Any:
    """Put another file in a paper's place. The one before is kept and can be put back. Raises FileRefused."""
    meeting = open_meeting(paper.record)
    paper = Paper.objects.select_for_update(of=("self",)).select_related("item").get(pk=paper.pk)
    place, item = paper.order, _held(paper.item)
    narrow = restricted or item.restricted
    stored = store_file(name=name, data=data, record=meeting, restricted=narrow)
    _take_off(paper)
    new = Paper(
        record=meeting, item=item, title=title or paper.title, order=place,
        stored_file=stored, restricted=narrow, open_to_members=narrow,
    )  # fmt: skip
    save_checked(new)
    paper.replaced_by = new
    paper.save(update_fields=["replaced_by"])
    tell(meeting, "replace_paper", f"Replaced a paper of item {item.label}")
    return new


@transaction.atomic
def shift_paper(paper: Paper, *, up: bool) -> None:
    """One place up or down among the papers of its item; at the end nothing happens."""
    meeting = open_meeting(paper.record)
    order = list(Paper.objects.select_for_update(of=("self",)).filter(item_id=paper.item_id).order_by("order"))
    place = order.index(paper)
    target = place + (-1 if up else 1)
    if not 0 <= target < len(order):
        return
    order[place], order[target] = order[target], order[place]
    for number, row in enumerate(order, 1):
        row.order = number
    Paper.objects.bulk_update(order, ["order"])
    tell(meeting, "shift_paper", f"Put the papers of item {paper.item.label} in another order")


@transaction.atomic
def remove_paper(paper: Paper) -> Paper:
    """Take a paper off its item. Its file is kept, for those nearest to the meeting, and the paper can be put back."""
    meeting = open_meeting(paper.record)
    paper = Paper.objects.select_for_update(of=("self",)).select_related("item", "stored_file").get(pk=paper.pk)
    _take_off(paper)
    tell(meeting, "remove_paper", f"Took a paper off item {paper.item.label}")
    return paper


@transaction.atomic
def restore_paper(paper: Paper) -> Paper:
    """Put a paper back that was taken off; where it was replaced, in the other's place, which is then taken off.

    Raises ValidationError when its file was destroyed, or its item is closed to the group's members by now.
    """
    meeting = open_meeting(paper.record)
    rows = Paper.objects.taken_off().select_for_update(of=("self",)).select_related("item", "stored_file")
    paper = rows.get(pk=paper.pk)
    if paper.stored_file.shredded:
        raise ValidationError("The file of this paper was destroyed. Add it as a new paper.", code="destroyed")
    item = _held(paper.item)
    other = Paper.objects.filter(pk=paper.replaced_by_id).first()
    place = other.order if other else _next_place(item)
    if other:
        _take_off(other)
        other.replaced_by = paper
        other.save(update_fields=["replaced_by"])
    narrow = paper.restricted or item.restricted
    values = {"order": place, "taken_off_at": None, "taken_off_by": "", "replaced_by": None}
    set_values(paper, values | {"restricted": narrow, "open_to_members": narrow})
    save_checked(paper)
    restrict_file(paper.stored_file, restricted=narrow)
    tell(meeting, "restore_paper", f"Put a paper of item {item.label} back")
    return paper


def _held(item: AgendaItem) -> AgendaItem:
    """The item, locked. Raises ValidationError where a paper would be seen more widely than it."""
    item = AgendaItem.objects.known().select_for_update(of=("self",)).get(pk=item.pk)
    if item.restricted and not item.open_to_members:
        raise ValidationError(
            "This item is closed to the group's members, who can see the meeting's files. Open it to them first.",
            code="closed_to_members",
        )
    return item


def _next_place(item: AgendaItem) -> int:
    return (Paper.objects.filter(item=item).aggregate(last=Max("order"))["last"] or 0) + 1


def _take_off(paper: Paper) -> None:
    """Its file goes out of wide sight with it: whoever took it off may have had a reason."""
    paper.order, paper.taken_off_at, paper.taken_off_by = None, now(), current_actor().name
    paper.version += 1
    paper.save(update_fields=["order", "taken_off_at", "taken_off_by", "version"])
    restrict_file(paper.stored_file, restricted=True)
