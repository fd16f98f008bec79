"""`{% load signin %}`: who the demonstration offers, and when a draft was kept."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone

from goldenthread.kernel.now import today
from goldenthread.web.signin.demonstration import DemonstrationPerson
from goldenthread.web.signin.demonstration import demonstration_people as find_people

register = template.Library()


@register.simple_tag
def demonstration_people() -> list[DemonstrationPerson]:
    """Those whom anybody may be, in the demonstration; nobody elsewhere."""
    return find_people()


@register.simple_tag
def kept_at(moment: datetime) -> str:
    """`at 10:42` today; with the day before it otherwise."""
    local = timezone.localtime(moment)
    return f"at {local:%H:%M}" if local.date() == today() else f"on {local:%-d %B} at {local:%H:%M}"
