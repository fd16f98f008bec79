"""GOV.UK Notify as a Django mail backend, so that every message of the site can go that way.

The service needs one email template with the fields ((subject)) and ((body)). Settings: GOVUK_NOTIFY_API_KEY,
GOVUK_NOTIFY_TEMPLATE, and GOVUK_NOTIFY_URL for an address other than the service's own. Imported by its name in the
settings alone: its client costs a tenth of a second at start, which only those who use it should pay.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from .channels import NotifyRefused

USUAL_URL = "https://api.notifications.service.gov.uk"


class EmailBackend(BaseEmailBackend):
    """Sends each message to each of its recipients as plain text; the service does the layout."""

    def __init__(self, fail_silently: bool = False, **kwargs: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        client: Any = NotificationsAPIClient  # it brings no types
        self.client = client(settings.GOVUK_NOTIFY_API_KEY, base_url=settings.GOVUK_NOTIFY_URL or USUAL_URL)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many messages the service took. Raises NotifyRefused unless failing silently."""
        return sum(self._send(message) for message in email_messages)

    def _send(self, message: EmailMessage) -> bool:
        words = {"subject": message.subject, "body": message.body}
        reference = message.extra_headers.get("Message-ID")
        try:
            for address in message.recipients():
                self.client.send_email_notification(
                    address, settings.GOVUK_NOTIFY_TEMPLATE, personalisation=words, reference=reference
                )
        except APIError as error:
            if self.fail_silently:
                return False
            # not chained: the library's error carries the request, and so the address
            raise NotifyRefused(error.status_code) from None
        return True
