"""Terms of reference: one group's versions, agreed anew on its page; and which groups' are due to be looked at."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.core.groups.addresses import groups_at
from goldenthread.core.groups.models import Group, TermsOfReference
from goldenthread.core.groups.services import agree_terms
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.now import today
from goldenthread.web.components import Cell, Tag
from goldenthread.web.pages.board import at_board, home_crumb, is_unit, needs
from goldenthread.web.pages.forms import act, form_class
from goldenthread.web.pages.listing import Column, Filter, Listing, export, list_context

from .groups import group_crumbs

FIELDS = ("text", "agreed_on", "review_on")
STANDING = (("due", "Due to be looked at"), ("none", "None kept here"), ("no_date", "No date to look again"))


@require_safe
@at_board
def terms_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Every version, the newest first."""
    group = get_object_or_404(groups_at(board).select_related("partnership"), pk=pk)
    versions = list(TermsOfReference.objects.filter(group=group).order_by("-agreed_on", "-pk"))
    own = group.partnership_id == board.pk
    due = bool(versions and versions[0].review_on and versions[0].review_on <= today())
    context = {
        "group": group,
        "versions": versions,
        "due": due,
        "agree_url": reverse("agree_terms", args=[board.slug, pk]) if own and is_unit(board) else "",
        "crumbs": group_crumbs(board, group),
    }
    return render(request, "meetings/terms.html", context)


@at_board
def agree_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """A new version, from the words of the one before. Earlier ones stay to be read."""
    group = get_object_or_404(Group, pk=pk, partnership=board)
    needs(UNIT, board, "agree terms of reference")
    latest = TermsOfReference.objects.filter(group=group).first()
    initial = {"text": latest.text if latest else "", "agreed_on": today()}
    form = form_class(TermsOfReference, FIELDS, board)(request.POST or None, initial=initial)
    here = reverse("group_terms", args=[board.slug, pk])
    context = {
        "title": "Agree terms of reference", "caption": group.name, "crumbs": group_crumbs(board, group),
        "cancel_url": here, "button": "Keep this version",
    }  # fmt: skip
    return act(request, form, lambda v: agree_terms(group=group, **v), lambda _: here, "web/pages/form.html", context)


@require_safe
@at_board
def terms_due_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Every group with the terms in force and the day to look again, the longest overdue first."""
    listing = _listing(board)
    file = export(request, listing)
    if file:
        return file
    context = {**list_context(request, listing), "crumbs": [home_crumb(board)]}
    template = "web/pages/_results.html" if request.headers.get("HX-Request") else "web/pages/list.html"
    return render(request, template, context)


def _listing(board: Partnership) -> Listing:
    terms = TermsOfReference.objects.filter(group=OuterRef("pk"), agreed_on__lte=today())
    latest = terms.order_by("-agreed_on", "-pk")
    rows = Group.objects.filter(partnership=board, ended_on__isnull=True).annotate(
        agreed=Subquery(latest.values("agreed_on")[:1]), review=Subquery(latest.values("review_on")[:1])
    )
    return Listing(
        title="Terms of reference",
        rows=rows,
        columns=(
            Column("Group", lambda g: Cell(g.name, reverse("group_terms", args=[board.slug, g.pk])), lambda g: g.name,
                   "name"),
            Column("Agreed", lambda g: _day(g.agreed, "None kept here"), lambda g: g.agreed or "", "agreed"),
            Column("Look again by", lambda g: Cell(_day(g.review, "No date"), tag=_tag(g)), lambda g: g.review or "",
                   "review"),
        ),
        filters=(Filter("standing", "How they stand", STANDING, _by_standing),),
        searched=("name",),
        default_sort="review",
        empty=("No group", "Groups are founded under Administration.", "", ""),
    )  # fmt: skip


def _tag(group: Any) -> Tag | None:
    if group.agreed is None:
        return Tag("None", "red")
    return Tag("Due", "orange") if group.review and group.review <= today() else None


def _day(day: Any, missing: str) -> str:
    return f"{day:%-d %b %Y}" if day else missing


def _by_standing(rows: QuerySet, value: str) -> QuerySet:
    narrowed: dict[str, dict[str, Any]] = {
        "due": {"review__lte": today()},
        "none": {"agreed__isnull": True},
        "no_date": {"agreed__isnull": False, "review__isnull": True},
    }
    return rows.filter(**narrowed[value])
