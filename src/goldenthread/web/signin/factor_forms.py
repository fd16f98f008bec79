"""The forms of the second factor. Apart from `forms`, because importing allauth's MFA forms needs its models ready."""

from __future__ import annotations

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn

from .forms import Plain

CODE_HINT = "The 6 numbers that your authenticator app shows now, or one of your recovery codes."


class AuthenticateForm(Plain, base.AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    labels = {"code": "Code"}
    hints = {"code": CODE_HINT}


class ReauthenticateCodeForm(Plain, base.ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    labels = {"code": "Code"}
    hints = {"code": CODE_HINT}


class ActivateTOTPForm(Plain, totp.ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    labels = {"code": "Code"}
    hints = {"code": "The 6 numbers that the app shows now."}


class AddPasskeyForm(Plain, webauthn.AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    mark_optional = False
    labels = {"name": "What to call it", "passwordless": "Let this passkey sign me in by itself"}
    hints = {
        "name": "So that you know later which device it is on, for example “Work laptop”.",
        "passwordless": "No password is needed then. Not for a security key that has no number of its own.",
    }
