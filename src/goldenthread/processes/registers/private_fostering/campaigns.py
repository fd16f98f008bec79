"""Awareness weeks, written down by those who keep the register."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from goldenthread.core.casework.models import Register
from goldenthread.core.casework.registering import keeps
from goldenthread.core.tenancy.models import Partnership

from .models import Campaign

KIND = "private-fostering"


@transaction.atomic
def tell_people(*, partnership: Partnership, name: str, since: date, until: date) -> Campaign:
    """Write down a spell of telling people. Raises PermissionDenied for who does not keep the register,
    ValidationError for a last day before the first or one that is there already.
    """
    may_keep(partnership, "write down an awareness week")
    campaign = Campaign(partnership=partnership, name=name.strip(), since=since, until=until)
    campaign.full_clean()
    campaign.save()
    return campaign


def keeps_it(partnership: Partnership) -> bool:
    """Asked without making a register: a guest of a group sees none, and a new board has none yet."""
    register = Register.objects.filter(partnership=partnership, kind=KIND).first()
    return register is not None and keeps(register)


def may_keep(partnership: Partnership, doing: str) -> None:
    """Raises PermissionDenied unless whoever acts keeps the register of private fostering here."""
    if not keeps_it(partnership):
        raise PermissionDenied(f"To {doing}, you must keep the register of private fostering.")
