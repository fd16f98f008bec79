"""Where allauth asks us: who may enter, what a mistake is called, how secrets are kept."""

from __future__ import annotations

import base64
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.encoding import force_bytes

from goldenthread.core.tenancy.models import User

from .invitations import find, prove_address

log = logging.getLogger("goldenthread.security")

#: One sentence for a wrong password and for an unknown address: the page never tells who has an account.
WRONG = "The email address or the password is not right. Check both and try again."
LOCKED = (
    "There were too many wrong tries, so signing in with a password is locked for 15 minutes. "
    "You can wait, set a new password, or sign in with a passkey."
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up by themselves; messages say what to do."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "too_many_login_attempts": LOCKED,
        "rate_limited": "This was tried too often. Wait 5 minutes, then try again.",
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not your password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: see `invitations.join`."""
        return False


class OrganisationAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Who may enter with their organisation's account: people who are known, and those who come with an invitation."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Only with an open invitation to an address that the organisation vouches for."""
        found = find(request.session.get("invitation", "")) if request.session.get("invitation") else None
        vouched = {address.email.lower() for address in sociallogin.email_addresses if address.verified}
        return bool(found and found.open and found.email in vouched)

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[Any, str] | None:
        """A known person by an address the organisation vouches for. Accounts are made by us, so their own address
        is proven too:
        allauth would otherwise take the password away.
        """
        found: tuple[Any, str] | None = super().authenticate_by_email(sociallogin)
        if found and found[0].email.lower() == found[1].lower():
            prove_address(found[0])
            return found
        return None

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Any:
        """The name as the organisation has it, or as the invitation said."""
        user = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name") or "", data.get("last_name") or "")
        user.name = data.get("name") or " ".join(filter(None, parts)) or (user.email or "").partition("@")[0]
        return user

    def on_authentication_error(self, request: HttpRequest, provider: Any, error: Any = None, **kwargs: Any) -> None:
        """One line for whoever looks after the service: what kind of failure, and none of the provider's words."""
        log.warning("organisation_failed error=%s exception=%s", error, type(kwargs.get("exception")).__name__)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """An account that was switched off stays out, whatever the organisation says."""
        user = sociallogin.user
        if isinstance(user, User) and user.pk and not user.is_active:
            raise ImmediateHttpResponse(render(request, "account/account_inactive.html", status=403))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Authenticator secrets are encrypted in the database, with a key made from SECRET_KEY (old ones:
    SECRET_KEY_FALLBACKS).
    """

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right. Codes change every 30 seconds: enter the one shown now.",
        "cannot_generate_recovery_codes": "Set up an authenticator app or a passkey first.",
    }

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return "Golden Thread"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What a passkey is called until the person names it."""
        return f"Passkey {user.authenticator_set.filter(type=type).count() + 1}"


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derive(key))) for key in keys])


def _derive(key: str | bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"goldenthread second factor").derive(force_bytes(key))
