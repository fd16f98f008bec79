"""A person's own account: how they sign in, what protects it, where they are signed in, how they are told."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from goldenthread.core.notices.channels import notify_configured
from goldenthread.core.notices.models import Preference
from goldenthread.core.notices.preferences import choose, preference_of
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership, Person, User
from goldenthread.web.components import Link, SummaryRow
from goldenthread.web.pages.board import at_board, home_crumb
from goldenthread.web.pages.forms import act, form_class, initial_from, version_of

from .models import FactorRemoval
from .open_sessions import browsers_of, end_others, end_session

COLUMNS = ("digest", "email")
EMAIL_HINT = "Without it, reminders wait for you on the page “What needs you”."


def your_account(request: HttpRequest) -> HttpResponse:
    """Name, address, password, second factor, browsers, email: each with the way to change it."""
    return render(request, "signin/your_account.html", {"rows": _rows(request), "told": _told(request)})


def your_sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; any browser but this one can be signed out from here."""
    user, key = _user(request), request.session.session_key
    if request.method == "POST":
        one = request.POST.get("end", "")
        if one == "others":
            ended = end_others(user, key)
        else:
            ended = int(end_session(user, int(one), key)) if one.isascii() and one.isdecimal() else 0
        words = {0: "That browser was signed out already.", 1: "One browser is signed out."}
        messages.success(request, words.get(ended, f"{ended} browsers are signed out."))
        return redirect("your_sessions")
    browsers = browsers_of(user, key)
    return render(request, "signin/your_sessions.html", {"browsers": browsers, "others": len(browsers) > 1})


@at_board
def your_notices(request: HttpRequest, board: Partnership) -> HttpResponse:
    """How often, and whether by email, a person is told of what needs them at one partnership."""
    person = get_object_or_404(Person, pk__in=current_actor().claim("persons"), partnership=board)
    chosen = preference_of(person)
    columns = (*COLUMNS, *(("channel",) if settings.EMAIL_HOST and notify_configured() else ()))
    form = form_class(Preference, columns, board)(request.POST or None, initial=initial_from(chosen, columns))
    form.fields["email"].help_text = EMAIL_HINT
    version = version_of(request)

    def save(values: dict[str, Any]) -> Preference:
        made = choose(person, expected_version=version, **({"channel": chosen.channel} | values))
        messages.success(request, f"How {board} tells you is saved.")
        return made

    context = {
        "title": "How you are told",
        "caption": str(board),
        "version": chosen.version,
        "crumbs": [home_crumb(board), Link("Your account", reverse("your_account"))],
        "cancel_url": reverse("your_account"),
        "button": "Save",
    }
    return act(request, form, save, lambda _: reverse("your_account"), "web/pages/form.html", context)


def _rows(request: HttpRequest) -> list[SummaryRow]:
    user = _user(request)
    kinds = set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
    words = [
        *(["An authenticator app"] if Authenticator.Type.TOTP in kinds else []),
        *(["A passkey"] if Authenticator.Type.WEBAUTHN in kinds else []),
    ]
    password = "Set" if user.has_usable_password() else "None: you sign in another way"
    change = "account_change_password" if user.has_usable_password() else "account_set_password"
    browsers = len(browsers_of(user, request.session.session_key))
    rows = [
        SummaryRow("Name", str(user)),
        SummaryRow("Email address", user.email),
        SummaryRow("Password", password, (Link("Change", reverse(change), "your password"),)),
        SummaryRow(
            "Second factor",
            " and ".join(words) or "None yet",
            (Link("Change", reverse("mfa_index"), "your second factor"),),
        ),
        SummaryRow(
            "Signed in",
            f"In {browsers} browsers" if browsers > 1 else "In this browser only",
            (Link("See where", reverse("your_sessions"), "you are signed in"),),
        ),
    ]
    if removed := FactorRemoval.objects.filter(person__user=user).first():
        when = f"Removed on {removed.at:%-d %B %Y} by {removed.by}, who made sure that it was you: {removed.reason}"
        rows.append(SummaryRow("Lost second factor", when))
    if SocialAccount.objects.filter(user_id=user.pk).exists():
        rows.append(SummaryRow("Your organisation's account", "Linked: you can sign in with it"))
    return rows


def _told(request: HttpRequest) -> list[SummaryRow]:
    """How each partnership that knows them tells them."""
    persons = Person.objects.filter(pk__in=current_actor().claim("persons")).select_related("partnership")
    chosen = {one.person_id: one for one in Preference.objects.filter(person__in=persons)}
    return [
        SummaryRow(
            str(person.partnership),
            _in_words(chosen.get(person.pk) or Preference(person=person)),
            (
                Link(
                    "Change", reverse("your_notices", args=[person.partnership.slug]), f"how {person.partnership} does"
                ),
            ),
        )
        for person in persons.order_by("partnership__name")
    ]


def _in_words(chosen: Preference) -> str:
    if not chosen.email:
        return "No email"
    if chosen.digest == Preference.Digest.NEVER:
        return "Reminders by email, and no summary"
    often = str(chosen.get_digest_display())
    return f"Reminders by email, and a summary: {often[:1].lower()}{often[1:]}"


def _user(request: HttpRequest) -> User:
    assert request.user.is_authenticated  # noqa: S101 - the gate lets nobody else through
    return request.user
