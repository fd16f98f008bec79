"""The same audit items asked again: which questions, what each look found, and whether that is more than chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.kernel.statistics.compare import difference
from goldenthread.kernel.statistics.intervals import wilson
from goldenthread.kernel.statistics.overdispersion import Tally

from .models import AuditQuestion, AuditReading, Impact, Recommendation

#: As many items as one audit of one recommendation may ask.
MOST_QUESTIONS = 30
#: Below so many cases in either sample nothing is said of a change.
FEWEST_CASES = 5

#: Question key -> (cases looked at, of which met it).
Readings = Mapping[int, tuple[int, int]]


@dataclass(frozen=True)
class Asked:
    """One question over all looks that asked it, the earliest first."""

    question: AuditQuestion
    readings: tuple[AuditReading, ...]

    @property
    def verdict(self) -> str:
        """From the first look to the last, in words: beyond chance (95%, Newcombe), or not."""
        if len(self.readings) < 2:
            return "Asked once: ask again to see a change"
        first, last = self.readings[0], self.readings[-1]
        if min(first.cases, last.cases) < FEWEST_CASES:
            return "Too few cases to judge"
        found = difference(Tally(last.met, last.cases), Tally(first.met, first.cases)).interval
        points = round(100 * found.value)
        if found.lower is not None and found.lower > 0:
            return f"Better by {points} points, more than chance"
        if found.upper < 0:
            return f"Worse by {-points} points, more than chance"
        return "No change beyond chance"


def in_words(reading: AuditReading) -> str:
    """`7 of 20 (35%, likely 18% to 57%)`: what was found, and what the sample leaves open."""
    if not reading.cases:
        return "No cases"
    found = wilson(reading.met, reading.cases)
    low, high = round(100 * (found.lower or 0)), round(100 * found.upper)
    return f"{reading.met} of {reading.cases} ({round(100 * found.value)}%, likely {low}% to {high}%)"


def asked_again(recommendation: Recommendation, looks: Sequence[Impact]) -> list[Asked]:
    """Each question with what every look that was taken found. Two queries."""
    order = {look.pk: place for place, look in enumerate(sorted(looks, key=lambda one: (str(one.looked_on), one.pk)))}
    found: dict[int, list[AuditReading]] = {}
    questions = list(AuditQuestion.objects.filter(recommendation=recommendation))
    if not questions:
        return []
    for reading in AuditReading.objects.filter(question__in=questions):
        if reading.impact_id in order:
            found.setdefault(reading.question_id, []).append(reading)
    return [
        Asked(question, tuple(sorted(found.get(question.pk, []), key=lambda one: order[one.impact_id])))
        for question in questions
    ]


@transaction.atomic
def set_questions(recommendation: Recommendation, texts: Iterable[str]) -> list[AuditQuestion]:
    """Say which audit items are asked of each case, at every look. Those that a look has answered stay as they are:
    the same question again, or it shows nothing. Raises ValidationError for one that would be changed or lost.
    """
    allow(OVERSIGHT, recommendation.partnership_id, "set audit questions")
    Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
    wanted = [" ".join(text.split()) for text in texts if text.strip()]
    if len(wanted) > MOST_QUESTIONS:
        raise ValidationError({"questions": f"Ask at most {MOST_QUESTIONS} questions of each case."})
    if len({text.lower() for text in wanted}) < len(wanted):
        raise ValidationError({"questions": "The same question stands there twice."})
    held = list(AuditQuestion.objects.filter(recommendation=recommendation).order_by("number"))
    answered = set(AuditReading.objects.filter(question__in=held).values_list("question_id", flat=True))
    lost = [row for row in held if row.pk in answered and row.text not in wanted]
    if lost:
        raise ValidationError(
            {"questions": f"A look has answered “{lost[0].text}”, so it must stay, in the same words."}
        )
    for row in held:
        if row.text not in wanted:
            row.delete()
    kept = {row.text: row for row in held if row.text in wanted}
    _renumber(list(kept.values()))
    rows = [kept.get(text) or AuditQuestion(recommendation=recommendation, text=text) for text in wanted]
    for number, row in enumerate(rows, 1):
        row.number = number
        row.full_clean()
        row.save()
    return rows


def _renumber(rows: list[AuditQuestion]) -> None:
    """Out of the way, so that no two have one number while they are put in order."""
    for place, row in enumerate(rows):
        AuditQuestion.objects.filter(pk=row.pk).update(number=MOST_QUESTIONS + 1 + place)


def keep_readings(impact: Impact, readings: Readings) -> None:
    """Keep what a look found. Raises ValidationError for a question of another recommendation, or more met than looked
    at; called within `record_impact`.
    """
    questions = AuditQuestion.objects.filter(recommendation_id=impact.recommendation_id).in_bulk(list(readings))
    for pk, (cases, met) in readings.items():
        if pk not in questions:
            raise ValidationError("This question is none of this recommendation's.")
        if met > cases:
            raise ValidationError({f"met_{pk}": f"Of {cases} cases, {met} cannot have met it."})
        row = AuditReading(impact=impact, question=questions[pk], cases=cases, met=met)
        row.full_clean()
        row.save()
