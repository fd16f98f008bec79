"""Where a person arrives: which partnership, and there what needs them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from goldenthread.core.notices.worklist import worklist
from goldenthread.core.tenancy.actor import actor_or_none, current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today

from .board import at_board


def front(request: HttpRequest) -> HttpResponse:
    """The first page: straight to the only partnership, or a choice of them."""
    if actor_or_none() is None:
        return redirect("account_login")
    boards = list(Partnership.objects.filter(pk__in=current_actor().claim("known_at")))
    if len(boards) == 1:
        return redirect("home", boards[0].slug)
    return render(request, "web/pages/front.html", {"boards": boards})


@at_board
def home(request: HttpRequest, board: Partnership) -> HttpResponse:
    items = worklist(current_actor(), board, today())
    return render(request, "web/pages/home.html", {"board": board, "items": items, "today": today()})


def words(request: HttpRequest, page: str) -> HttpResponse:
    """Help, the accessibility statement, the privacy notice."""
    return render(request, f"web/pages/{page}.html")
