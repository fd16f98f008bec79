"""By which mail backend a message goes, and what a failure to send it means."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from .models import Channel

SMTP = "django.core.mail.backends.smtp.EmailBackend"
NOTIFY = "goldenthread.core.notices.govuk_notify.EmailBackend"
_TOO_MANY = 429


class NotifyRefused(Exception):
    """GOV.UK Notify did not take a message. `status` is its HTTP answer (503 where there was none)."""

    def __init__(self, status: int) -> None:
        super().__init__(f"GOV.UK Notify answered {status}")
        self.status = status
        self.again = status == _TOO_MANY or status >= 500


def notify_configured() -> bool:
    """Whether the site has a key and a template for GOV.UK Notify."""
    return bool(settings.GOVUK_NOTIFY_API_KEY and settings.GOVUK_NOTIFY_TEMPLATE)


@dataclass(frozen=True)
class Failure:
    """Why a message was not sent, in a few words that name no person; `again` says whether trying again can help.

    `unsure` means that it may have gone out all the same: then it is never sent again.
    """

    words: str
    again: bool
    unsure: bool = False


def connection_for(channel: str) -> BaseEmailBackend:
    """The person's own channel where the site has it; otherwise the way the site sends all its mail."""
    if channel == Channel.NOTIFY and notify_configured():
        return get_connection(NOTIFY)
    if channel == Channel.SMTP and settings.EMAIL_HOST:
        return get_connection(SMTP)
    return get_connection()


def not_connected(error: Exception) -> Failure:
    """What an error before anything was handed over means: nothing was sent, and another time may be better."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Failure("The mail server refused our password", again=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return Failure(f"The mail server answered {error.smtp_code}", again=True)
    return Failure(f"The mail server cannot be reached ({type(error).__name__})"[:60], again=True)


def not_sent(error: Exception) -> Failure:
    """What an error while handing a message over means."""
    if isinstance(error, NotifyRefused):
        return Failure(f"GOV.UK Notify answered {error.status}", again=error.again)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return Failure(f"The address was refused ({max(codes)})", again=max(codes) < 500)
    if isinstance(error, smtplib.SMTPResponseException):
        return Failure(f"The mail server answered {error.smtp_code}", again=error.smtp_code < 500)
    return Failure(f"Cut off while sending ({type(error).__name__})"[:60], again=False, unsure=True)
