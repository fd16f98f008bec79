"""How long sealed cases are kept, as a partnership decides."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.law.retention import rule_of

from .models import LocalRetention, Register
from .registering import keeps


@transaction.atomic
def set_years(register: Register, *, part: str, years: int, reason: str) -> LocalRetention:
    """Keep one part of a register's cases so many years. For those who keep it; who decided and why is kept with it.

    Raises ValidationError for a part that there is not, for no reason, or for fewer years than one.
    """
    if not keeps(register):
        raise PermissionDenied("How long cases are kept is set by those who keep the register.")
    if rule_of(register.kind, part) is None:
        raise ValidationError("There is no such part of this register.", code="unknown")
    if not reason.strip():
        raise ValidationError({"reason": "Say who decided it, and why."})
    row = LocalRetention.objects.filter(partnership_id=register.partnership_id, kind=register.kind, part=part).first()
    if row is None:
        row = LocalRetention(partnership_id=register.partnership_id, kind=register.kind, part=part, version=0)
    row.years, row.reason, row.version = years, reason.strip(), row.version + 1
    row.full_clean()
    row.save()
    return row
