"""Two ways to the same form: a seat of the agency (or the unit), and a link. Each shows that one form alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.core.casework.services import speaks_for
from goldenthread.core.links import models as link_models
from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.by_link import door
from goldenthread.web.components import Link
from goldenthread.web.pages.board import at_board, home_crumb, is_unit

from ..models import LINK, Form


@dataclass(frozen=True)
class Desk:
    """A form on the desk of whoever answers it. `key`: the core's link they came by; nothing for a seat."""

    form: Form
    key: link_models.Link | None = None

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

    @door.by_link(LINK)
    @wraps(view)
    def page(request: HttpRequest, link: link_models.Link, **more: Any) -> HttpResponse:
        form = Form.objects.select_related("partnership", "agency").get(pk=link.opens)
        return view(request, Desk(form, link), **more)

    return page


def taking_answers(desk: Desk) -> None:
    """404 for whoever may not answer here: they are shown no form to fill in."""
    if not desk.answers:
        raise Http404("This return is not yours to answer.")
