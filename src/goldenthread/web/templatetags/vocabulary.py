"""`{% load vocabulary %}{% the_word "chair" %}`: the law's word for a concept at this partnership, on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from goldenthread.kernel.now import today
from goldenthread.web.vocabulary import capital, course_for

register = template.Library()


@register.simple_tag(takes_context=True)
def the_word(context: template.Context, concept: str, on: date | None = None, begins: bool = False) -> str:
    """The word (`goldenthread.law.eras.CONCEPTS`) as it was on a day, today if none is given; `begins` a sentence."""
    request: Any = context["request"]
    word = course_for(request, request.board).word(concept, on or today())
    return capital(word) if begins else word
