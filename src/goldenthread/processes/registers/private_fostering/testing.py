"""The tests of the law on one arrangement: is it private fostering? Asked while the case is being read."""

from __future__ import annotations

from datetime import date

from goldenthread.core.sealing.fields import Sealed
from goldenthread.law.private_fostering import definition
from goldenthread.law.private_fostering.definition import Carer, Verdict

from .models import Arrangement


def verdict(pf: Arrangement, on: date) -> Verdict | None:
    """What the tests come to on a day. Nothing where the child's day of birth is not known, or not being read, or
    nobody has said who the carer is.
    """
    born = pf.born_on.value() if isinstance(pf.born_on, Sealed) else pf.born_on
    if not isinstance(born, date) or not pf.carer_is:
        return None
    known = definition.Arrangement(
        born=born,
        carer=Carer[pf.carer_is.upper()],
        began_on=pf.began_on,
        disabled=pf.disabled,
        meant_until=pf.meant_until,
        ended_on=pf.ended_on,
        accommodated=pf.lives_there,
        exempt=pf.get_exempt_display().lower() if pf.exempt else "",
        boarding_in_holidays=pf.boards,
    )
    return definition.private_fostering(known, on)


def same_child(pf: Arrangement) -> list[Arrangement]:
    """Other arrangements of the same child, by what the register may compare without reading: reference, NHS number, or
    name with day of birth, however they are spelled with spaces, capitals and dots.
    """
    found: dict[int, Arrangement] = {}
    for name in ("ref_index", "nhs_index", "child_index"):
        value = getattr(pf, name)
        if value:
            rows = Arrangement.objects.filter(partnership_id=pf.partnership_id, **{name: value}).exclude(pk=pf.pk)
            found |= {row.pk: row for row in rows}
    return sorted(found.values(), key=lambda row: row.reference)
