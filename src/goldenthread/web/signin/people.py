"""The people of a partnership, their seats and the invitations that wait: for the board's own staff."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Agency, Partnership, Person, Seat
from goldenthread.kernel.now import today
from goldenthread.law.courses import Course
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.pages.board import for_unit, home_crumb
from goldenthread.web.pages.forms import act, version_of
from goldenthread.web.vocabulary import course_for, role_word, seat_word

from . import drafts, invitations, lost_factor, seating
from .forms import InviteForm, LostFactorForm, SeatForm
from .models import Invitation
from .second_factor import step_up

PAGE = 50
STANDINGS = {"Waiting": "yellow", "Accepted": "green", "Withdrawn": "grey", "Run out": "orange"}


#: Others who are known at the partnership get 403, strangers 404.
for_the_unit = for_unit("manage people")


def _crumbs(partnership: Partnership, *, list_too: bool = True) -> list[Link]:
    links = [home_crumb(partnership)]
    return [*links, Link("People", reverse("people", args=[partnership.slug]))] if list_too else links


@for_the_unit
def people_view(request: HttpRequest, partnership: Partnership) -> HttpResponse:
    """Everyone the partnership knows, with what seat they hold; and who was invited and has not come."""
    words = request.GET.get("q", "").strip()
    people = Person.objects.filter(partnership=partnership).select_related("agency", "user")
    if words:
        people = people.filter(Q(name__icontains=words) | Q(agency__name__icontains=words) | Q(title__icontains=words))
    page = Paginator(people.order_by("name", "pk"), PAGE).get_page(request.GET.get("page"))
    waiting = Invitation.objects.filter(partnership=partnership, accepted_at=None, revoked_at=None).select_related(
        "agency"
    )
    course = course_for(request, partnership)
    context = {
        "partnership": partnership,
        "page": page,
        "words": words,
        "people": _people_table(partnership, list(page), course),
        "invited": _invitations_table(partnership, list(waiting), course),
        "crumbs": _crumbs(partnership, list_too=False),
    }
    return render(request, "signin/people.html", context)


def _people_table(partnership: Partnership, people: list[Person], course: Course) -> Table:
    seats: dict[int, list[Seat]] = {person.pk: [] for person in people}
    for seat in Seat.objects.filter(person__in=people).select_related("agency", "person").order_by("-since"):
        seats[seat.person_id].append(seat)
    rows = []
    for person in people:
        held: list[Seat | None] = [*seats[person.pk]] or [None]
        rows += [_row(partnership, person, seat, course) for seat in held]
    columns = ("Name", "Agency", "Role", "From", "Until", "What you can do")
    return Table(f"People at {partnership}", tuple(Column(name) for name in columns), tuple(rows), caption_hidden=True)


def _row(partnership: Partnership, person: Person, seat: Seat | None, course: Course) -> tuple[Any, ...]:
    name = Cell(person.name, note=person.title)
    if seat is None:
        address = f"{reverse('invite', args=[partnership.slug])}?person={person.pk}"
        role = "No seat here" if person.user_id else "Cannot sign in"
        return (name, person.agency or "", role, "", "", Cell(_act("Invite", person.name), href=address))
    ended = seat.until is not None and seat.until < today()
    role_cell = Cell(seat_word(course, seat), tag=Tag("Ended", "grey") if ended else None)
    return (name, seat.agency, role_cell, seat.since, seat.until or "", _what_to_do(partnership, seat, ended=ended))


def _what_to_do(partnership: Partnership, seat: Seat, *, ended: bool) -> Cell:
    if seat.user_id == current_actor().user:
        return Cell("Your own seat")
    if ended or seat.role not in invitations.roles_to_give(partnership):
        return Cell()
    return Cell(
        _act("Change or end", f"the seat of {seat.person}"), href=reverse("seat", args=[partnership.slug, seat.pk])
    )


def _act(words: str, whose: str) -> SafeString:
    """A link's words, and for those who hear the page which of many such links it is."""
    return format_html('{}<span class="govuk-visually-hidden"> {}</span>', words, whose)


def _invitations_table(partnership: Partnership, waiting: list[Invitation], course: Course) -> Table:
    rows = tuple(
        (
            Cell(row.name, href=reverse("invitation", args=[partnership.slug, row.pk]), note=row.email),
            row.agency,
            role_word(course, row.role),
            row.sent_at.date(),
            Cell("", tag=Tag(row.standing, STANDINGS[row.standing])),
        )
        for row in waiting
    )
    names = ("Name", "Agency", "Role", "Sent", "Standing")
    return Table("Invitations that wait", tuple(Column(name) for name in names), rows, caption_hidden=True)


@step_up
@for_the_unit
def invite_view(request: HttpRequest, partnership: Partnership) -> HttpResponse:
    """Ask a person to take a seat."""
    person = _person_to_invite(request, partnership)
    agencies = Agency.objects.filter(places__in=partnership.places.all()).distinct()
    roles = invitations.roles_to_give(partnership)
    form = InviteForm(request.POST or None, agencies=agencies, roles=roles, person=person)
    draft = drafts.restore(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            made = invitations.invite(partnership=partnership, person=person, **form.cleaned_data)
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{made.name} is invited. The link works for 7 days.")
            return redirect("people", partnership.slug)
    context = {
        "partnership": partnership,
        "form": form,
        "person": person,
        "draft": draft,
        "crumbs": _crumbs(partnership),
    }
    return render(request, "signin/invite.html", context)


def _person_to_invite(request: HttpRequest, partnership: Partnership) -> Person | None:
    """Someone known from the minutes (or from next door), if the address names one."""
    wanted = request.GET.get("person", "")
    return Person.objects.filter(partnership=partnership, pk=wanted).first() if wanted.isdecimal() else None


@step_up
@for_the_unit
def invitation_view(request: HttpRequest, partnership: Partnership, pk: int) -> HttpResponse:
    """One invitation: send it again, or withdraw it."""
    invitation = get_object_or_404(
        Invitation.objects.select_related("agency", "invited_by"), pk=pk, partnership=partnership
    )
    if request.method == "POST":
        try:
            if request.POST.get("action") == "withdraw":
                invitations.withdraw(invitation)
                messages.success(request, "The invitation is withdrawn. Its link no longer works.")
            else:
                invitations.send_again(invitation)
                messages.success(request, "A new link is on its way. The old one no longer works.")
        except invitations.NotOpen:
            messages.info(request, "This invitation was accepted or withdrawn meanwhile.")
        return redirect("people", partnership.slug)
    role = role_word(course_for(request, partnership), invitation.role)
    context = {"partnership": partnership, "invitation": invitation, "role": role, "crumbs": _crumbs(partnership)}
    return render(request, "signin/invitation_sent.html", context)


@step_up
@for_the_unit
def seat_view(request: HttpRequest, partnership: Partnership, pk: int) -> HttpResponse:
    """One seat: another role, or its end."""
    seat = get_object_or_404(Seat.objects.select_related("agency", "person__user"), pk=pk, partnership=partnership)
    roles = invitations.roles_to_give(partnership)
    if seat.user_id == request.user.pk or seat.role not in roles:
        raise PermissionDenied
    form, version = SeatForm(request.POST or None, seat=seat, roles=roles), version_of(request)

    def change(wanted: dict[str, Any]) -> None:
        if wanted["change"] == "role":
            seating.change_role(seat, role=wanted["role"], expected_version=version)
        else:
            seating.end_seat(seat, last_day=wanted["last_day"], expected_version=version)
        messages.success(request, f"The seat of {seat.person} is changed.")

    people = reverse("people", args=[partnership.slug])
    context = {
        "partnership": partnership,
        "seat": seat,
        "role": seat_word(course_for(request, partnership), seat),
        "version": seat.version,
        "may_remove_factor": not lost_factor.why_not(partnership, seat.person),
        "crumbs": _crumbs(partnership),
    }
    return act(request, form, change, lambda _: people, "signin/seat.html", context)


@step_up
@for_the_unit
def lost_factor_view(request: HttpRequest, partnership: Partnership, pk: int) -> HttpResponse:
    """A colleague lost their second factor: remove it, so that they can set up another."""
    person = get_object_or_404(Person.objects.select_related("user"), pk=pk, partnership=partnership)
    if refused := lost_factor.why_not(partnership, person):
        raise PermissionDenied(refused)

    def remove(values: dict[str, Any]) -> None:
        lost_factor.remove_lost_factor(partnership, person, **values)
        messages.success(request, f"The second factor of {person} is removed, and they were told by email.")

    people = reverse("people", args=[partnership.slug])
    context = {
        "title": "Remove a lost second factor",
        "caption": person.name,
        "warning": "Whoever knows their password can then set up a second factor. Make sure that it is them.",
        "button": "Remove the second factor",
        "cancel_url": people,
        "crumbs": _crumbs(partnership),
    }
    form = LostFactorForm(request.POST or None)
    return act(request, form, remove, lambda _: people, "web/pages/form.html", context)
