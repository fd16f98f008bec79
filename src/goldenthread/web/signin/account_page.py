"""A person's own account: how they sign in, and what protects it."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldenthread.web.components import Link, SummaryRow


def your_account(request: HttpRequest) -> HttpResponse:
    """Name, address, password and second factor, each with the way to change it."""
    return render(request, "signin/your_account.html", {"rows": _rows(request)})


def _rows(request: HttpRequest) -> list[SummaryRow]:
    user = request.user
    assert user.is_authenticated  # noqa: S101 - the gate lets nobody else through
    kinds = set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
    words = [
        *(["An authenticator app"] if Authenticator.Type.TOTP in kinds else []),
        *(["A passkey"] if Authenticator.Type.WEBAUTHN in kinds else []),
    ]
    password = "Set" if user.has_usable_password() else "None: you sign in another way"
    change = "account_change_password" if user.has_usable_password() else "account_set_password"
    rows = [
        SummaryRow("Name", str(user)),
        SummaryRow("Email address", user.email),
        SummaryRow("Password", password, (Link("Change", reverse(change), "your password"),)),
        SummaryRow(
            "Second factor",
            " and ".join(words) or "None yet",
            (Link("Change", reverse("mfa_index"), "your second factor"),),
        ),
    ]
    if SocialAccount.objects.filter(user_id=user.pk).exists():
        rows.append(SummaryRow("Your organisation's account", "Linked: you can sign in with it"))
    return rows
