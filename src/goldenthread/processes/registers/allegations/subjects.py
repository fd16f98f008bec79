"""Was this person referred before? By fingerprints alone: nothing sealed is read, and only cases in sight are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from goldenthread.core.tenancy.models import Partnership

from .models import Case

MOST = 20


@dataclass(frozen=True)
class Before:
    """An earlier contact. `sure`: name and date of birth are the same; else the name, and a date of birth is missing
    on one side.
    """

    case: Case
    sure: bool


def before_contact(board: Partnership, name: str, born: date | None) -> list[Before]:
    """Contacts in sight about the person that someone is typing in, the newest first. One query."""
    columns: Any = Case._meta
    by_name = columns.get_field("name_index").fingerprint(board.pk, name)
    both = columns.get_field("subject_index").fingerprint(board.pk, name, born) if born else None
    return _found(Case.objects.filter(partnership=board), by_name, both)


def before_case(case: Case) -> list[Before]:
    """Other contacts in sight about the person of a case. One query."""
    rows = Case.objects.filter(partnership=case.partnership_id).exclude(pk=case.pk)
    return _found(rows, case.name_index, case.subject_index)


def _found(rows: Any, by_name: str | None, both: str | None) -> list[Before]:
    if by_name is None:
        return []
    unsure = Q(name_index=by_name) if both is None else Q(name_index=by_name, subject_index__isnull=True)
    sure = Q(subject_index=both) if both else Q(pk__in=[])
    found = rows.exclude(state=Case.State.MISTAKE).filter(sure | unsure).order_by("-referred_at", "-pk")[:MOST]
    return [Before(case, both is not None and case.subject_index == both) for case in found]


def in_words(found: list[Before]) -> str:
    """'This person has been referred before: 2 contacts.' and what is less sure; "" where there is none."""
    sure = sum(one.sure for one in found)
    unsure = len(found) - sure
    said = [f"This person has been referred before: {_contacts(sure)}."] if sure else []
    if unsure:
        said.append(f"The same name, with a date of birth missing: {_contacts(unsure)}.")
    return " ".join(said)


def _contacts(number: int) -> str:
    return f"{number} contact{'' if number == 1 else 's'}"
