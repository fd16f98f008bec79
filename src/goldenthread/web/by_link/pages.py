"""The page that asks for a code; and sending a link again or withdrawing it, from the page of what it opens."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from goldenthread.core.links.codes import CODES_A_DAY_EACH, FIGURES, Said, mail_code, open_anew, try_code
from goldenthread.core.links.giving import send_again, withdraw
from goldenthread.core.links.kinds import kind_named
from goldenthread.core.links.models import Link
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.pages.board import at_board
from goldenthread.web.security.limits import count, limited, whose

from .door import Held, held_by, remember, shut, unseen_from_outside


class CodeForm(forms.Form):
    """The code as it was mailed; blanks between its figures do no harm."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "govuk-input--width-10"}
        ),
    )


@login_not_required
@limited("link_code", tries=60, seconds=600)
def code_page(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Mail a code on asking, and open on the right one. A mail scanner that follows the link asks for none."""
    held = held_by(request, slug, key)
    if held is None or not held.link.works or not held.kind.asks_code:
        return shut(request, held.link if held else None)
    if held.open:
        return redirect(held.kind.front, slug, key)
    if request.method == "POST" and "send" in request.POST:
        return unseen_from_outside(_mailed(request, held))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with acting_as(held.actor()):
            said, opening = try_code(held.link, form.cleaned_data["code"])
        if said is Said.RIGHT:
            return unseen_from_outside(_let_in(request, held, opening))
        form.add_error("code", said.value)
    return unseen_from_outside(_shown(request, held, form))


def _let_in(request: HttpRequest, held: Held, opening: str) -> HttpResponse:
    """Open what the code was for, or what was left at the same address."""
    request.session.cycle_key()
    link, hashed = held.link, held.hashed
    if held.kind.leads_to is not None:
        with acting_as(Actor.system(link.partnership)):
            link = held.kind.leads_to(link)
            if link.pk != held.link.pk:
                hashed, opening = link.token_hash, open_anew(link)
    remember(request, link, hashed, opening)
    return redirect(held.kind.front, link.partnership.slug, link.pk)


def _mailed(request: HttpRequest, held: Held) -> HttpResponse:
    form = CodeForm()
    try:
        if held.kind.to_anyone and _too_many_from_here(request, held.link):
            raise ValidationError("This machine asked for several codes today.", "often")
        with acting_as(held.actor()):
            mail_code(held.link)
    except ValidationError as refused:
        if not (held.kind.to_anyone and refused.code == "often"):
            return _shown(request, held, form, " ".join(refused.messages))
    words = f"We sent a code of {FIGURES} figures to {_masked(held.link.email)}."
    # whether it was asked for too often is nobody's to learn who merely knows the address
    more = " If none comes in some minutes, many were asked for today: telephone the partnership."
    messages.success(request, words + more if held.kind.to_anyone else words)
    return redirect("link_code", held.link.partnership.slug, held.link.pk)


def _too_many_from_here(request: HttpRequest, link: Link) -> bool:
    """One machine must not be able to use up the codes of an address that it merely names."""
    return count("codes_to_one", f"{whose(request)} {link.email}", seconds=86_400) > CODES_A_DAY_EACH


def _shown(request: HttpRequest, held: Held, form: CodeForm, refused: str = "") -> HttpResponse:
    context = {
        "form": form,
        "link": held.link,
        "masked": _masked(held.link.email),
        "refused": refused,
        "figures": FIGURES,
    }
    return render(request, "links/code.html", context, status=422 if form.errors or refused else 200)


def _masked(email: str) -> str:
    """Enough for its owner to know it: the first letter and the domain."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}"


@require_POST
@at_board
def again_page(request: HttpRequest, board: Partnership, key: int) -> HttpResponse:
    link = get_object_or_404(Link, pk=key, partnership=board)
    try:
        send_again(link)
        messages.success(request, f"Sent again to {link.name}. The link that they had before no longer works.")
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(_back(link))


@require_POST
@at_board
def withdraw_page(request: HttpRequest, board: Partnership, key: int) -> HttpResponse:
    link = withdraw(get_object_or_404(Link, pk=key, partnership=board))
    messages.success(request, f"The link of {link.name} no longer works.")
    return redirect(_back(link))


def _back(link: Link) -> str:
    kind = kind_named(link.kind)
    return kind.looked_after(kind.model.objects.get(pk=link.opens))
