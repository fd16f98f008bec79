"""Minutes from the command line: for which partnership, as whom, and what came of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from goldenthread.config.installation import Trouble
from goldenthread.config.whose import partnership_named, person_for
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.actor import acting_as
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.processes.governance.minutes_import.accepting import accept_as_read
from goldenthread.processes.governance.minutes_import.models import MinutesImport, ReadItem
from goldenthread.processes.governance.minutes_import.plan import rows_of_import
from goldenthread.processes.governance.minutes_import.taking import read_import, receive_minutes
from goldenthread.processes.governance.minutes_import.told import summary_of

State, Kind = MinutesImport.State, ReadItem.Kind


def bring_in(
    data: bytes, name: str, *, partnership_slug: str | None, group_slug: str | None, email: str | None, accept: bool
) -> dict[str, Any]:
    """Take a file in that can be read, and accept it if asked. `lines` says what happened; the rest is for programs.

    Raises Trouble, in words, for what the person at the command line can put right.
    """
    board = partnership_named(partnership_slug)
    actor = person_for(board, email, UNIT, "import minutes")
    try:
        with acting_as(actor):
            received = receive_minutes(partnership=board, name=name, data=data, group=_group(board, group_slug))
        one = received.minutes_import
        if one.state == State.READING:
            read_import(one.pk, actor.user or 0)
        with acting_as(actor):
            unsure = _accept(board, one) if accept else []
            return _answer(board, one.pk, new=received.new, unsure=unsure)
    except (ValidationError, PermissionDenied) as refused:
        raise Trouble(" ".join(getattr(refused, "messages", [str(refused)]))) from refused


def _accept(board: Partnership, one: MinutesImport) -> list[str]:
    """Accept an import that is ready; what was not sure. What is read stays ready to be checked if it is refused."""
    if MinutesImport.objects.get(pk=one.pk).state != State.READY:
        return []
    try:
        return accept_as_read(one)[1]
    except ValidationError as refused:
        raise ValidationError([*refused.messages, f"Nothing was written. Check it at {_page(board, one)}"]) from refused


def _answer(board: Partnership, pk: int, *, new: bool, unsure: list[str]) -> dict[str, Any]:
    one = MinutesImport.objects.select_related("meeting").get(pk=pk)
    page = _page(board, one)
    lines = [] if new else ["This file was brought in before: nothing was changed by bringing it in again."]
    if one.state == State.FAILED:
        raise Trouble(one.error)
    if one.state == State.ACCEPTED:
        lines += [f"The minutes are in: {one.meeting}.", f"See {page}", *unsure]
        lines += [f"{name.replace('_', ' ').capitalize()}: {number}" for name, number in summary_of(one).items()]
    else:
        lines.append(f"Read. Check it at {page}")
    return {
        "import": one.pk,
        "state": one.state,
        "new": new,
        "address": page,
        "meeting": one.meeting.reference if one.meeting else None,
        "written": summary_of(one),
        "lines": [*lines, *_left(one)],
    }


def _left(one: MinutesImport) -> list[str]:
    """What the reader could not place, and what does not hold."""
    rows = [row for row in rows_of_import(one) if row.kind in (Kind.WARNING, Kind.UNPLACED)]
    words = {Kind.WARNING: "Warning", Kind.UNPLACED: "Could not be placed"}
    return [f"{words[Kind(row.kind)]}: {row.values['text']}{f' ({row.place})' if row.place else ''}" for row in rows]


def _page(board: Partnership, one: MinutesImport) -> str:
    return f"{settings.SITE_URL}{reverse('minutes_import', args=[board.slug, one.pk])}"


def _group(board: Partnership, slug: str | None) -> Group | None:
    if slug is None:
        return None
    group: Group | None = Group.objects.filter(partnership=board, slug=slug).first()
    if group is None:
        known = ", ".join(Group.objects.filter(partnership=board).order_by("slug").values_list("slug", flat=True))
        raise Trouble(f"There is no group “{slug}” at {board}. Its groups: {known or 'none yet'}.")
    return group
