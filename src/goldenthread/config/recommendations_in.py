"""Recommendations from the command line: for which partnership, as whom, from what, and who holds each."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from goldenthread.config.installation import Trouble
from goldenthread.config.whose import partnership_named, person_for
from goldenthread.core.tenancy.actor import acting_as
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.bringing import Offer, Wanted, bring_in, offers
from goldenthread.kernel.now import today
from goldenthread.reading.recommendations.model import RecommendationsRead


def take_in(
    read: RecommendationsRead,
    *,
    partnership_slug: str | None,
    email: str | None,
    title: str | None,
    kind: str,
    made_on: date | None,
    accept: bool,
) -> dict[str, Any]:
    """Say what each would be at a partnership, and write those that are new if asked. `lines` says what happened.

    Raises Trouble, in words, for what the person at the command line can put right.
    """
    board = partnership_named(partnership_slug)
    actor = person_for(board, email, OVERSIGHT, "bring recommendations in")
    name = title or read.title
    try:
        with acting_as(actor):
            found = offers(board, read.recommendations)
            new = [one for one in found if one.known is None]
            written = _write(board, name, kind, made_on, new) if accept and new else []
    except (ValidationError, PermissionDenied) as refused:
        raise Trouble(" ".join(getattr(refused, "messages", [str(refused)]))) from refused
    page = f"{settings.SITE_URL}{reverse('coverage', args=[board.slug])}"
    lines = [_line(one) for one in found]
    nobody = [one for one in found if _holder(one) == ""]
    lines.append(f"No group and no agency holds {len(nobody)} of {len(found)}.")
    if accept:
        lines.append(f"Written: {len(written)} from “{name}”; here already: {len(found) - len(new)}. See {page}")
    else:
        lines.append("Nothing was written. Add --accept to write those that are new.")
    return {
        "title": name,
        "found": [_as_json(one) for one in found],
        "held_by_nobody": [one.read.number for one in nobody],
        "written": [row.reference for row in written],
        "address": page,
        "lines": lines,
    }


def _write(board: Any, title: str, kind: str, made_on: date | None, new: list[Offer]) -> list[Any]:
    rows = [Wanted(one.read.text, one.read.number, one.group, one.agency, one.read.due) for one in new]
    day = made_on or today()
    rows = [row if not row.due_on or row.due_on >= day else Wanted(row.text, row.number, row.group, row.agency)
            for row in rows]  # fmt: skip
    return bring_in(partnership=board, kind=kind, title=title, made_on=day, rows=rows)[1]


def _holder(one: Offer) -> str:
    """Who holds it here: the one on the books for what is here already, else the group or agency that it would be."""
    if one.known:
        return str(one.known.owner_group or one.known.owner_agency or "")
    return str(one.group or one.agency or "")


def _as_json(one: Offer) -> dict[str, Any]:
    return {**one.read.as_json(), "here": one.known.reference if one.known else None, "held_by": _holder(one)}


def _line(one: Offer) -> str:
    here = f" (here already as {one.known.reference})" if one.known else ""
    return f"{one.read.number}. {one.read.text}{here}\n   Held by: {_holder(one) or 'nobody'}"
