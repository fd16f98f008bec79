"""A field where no child's identity belongs: a warning beside it, and a refusal of what looks like one."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from goldenthread.kernel.identities import identities_in
from goldenthread.kernel.now import today

NO_IDENTITY = "Do not write anything by which a child could be known: no name, date of birth, address or NHS number."


def refuse_identity(text: str) -> None:
    """A validator: raises ValidationError where the text holds what looks like an NHS number or a date of birth."""
    found = identities_in(text, on=today())
    if found:
        raise ValidationError(
            f"“{found[0]}” looks like a child's NHS number or date of birth. Leave it out. "
            "If it is the date of something else, write the month in words.",
            code="identity",
        )
