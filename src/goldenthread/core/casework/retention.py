"""How long sealed cases are kept, as a partnership decides: each part of a register, and the cases of each era."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.core.tenancy.courses import course_of
from goldenthread.core.tenancy.models import Partnership
from goldenthread.law.courses import BODIES, Course
from goldenthread.law.retention import rule_of

from .models import LocalRetention, Register
from .registering import keeps

ERAS = {era.key: era for era in BODIES}


@dataclass(frozen=True)
class LocalYears:
    """What a partnership decided of one kind of case: (part, era) -> years; an era's own before what holds for all."""

    decided: Mapping[tuple[str, str], int]
    course: Course

    def of(self, part: str, opened_on: date) -> int | None:
        """The years for a case opened on a day; nothing where nothing was decided, and the shipped example holds."""
        own = self.decided.get((part, self.course.on(opened_on).key))
        return own if own is not None else self.decided.get((part, ""))


def local_years(partnership: Partnership, kind: str) -> LocalYears:
    """What was decided here of a kind of case. Two queries."""
    rows = LocalRetention.objects.filter(partnership=partnership, kind=kind)
    decided = {(row.part, row.era): row.years for row in rows}
    return LocalYears(decided, course_of(partnership))


@transaction.atomic
def set_years(register: Register, *, part: str, years: int, reason: str, era: str = "") -> LocalRetention:
    """Keep one part of a register's cases so many years: those opened under one era, or all others. For those who keep
    it; who decided and why is kept with it.

    Raises ValidationError for a part or an era that there is not, for no reason, or for fewer years than one.
    """
    if not keeps(register):
        raise PermissionDenied("How long cases are kept is set by those who keep the register.")
    if rule_of(register.kind, part) is None:
        raise ValidationError("There is no such part of this register.", code="unknown")
    if era and era not in ERAS:
        raise ValidationError({"era": f"There is no framework '{era}'; there are {', '.join(ERAS)}."})
    if not reason.strip():
        raise ValidationError({"reason": "Say who decided it, and why."})
    of = {"partnership_id": register.partnership_id, "kind": register.kind, "part": part, "era": era}
    row = LocalRetention.objects.filter(**of).first() or LocalRetention(**of, version=0)
    row.years, row.reason, row.version = years, reason.strip(), row.version + 1
    row.full_clean()
    row.save()
    return row
