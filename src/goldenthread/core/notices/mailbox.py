"""In the demonstration nothing is sent: what would have been is kept, and a page shows it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Partnership, User
from goldenthread.kernel.now import now

from .models import SentMail

logger = logging.getLogger(__name__)


def mailbox_reader() -> Actor:
    """As whom the mailbox page reads: every made-up partnership's unit. Raises PermissionDenied outside the
    demonstration.

    Sign-in links are among the messages, so anyone who may open the page may be anyone: which is what a demonstration
    is for, and why nothing is ever written here without one.
    """
    if not settings.DEMONSTRATION:
        raise PermissionDenied("There is a mailbox page in the demonstration only.")
    made_up = Partnership.objects.filter(demonstration=True).values_list("pk", flat=True)
    return Actor(user=None, held={"oversight": frozenset(made_up)}, name="The demonstration's mailbox")


class EmailBackend(BaseEmailBackend):
    """Keeps each message as a row of the first made-up partnership; without one, drops it and says so in the log."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many were kept."""
        reader = mailbox_reader()
        home = Partnership.objects.filter(demonstration=True).order_by("pk").first()
        if home is None:
            logger.warning("No demonstration partnership yet: %s messages were dropped", len(email_messages))
            return 0
        with acting_as(reader):
            for message in email_messages:
                _keep(message, home)
        return len(email_messages)


def _keep(message: EmailMessage, home: Partnership) -> None:
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    _, first = parseaddr(next(iter(message.recipients()), ""))
    SentMail.objects.create(
        partnership=home,
        user=User.objects.filter(email__iexact=first).first(),
        to=", ".join(message.recipients()),
        sender=message.from_email,
        subject=str(message.subject),
        text=message.body,
        html=next((content for content, kind in alternatives if kind == "text/html"), ""),
        at=now(),
    )
