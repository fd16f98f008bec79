"""One line for each thing that matters to security: what happened and a user's id, never a name, an address or a
text.
"""

from __future__ import annotations

import logging
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth

from .open_sessions import remember
from .sessions import begin

log = logging.getLogger("goldenthread.security")


def signed_in(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    log.info("signed_in user=%s", user.pk)


def signed_out(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    log.info("signed_out user=%s", getattr(user, "pk", None))


def sign_in_failed(sender: Any, credentials: Any, **kwargs: Any) -> None:
    log.warning("sign_in_failed")  # the address that was typed may be a person's, or their password in the wrong box


def password_changed(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    log.info("password_changed user=%s", user.pk)


def factor_added(sender: Any, request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    log.info("second_factor_added user=%s type=%s", user.pk, authenticator.type)


def factor_removed(sender: Any, request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    log.info("second_factor_removed user=%s type=%s", user.pk, authenticator.type)


def factor_failed(sender: Any, request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    log.warning("second_factor_failed user=%s type=%s", user.pk, authenticator.type)


def listen() -> None:
    """Connect everything; called once, when applications are ready."""
    auth.user_logged_in.connect(begin, dispatch_uid="signin.begin")
    auth.user_logged_in.connect(signed_in, dispatch_uid="signin.signed_in")
    auth.user_logged_out.connect(signed_out, dispatch_uid="signin.signed_out")
    auth.user_login_failed.connect(sign_in_failed, dispatch_uid="signin.failed")
    auth.user_logged_in.connect(remember, dispatch_uid="signin.remember")
    for signal in (account.password_changed, account.password_reset, account.password_set):
        signal.connect(password_changed, dispatch_uid="signin.password")
    for signal in (account.password_changed, account.password_set):  # the session goes on under another key
        signal.connect(remember, dispatch_uid="signin.remember_password")
    mfa.authenticator_added.connect(factor_added, dispatch_uid="signin.factor_added")
    mfa.authenticator_removed.connect(factor_removed, dispatch_uid="signin.factor_removed")
    mfa.authentication_failed.connect(factor_failed, dispatch_uid="signin.factor_failed")
