"""Every setting of sign-in, in one place. `config.settings` takes them in; nothing here needs Django to be set up.

Environment: GOLDENTHREAD_OIDC_{ISSUER,CLIENT_ID,CLIENT_SECRET,NAME} switch on sign-in through an organisation's own
accounts;
GOLDENTHREAD_OIDC_EMAIL_IS_VERIFIED=1 where the provider vouches for addresses without saying so (Microsoft Entra);
GOLDENTHREAD_IDLE_MINUTES and GOLDENTHREAD_SESSION_HOURS change how long a session lasts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

YES = frozenset({"1", "true", "yes", "on"})

#: Before ours of `goldenthread.web`, nothing: its templates shadow these by name.
APPS = [
    "goldenthread.web.signin",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
OUTERMOST = ["goldenthread.web.security.headers.SecurityHeaders"]
#: After sessions, authentication and messages, in this order.
MIDDLEWARE = [
    "allauth.account.middleware.AccountMiddleware",
    "goldenthread.web.signin.sessions.SessionLimits",
    "goldenthread.web.signin.keeping.KeepTypedText",
    "goldenthread.web.signin.gate.SignInRequired",
    "goldenthread.web.signin.second_factor.SecondFactorRequired",
]

RATE_LIMITS = {
    "login": "30/m/ip",
    # per address and per account: the second is the lock-out, and counts unknown addresses alike
    "login_failed": "20/10m/ip,5/15m/key",
    "reset_password": "10/10m/ip,3/10m/key",
    "reset_password_from_key": "20/10m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/5m/user",
}


def settings(env: Mapping[str, str], *, demonstration: bool, insecure: bool) -> dict[str, Any]:
    """Name -> value of each Django and allauth setting for sign-in."""
    return {
        **_account(),
        **_second_factor(demonstration=demonstration, insecure=insecure),
        **_organisation(env),
        **_sessions(env, insecure=insecure),
        "SECOND_FACTOR_REQUIRED": not demonstration,
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1 if env.get("GOLDENTHREAD_BEHIND_PROXY", "").lower() in YES else 0,
        "INVITATION_DAYS": 7,
    }


def _account() -> dict[str, Any]:
    return {
        "AUTHENTICATION_BACKENDS": ["goldenthread.web.signin.second_factor.AuthenticationBackend"],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "/",
        "LOGOUT_REDIRECT_URL": "account_login",
        "CSRF_FAILURE_VIEW": "goldenthread.web.signin.keeping.csrf_failure",
        "PASSWORD_RESET_TIMEOUT": 3600,
        "ACCOUNT_ADAPTER": "goldenthread.web.signin.adapters.AccountAdapter",
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        # people come by invitation, and the link in it proves the address
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "Golden Thread: ",
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_SESSION_REMEMBER": True,  # how long is for `sessions` to say, not a tick box
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 15 * 60,
        "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
        "ACCOUNT_RATE_LIMITS": RATE_LIMITS,
        "ACCOUNT_FORMS": {
            "login": "goldenthread.web.signin.forms.LoginForm",
            "reset_password": "goldenthread.web.signin.forms.ResetPasswordForm",
            "reset_password_from_key": "goldenthread.web.signin.forms.ResetPasswordKeyForm",
            "change_password": "goldenthread.web.signin.forms.ChangePasswordForm",
            "set_password": "goldenthread.web.signin.forms.SetPasswordForm",
            "reauthenticate": "goldenthread.web.signin.forms.ReauthenticateForm",
        },
    }


def _second_factor(*, demonstration: bool, insecure: bool) -> dict[str, Any]:
    return {
        "MFA_ADAPTER": "goldenthread.web.signin.adapters.SecondFactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": insecure,
        "MFA_TOTP_ISSUER": "Golden Thread (demonstration)" if demonstration else "Golden Thread",
        "MFA_TOTP_TOLERANCE": 1,  # a phone's clock may be half a minute off
        "MFA_FORMS": {
            "authenticate": "goldenthread.web.signin.factor_forms.AuthenticateForm",
            "reauthenticate": "goldenthread.web.signin.factor_forms.ReauthenticateCodeForm",
            "add_webauthn": "goldenthread.web.signin.factor_forms.AddPasskeyForm",
            "activate_totp": "goldenthread.web.signin.factor_forms.ActivateTOTPForm",
        },
    }


def _organisation(env: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {
        "SOCIALACCOUNT_ADAPTER": "goldenthread.web.signin.adapters.OrganisationAdapter",
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": True,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_PROVIDERS": {},
        "OIDC_ORIGIN": "",
    }
    issuer, client = env.get("GOLDENTHREAD_OIDC_ISSUER", ""), env.get("GOLDENTHREAD_OIDC_CLIENT_ID", "")
    if issuer and client:
        verified = env.get("GOLDENTHREAD_OIDC_EMAIL_IS_VERIFIED", "").lower() in YES
        values["OIDC_ORIGIN"] = "{0.scheme}://{0.netloc}".format(urlsplit(issuer))
        app = {
            "provider_id": "organisation",
            "name": env.get("GOLDENTHREAD_OIDC_NAME") or "your organisation's account",
            "client_id": client,
            "secret": env.get("GOLDENTHREAD_OIDC_CLIENT_SECRET", ""),
            "settings": {"server_url": issuer.rstrip("/"), **({"verified_email": True} if verified else {})},
        }
        values["SOCIALACCOUNT_PROVIDERS"] = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
    return values


def _sessions(env: Mapping[str, str], *, insecure: bool) -> dict[str, Any]:
    idle = int(env.get("GOLDENTHREAD_IDLE_MINUTES") or 30) * 60
    longest = int(env.get("GOLDENTHREAD_SESSION_HOURS") or 12) * 3600
    # __Host- ties a cookie to this very host over TLS; browsers refuse the name over plain HTTP
    names = {} if insecure else {"SESSION_COOKIE_NAME": "__Host-session", "CSRF_COOKIE_NAME": "__Host-csrf"}
    return {
        "SESSION_IDLE_SECONDS": idle,
        "SESSION_LONGEST_SECONDS": longest,
        "SESSION_WARNING_SECONDS": 5 * 60,
        "SESSION_COOKIE_AGE": longest,
        **names,
    }
