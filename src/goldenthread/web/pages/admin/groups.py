"""The groups of a partnership: founding one, changing it, ending it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.core.groups.keeping import amend_group, end_group
from goldenthread.core.groups.models import Group, Membership
from goldenthread.core.groups.services import found_group
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.dates import DateField
from goldenthread.web.forms import CheckboxSelectMultiple
from goldenthread.web.pages.forms import form_class, initial_from, version_of
from goldenthread.web.vocabulary import here

from .common import Part, ask, crumbs, for_the_unit, show, still_answers

COLUMNS = ("name", "short_name", "kind", "purpose", "quorum", "quorum_agencies", "open_to_partnership")


class EndForm(forms.Form):
    ended_on = DateField(label="Its last day")


@for_the_unit
def group_list(request: HttpRequest, board: Partnership) -> HttpResponse:
    groups = Group.objects.filter(partnership=board).order_by("ended_on", "name").prefetch_related("reports_to__parent")
    seated: dict[int, int] = {}
    for seat in Membership.objects.filter(group__partnership=board).only("group_id", "since", "until"):
        if seat.since <= today() <= (seat.until or today()):
            seated[seat.group_id] = seated.get(seat.group_id, 0) + 1
    headings = tuple(
        Column(text, numeric=text == "Seats today") for text in ("Group", "Kind", "Reports to", "Seats today")
    )
    table = Table("Groups", headings, tuple(_row(board, g, seated.get(g.pk, 0)) for g in groups), caption_hidden=True)
    add = Link("Found a group", reverse("admin_found_group", args=[board.slug]))
    text = "Begin with the board itself; sub-groups and panels then report to it."
    return show(request, board, "Groups", [Part("", "groups", table, "No groups yet", text, add)], add=add)


@for_the_unit
def found(request: HttpRequest, board: Partnership) -> HttpResponse:
    back = reverse("admin_groups", args=[board.slug])
    form = _form(board)(request.POST or None, initial={"quorum": 0, "quorum_agencies": 0, "kind": "subgroup"})
    return ask(
        request,
        form,
        lambda values: found_group(partnership=board, **_read(board, values)),
        title="Found a group",
        button="Found the group",
        back=back,
        above=crumbs(board, ("Groups", back)),
        said=lambda group: f"{group} is founded. Seat its members next.",
    )


@for_the_unit
def change(request: HttpRequest, board: Partnership, group_slug: str) -> HttpResponse:
    group = own_group(board, group_slug)
    initial = initial_from(group, COLUMNS) | {
        "minutes": int(group.meets_for.total_seconds() // 60) if group.meets_for else None,
        "parents": [link.parent_id for link in group.reports_to.all()],
        "also_serves": "\n".join(joint.partnership.name for joint in group.also_serves.select_related("partnership")),
    }
    version = version_of(request)
    return ask(
        request,
        _form(board, group)(request.POST or None, initial=initial),
        lambda values: amend(group, version, **_read(board, values)),
        title="Change the group",
        button="Save",
        back=reverse("admin_group", args=[board.slug, group.slug]),
        above=group_crumbs(board, group),
        said=lambda done: f"{done} is saved.",
        caption=group.name,
        version=group.version,
    )


@for_the_unit
def end(request: HttpRequest, board: Partnership, group_slug: str) -> HttpResponse:
    group, version = own_group(board, group_slug), version_of(request)
    return ask(
        request,
        EndForm(request.POST or None, initial={"ended_on": today()}),
        lambda values: end_group(group, on=values["ended_on"], expected_version=version),
        title=f"End {group}",
        button="End the group",
        back=reverse("admin_group", args=[board.slug, group.slug]),
        above=group_crumbs(board, group),
        said=lambda done: f"{done} ends on {done.ended_on:%-d %B %Y}, and its seats with it.",
        version=group.version,
        warning="Its seats end that day. Its meetings, papers and actions stay to be read."
        + still_answers(group, board),
    )


@transaction.atomic
def amend(group: Group, version: int | None, *, parents: Any, also_serves: Any, **values: Any) -> Group:
    """Change a group unless someone else did so since `version` (StaleEdit, with both texts)."""
    standing = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    refuse_if_stale(standing, version, values)
    return amend_group(standing, parents=parents, also_serves=also_serves, **values)


def own_group(board: Partnership, slug: str) -> Group:
    """A group of this partnership (a joint group is administered where it belongs), or 404."""
    return get_object_or_404(Group, partnership=board, slug=slug)


def group_crumbs(board: Partnership, group: Group) -> list[Link]:
    above = ("Groups", reverse("admin_groups", args=[board.slug]))
    return crumbs(board, above, (group.short_name or group.name, reverse("admin_group", args=[board.slug, group.slug])))


def _form(board: Partnership, group: Group | None = None) -> type[forms.Form]:
    others = Group.objects.filter(partnership=board, ended_on__isnull=True).order_by("name")
    extra: dict[str, forms.Field] = {
        "minutes": forms.IntegerField(
            label="Usual length of a meeting, in minutes", required=False, min_value=5, max_value=1440
        ),
        "parents": forms.ModelMultipleChoiceField(
            others.exclude(pk=group.pk) if group else others, label="Reports to", required=False,
            widget=CheckboxSelectMultiple,
        ),
        "also_serves": forms.CharField(
            label="Joint with", required=False, widget=forms.Textarea(attrs={"rows": 2}),
            help_text="The full name of each other partnership that it also serves, one to a line.",
        ),
    }  # fmt: skip
    return form_class(Group, COLUMNS, board, extra)


def _read(board: Partnership, values: dict[str, Any]) -> dict[str, Any]:
    minutes = values["minutes"]
    rest = {name: value for name, value in values.items() if name not in ("minutes", "also_serves")}
    meets_for = timedelta(minutes=minutes) if minutes else None
    return rest | {"meets_for": meets_for, "also_serves": _partnerships(board, values["also_serves"])}


def _partnerships(board: Partnership, written: str) -> list[Partnership]:
    """By full name only: which other partnerships use this installation is not listed anywhere."""
    found = []
    for name in filter(None, (line.strip() for line in written.splitlines())):
        other = Partnership.objects.filter(name__iexact=name).exclude(pk=board.pk).first()
        if other is None:
            raise ValidationError({"also_serves": f"There is no other partnership called “{name}” here."})
        found.append(other)
    return found


def _row(board: Partnership, group: Group, seats: int) -> tuple[Any, ...]:
    return (
        Cell(
            group.name,
            reverse("admin_group", args=[board.slug, group.slug]),
            tag=Tag("Ended") if group.ended_on else None,
        ),
        here(board, str(group.get_kind_display())),
        ", ".join(str(link.parent) for link in group.reports_to.all()),
        seats,
    )
