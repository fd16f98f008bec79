"""What the administration pages share: who may come in, the way back, and one way to act on a form and say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Agency, Partnership, Person
from goldenthread.core.thread.left_behind import what_hangs_from
from goldenthread.web.components import Link, Table
from goldenthread.web.pages.board import for_unit, home_crumb
from goldenthread.web.pages.forms import act

FORM = "web/pages/form.html"
PAGE = "web/admin/page.html"


@dataclass(frozen=True)
class Part:
    """One part of a page: a table under a heading, or what is said where it has no rows."""

    title: str
    key: str
    table: Table
    empty: str
    text: str = ""
    add: Link | None = None


#: Others who are known at the partnership get 403, strangers 404.
for_the_unit = for_unit("administer it")


def crumbs(board: Partnership, *more: tuple[str, str]) -> list[Link]:
    """Home, Administration, and the pages above this one as (text, address)."""
    return [home_crumb(board), Link("Administration", reverse("admin", args=[board.slug])), *(Link(*m) for m in more)]


def show(request: HttpRequest, board: Partnership, title: str, parts: list[Part], **context: Any) -> HttpResponse:
    """A page of tables."""
    context.setdefault("crumbs", crumbs(board))
    return render(request, PAGE, {"title": title, "parts": parts, **context})


def ask(
    request: HttpRequest,
    form: forms.Form,
    verb: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    button: str,
    back: str,
    above: list[Link],
    said: Callable[[Any], str],
    **context: Any,
) -> HttpResponse:
    """Show a form; when it is sent and the verb takes it, go back and say what was done."""

    def act_and_say(values: dict[str, Any]) -> Any:
        done = verb(values)
        messages.success(request, said(done))
        return done

    context |= {"title": title, "button": button, "cancel_url": back, "crumbs": above}
    return act(request, form, act_and_say, lambda _: back, FORM, context)


def still_answers(owner: Group | Agency | Person, board: Partnership) -> str:
    """What an owner still answers for, as a sentence to read before they go; "" where there is nothing."""
    held = what_hangs_from(owner, board)
    if not held:
        return ""
    told = ", ".join(f"{number} {words if number > 1 else words.removesuffix('s')}" for words, number in held.items())
    return f" Still answered for here: {told}. Find them under What to ask, and give each an owner."
