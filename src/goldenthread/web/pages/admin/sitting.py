"""Who sits on a group, who chairs it, and what it is for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.core.groups.models import Group, Membership, TermsOfReference
from goldenthread.core.groups.services import agree_terms, appoint_chair, end_membership, seat_member
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.kernel.now import today
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.dates import DateField
from goldenthread.web.pages.forms import choices_at, form_class, version_of
from goldenthread.web.vocabulary import here

from .common import Part, ask, for_the_unit, show
from .groups import group_crumbs, own_group

SEAT = ("person", "agency", "role", "since", "until", "stands_in_for")
TERMS = ("text", "agreed_on", "review_on")


#: What is said where there is none yet, and always.
SAID = {
    "Members": ("Nobody sits here yet", "Each member sits for the agency they speak for, from the day they are asked."),
    "Chairs": ("No chair yet", "When a chair is appointed, the one before stands down the day before."),
    "Terms of reference": ("None kept here yet", "Each version stays to be read."),
}


class EndForm(forms.Form):
    until = DateField(label="Their last day")


@for_the_unit
def group_page(request: HttpRequest, board: Partnership, group_slug: str) -> HttpResponse:
    group = own_group(board, group_slug)
    at = [board.slug, group.slug]
    seats = list(
        Membership.objects.filter(group=group)
        .select_related("person", "agency", "stands_in_for")
        .order_by("person__name")
    )
    chairs = sorted((seat for seat in seats if seat.role == "chair"), key=lambda seat: seat.since, reverse=True)
    standing = [seat for seat in seats if not _over(seat)]
    gone = [seat for seat in seats if _over(seat)]
    parts = [
        _part("Members", _seats(at, "Members", standing), "admin_seat", "Seat a member", at),
        _part("Chairs", _seats(at, "Chairs", chairs), "admin_chair", "Appoint a chair", at),
        _part("Terms of reference", _terms(group), "admin_terms", "Agree a new version", at),
    ]
    if gone:
        parts.append(Part("Earlier members", "earlier", _seats(at, "Earlier members", gone), ""))
    links = [Link("Change the group", reverse("admin_change_group", args=at))]
    if not group.ended_on:
        links.append(Link("End the group", reverse("admin_end_group", args=at)))
    links.append(Link("See it as its members do", reverse("group", args=at)))
    above = group_crumbs(board, group)[:-1]
    return show(
        request, board, group.name, parts, links=links, caption=here(board, str(group.get_kind_display())), crumbs=above
    )


@for_the_unit
def seat(request: HttpRequest, board: Partnership, group_slug: str) -> HttpResponse:
    group = own_group(board, group_slug)
    form = form_class(Membership, SEAT, board)(request.POST or None, initial={"since": today(), "role": "member"})
    hints = {"agency": "Whom they speak for here. If left empty, their own agency.",
             "stands_in_for": "Only for a deputy.", "until": "Leave empty while they sit."}  # fmt: skip
    for name, hint in hints.items():
        form.fields[name].help_text = hint
    return _ask(request, board, group, form, lambda values: _seat(group, **values), "Seat a member", "Seat them",
                lambda made: f"{made.person} sits on {group} from {made.since:%-d %B %Y}.")  # fmt: skip


@for_the_unit
def end_seat(request: HttpRequest, board: Partnership, group_slug: str, pk: int) -> HttpResponse:
    group = own_group(board, group_slug)
    held = get_object_or_404(Membership.objects.select_related("person"), pk=pk, group=group)
    form = EndForm(request.POST or None, initial={"until": today()})
    version = version_of(request)
    return _ask(request, board, group, form, lambda values: end_membership(held, expected_version=version, **values),
                f"End the seat of {held.person}", "End the seat",
                lambda done: f"The seat of {done.person} ends on {done.until:%-d %B %Y}.",
                version=held.version)  # fmt: skip


@for_the_unit
def chair(request: HttpRequest, board: Partnership, group_slug: str) -> HttpResponse:
    group = own_group(board, group_slug)
    fields = {
        "person": forms.ModelChoiceField(choices_at(board, Person), label="Who takes the chair"),
        "since": DateField(label="From which day"),
    }
    form = type("ChairForm", (forms.Form,), fields)(request.POST or None, initial={"since": today()})
    return _ask(request, board, group, form, lambda values: appoint_chair(group=group, **values), "Appoint a chair",
                "Appoint", lambda made: f"{made.person} takes the chair from {made.since:%-d %B %Y}.")  # fmt: skip


@for_the_unit
def terms(request: HttpRequest, board: Partnership, group_slug: str) -> HttpResponse:
    group = own_group(board, group_slug)
    latest = group.terms.first()
    initial = {"text": latest.text if latest else "", "agreed_on": today()}
    form = form_class(TermsOfReference, TERMS, board)(request.POST or None, initial=initial)
    return _ask(request, board, group, form, lambda values: agree_terms(group=group, **values),
                "Agree terms of reference", "Keep this version", lambda _: "The new version is kept.")  # fmt: skip


def _seat(group: Group, *, role: str, person: Person, since: Any, until: Any, **values: Any) -> Membership:
    """A chair is appointed, so that the one before stands down; anybody else is seated."""
    if role != Membership.Role.CHAIR:
        return seat_member(group=group, person=person, role=role, since=since, until=until, **values)
    made = appoint_chair(group=group, person=person, since=since, agency=values["agency"])
    return end_membership(made, until=until) if until else made


def _ask(request: HttpRequest, board: Partnership, group: Group, form: forms.Form, verb: Any, title: str, button: str,
         said: Any, **context: Any) -> HttpResponse:  # fmt: skip
    back = reverse("admin_group", args=[board.slug, group.slug])
    return ask(request, form, verb, title=title, button=button, back=back, above=group_crumbs(board, group), said=said,
               caption=group.name, **context)  # fmt: skip


def _part(title: str, table: Table, page: str, label: str, at: list[str]) -> Part:
    empty, text = SAID[title]
    return Part(title, page, table, empty, text, Link(label, reverse(page, args=at)))


def _over(held: Membership) -> bool:
    return held.until is not None and held.until < today()


def _seats(at: list[str], caption: str, seats: list[Membership]) -> Table:
    headings = tuple(Column(text) for text in ("Name", "Role", "For", "Asked from", "Until", "What you can do"))
    return Table(caption, headings, tuple(_row(at, held) for held in seats), caption_hidden=True)


def _row(at: list[str], held: Membership) -> tuple[Any, ...]:
    for_whom = f"Stands in for {held.stands_in_for}" if held.stands_in_for else ""
    address = "" if held.until else reverse("admin_end_seat", args=[*at, held.pk])
    return (
        Cell(str(held.person), note=held.person.title, tag=Tag("Not yet", "blue") if held.since > today() else None),
        Cell(str(held.get_role_display()), note=for_whom),
        str(held.agency or ""),
        held.since,
        held.until or "",
        Cell(f"End the seat of {held.person}", href=address) if address else "",
    )


def _terms(group: Group) -> Table:
    headings = tuple(Column(text) for text in ("Agreed", "Review by", "What it says"))
    rows: list[tuple[Any, ...]] = []
    for version in group.terms.all():
        late = version.review_on is not None and version.review_on < today() and not rows
        review = Cell(version.review_on or "No date", tag=Tag("Review is due", "red") if late else None)
        rows.append((version.agreed_on or "Not yet", review, version.text))
    return Table("Terms of reference", headings, tuple(rows), caption_hidden=True)
