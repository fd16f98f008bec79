"""Two ways to the same form: a seat of the agency (or the unit), and a link. Each shows that one form alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from goldenthread.core.casework.services import speaks_for
from goldenthread.core.tenancy.actor import acting_as
from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.components import Link
from goldenthread.web.pages.board import at_board, home_crumb, is_unit
from goldenthread.web.security.limits import limited

from ..links import find, holder, token_hash
from ..models import Form, ReturnKey

SESSION = "return_links"


@dataclass(frozen=True)
class Desk:
    """A form on the desk of whoever answers it. `key`: the link they came by; nothing for a seat."""

    form: Form
    key: ReturnKey | None = None

    def address(self, page: str, *more: Any) -> str:
        """Where a page of this form lies ("return", "return_question", ...) by the way that they came."""
        slug = self.form.partnership.slug
        if self.key:
            return reverse(f"answering_{page}", args=[slug, self.key.pk, *more])
        return reverse({"form": "return"}.get(page, f"return_{page}"), args=[slug, self.form.record_id, *more])

    @property
    def answers(self) -> bool:
        """May whoever looks give answers (an overseer may only look)?"""
        return bool(self.key) or speaks_for(self.form.partnership_id, self.form.agency_id)

    @property
    def unit(self) -> bool:
        return not self.key and is_unit(self.form.partnership)

    @property
    def crumbs(self) -> list[Link]:
        here = Link(str(self.form), self.address("form"))
        if self.key:
            return [here]
        board = self.form.partnership
        return [home_crumb(board), Link("Returns", reverse("return_schedules", args=[board.slug])), here]


Page = Callable[..., Any]


def by_seat(view: Page) -> Page:
    """`view(request, desk, ...)` for someone signed in who may see the form; 404 for all others."""

    @at_board
    @wraps(view)
    def page(request: HttpRequest, board: Partnership, pk: int, **more: Any) -> HttpResponse:
        rows = Form.objects.select_related("partnership", "agency")
        form = get_object_or_404(rows, record_id=pk, partnership=board)
        return view(request, Desk(form), **more)

    return page


def by_link(view: Page) -> Page:
    """`view(request, desk, ...)` for whoever has opened the link in this browser, acting as its holder alone."""

    @login_not_required
    @limited("answering", tries=600, seconds=600)
    @wraps(view)
    def page(request: HttpRequest, slug: str, key: int, **more: Any) -> HttpResponse:
        hashed = request.session.get(SESSION, {}).get(str(key), "")
        found = find(hashed) if hashed else None
        if found is None or found.pk != key or found.partnership.slug != slug or found.form_id is None:
            return render(request, "returns/closed.html", status=404)
        with acting_as(holder(hashed, f"{found.name}, by the link sent to them")):
            form = Form.objects.select_related("partnership", "agency").get(pk=found.form_id)
            return view(request, Desk(form, found), **more)

    return page


@login_not_required
@limited("return_link", tries=30, seconds=600)
def follow_page(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The link in the email. Only the token's hash goes on from here, in the session; opening it changes nothing."""
    hashed = token_hash(token)
    found = find(hashed)
    if found is None or found.form_id is None or found.partnership.slug != slug:
        return render(request, "returns/closed.html", status=404)
    request.session[SESSION] = {**request.session.get(SESSION, {}), str(found.pk): hashed}
    return redirect("answering_form", slug, found.pk)


def taking_answers(desk: Desk) -> None:
    """404 for whoever may not answer here: they are shown no form to fill in."""
    if not desk.answers:
        raise Http404("This return is not yours to answer.")
