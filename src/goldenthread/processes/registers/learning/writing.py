"""The verbs of learning: begin it from a case, write it. Words in which the child could be known are never kept."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.core.casework.learning import has_learning
from goldenthread.core.casework.models import Record
from goldenthread.core.casework.registering import keeps
from goldenthread.core.casework.sealed import refuse_if_destroyed
from goldenthread.core.casework.services import amend_record, open_record, tell
from goldenthread.core.sealing.opened import key_if_open
from goldenthread.kernel.disclosure.recognisable_text import TextVerdict

from .knowing import guard_learning, names_of
from .models import FromCase, Learning
from .process import learning as process

TEXTS = ("named", "happened", "learned", "to_do", "questions", "further")
MOST_TOLD = 5


def may_learn(case: Record) -> bool:
    """Those who keep the case's register, while it can be read."""
    return case.register is not None and case.destroyed_on is None and keeps(case.register)


@transaction.atomic
def begin_learning(case: Record, *, what: str, **texts: Any) -> Learning:
    """Learning from a case, to be put to the chair. Within a reading of the case.

    Raises PermissionDenied for who does not keep the case, ValidationError with why (and how it could be said instead)
    for words in which the child could be known.
    """
    held = _open_case(case)
    refuse_the_recognisable(held, texts)
    made: Learning = open_record(
        process, partnership=held.partnership, lead_agency=held.lead_agency, what=what, **texts
    )
    FromCase.objects.create(record=held, learning=made)
    tell(held, "learning", f"Began {made.get_what_display().lower()}: {made.reference}")
    return made


@transaction.atomic
def write_learning(
    learning: Learning, *, expected_version: int | None = None, note: str = "", **texts: str
) -> Learning:
    """Change what it says, while it is being written. Within a reading of its case; raises as `begin_learning` does."""
    held: Learning = Learning.objects.get(pk=learning.pk)
    case = _open_case(case_of(held))
    if held.state != Learning.State.DRAFTING:
        raise ValidationError("It is no longer being written. The chair, or the unit, takes it back first.")
    refuse_the_recognisable(case, {**{name: getattr(held, name) for name in TEXTS}, **texts})
    done: Learning = amend_record(held, expected_version=expected_version, note=note, **texts)
    return done


def case_of(learning: Learning) -> Record | None:
    """The case that it is from; nothing for those who do not see that case."""
    found = FromCase.objects.filter(learning=learning).select_related("record__register").first()
    return None if found is None else found.record


def refuse_the_recognisable(case: Record, texts: dict[str, str]) -> None:
    """Raises ValidationError by field: what would make the child known, why, and the words that could stand instead."""
    names, board = names_of(case), case.partnership
    wrong = {}
    for name in TEXTS:
        verdict = guard_learning(board, texts.get(name, ""), names)
        if not verdict.passes:
            wrong[name] = _why(verdict)
    if wrong:
        raise ValidationError(wrong)
    whole = guard_learning(board, "\n".join(texts.get(name, "") for name in TEXTS), names)
    if not whole.passes:
        raise ValidationError(["Each part passes alone, and together they tell too much.", *_why(whole)])


def _why(verdict: TextVerdict) -> list[str]:
    told = [f"“{one.text}”: {one.words}" if one.text else one.words for one in verdict.findings[:MOST_TOLD]]
    more = len(verdict.findings) - len(told)
    said = ["The child could be known by this.", *told, *([f"And {more} more."] if more else [])]
    return [*said, f"It could say: {verdict.proposal}" if verdict.proposal else verdict.only]


def _open_case(case: Record | None) -> Record:
    seen: Record | None = (
        Record.objects.select_related("register", "partnership", "lead_agency").filter(pk=case.pk).first()
        if case is not None
        else None
    )
    if seen is None or not has_learning(seen.kind):
        raise PermissionDenied("Learning is written by those who keep the register of its case.")
    refuse_if_destroyed(seen)
    if not may_learn(seen):
        raise PermissionDenied("Learning is written by those who keep the register of its case.")
    if key_if_open(seen.pk) is None:
        raise PermissionDenied("The case is sealed, and its words are held against yours. Open it, say why, try again.")
    return seen
