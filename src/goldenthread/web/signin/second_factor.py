"""Outside the demonstration nobody goes past the door with a password alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from goldenthread.core.tenancy.models import User

#: What a person without a second factor may still open: setting one up, taking the seat they are invited to, leaving.
OPEN_TO_ALL = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "account_inactive",
        "account_change_password",
        "account_set_password",
        "healthz",
        "drafts",
        "accept_invitation",
        "follow_invitation",
        "session",
        "your_account",
    }
)
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class AuthenticationBackend(AllauthBackend):  # type: ignore[misc]  # allauth ships no types
    """allauth's, which learns of the second factor in the question for the user: both are asked on every request."""

    def get_user(self, user_id: Any) -> User | None:
        """The user of a session, if they may still sign in."""
        factors = Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=FACTORS)
        user = User.objects.annotate(with_second_factor=Exists(factors)).filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


def has_second_factor(user: Any) -> bool:
    """Whether the user has an authenticator app or a passkey (recovery codes alone do not count)."""
    known = getattr(user, "with_second_factor", None)
    if known is not None:
        return bool(known)
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists())


class SecondFactorRequired:
    """A signed-in person without a second factor is led to setting one up, from every page but those."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN_TO_ALL or name.startswith("mfa_") or has_second_factor(request.user):
            return None
        return redirect("mfa_index")


def step_up(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For pages that change who may enter, and for exports: asks again who is there, unless they said so in the last
    quarter hour.
    """
    asking: Callable[..., HttpResponse] = reauthentication_required(view, enabled=_asks_again)
    return asking


def _asks_again(request: HttpRequest) -> bool:
    return settings.SECOND_FACTOR_REQUIRED
