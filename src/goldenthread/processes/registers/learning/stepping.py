"""What the steps of learning do besides: one page held, the chair's name and the day, the way to every agency."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError

from goldenthread.core.casework.cascading import begin_cascade
from goldenthread.core.casework.models import Audience
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.kernel.now import today

from .documents import pages_of
from .models import FromCase, Learning

DAYS = timedelta(days=14)


def from_a_case_of_theirs(learning: Any) -> bool:
    """by those who see the case that it is from"""
    return FromCase.objects.filter(learning_id=learning.pk).exists()


def before(learning: Any, step: str, note: str) -> None:
    """Raises ValidationError for what runs over its page, or asks agencies to answer in the past."""
    if step == "put_forward":
        _on_one_page(learning)
    if step == "approve":
        learning.approved_by, learning.approved_on = current_actor().name, today()
    if step == "revise":
        learning.approved_by, learning.approved_on = "", None
    if step == "publish":
        learning.answer_by = learning.answer_by or today() + DAYS
        if learning.answer_by < today():
            raise ValidationError({"answer_by": "Agencies cannot answer before it is sent: choose a day to come."})
        learning.published_on, learning.audience = today(), Audience.PARTNERSHIP


def after(learning: Any, step: str) -> None:
    """Published, it goes to every agency, which is asked what it passed on."""
    if step != "publish":
        return
    begun = begin_cascade(
        partnership=learning.partnership, lead_agency=learning.lead_agency, named=learning.named,
        message=f"{learning.to_do}\n\nRead it here: {learning.reference}, {learning.get_what_display().lower()}.",
        answer_by=learning.answer_by,
    )  # fmt: skip
    if begun is not None:
        Learning.objects.filter(pk=learning.pk).update(passed_on_id=begun.pk)


def _on_one_page(learning: Any) -> None:
    pages = pages_of(learning)
    if pages > 1:
        texts = (learning.happened, learning.learned, learning.to_do, learning.questions, learning.further)
        words = len(" ".join(texts).split())
        over = max(1, words - words // pages)
        raise ValidationError(
            f"It runs to {pages} pages, and is to be one: nobody reads the second. It has {words} words: take out some "
            f"{over} of them.",
            code="too_long",
        )
