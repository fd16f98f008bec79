"""Passing something on through every agency: other rooms ask for it, the room of cascades does it, and neither knows
the other.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from goldenthread.core.tenancy.models import Agency, Partnership

from .models import Record

Beginner = Callable[[Partnership, Agency, str, str, date], Record]
_BEGINNERS: list[Beginner] = []


def begins_cascades(beginner: Beginner) -> Beginner:
    """Register the function that begins a cascade: at a partnership, led by an agency, of what is so named, with what
    people are to know or do, answered by a day. It raises PermissionDenied for who may not.
    """
    if beginner not in _BEGINNERS:
        _BEGINNERS.append(beginner)
    return beginner


def begin_cascade(
    *, partnership: Partnership, lead_agency: Agency, named: str, message: str, answer_by: date
) -> Record | None:
    """A briefing on its way to every agency; nothing where no room passes anything on."""
    return next((begin(partnership, lead_agency, named, message, answer_by) for begin in _BEGINNERS), None)
