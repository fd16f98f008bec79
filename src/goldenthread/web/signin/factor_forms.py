"""The forms of the second factor. Apart from `forms`, because importing allauth's MFA forms needs its models ready."""

from __future__ import annotations

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp

from .forms import Plain

CODE_HINT = "The 6 numbers that your authenticator app shows now, or one of your recovery codes."


class AuthenticateForm(Plain, base.AuthenticateForm):
    labels = {"code": "Code"}
    hints = {"code": CODE_HINT}


class ReauthenticateCodeForm(Plain, base.ReauthenticateForm):
    labels = {"code": "Code"}
    hints = {"code": CODE_HINT}


class ActivateTOTPForm(Plain, totp.ActivateTOTPForm):
    labels = {"code": "Code"}
    hints = {"code": "The 6 numbers that the app shows now."}
