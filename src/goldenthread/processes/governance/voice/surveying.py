"""The verbs of surveys: plan one, ask a question, open a wave, give what was counted, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT

from .models import Count, Question, Survey, Wave
from .protecting import Asked, Counted, NothingShown, shown_of

MOST = 1_000_000


@dataclass(frozen=True)
class Given:
    """One number that came in. `question` is none for how many were asked; `where` names its cell for a message."""

    question: Question | None
    answer: str
    group: str
    people: int
    where: str = ""


@transaction.atomic
def plan_survey(*, partnership: Partnership, **values: Any) -> Survey:
    """Raises PermissionDenied, ValidationError for a title that is taken or a threshold that protects nobody."""
    allow(OVERSIGHT, partnership.pk, "plan a survey")
    made = Survey(partnership=partnership, **values)
    made.full_clean()
    made.save()
    return made


@transaction.atomic
def ask_question(survey: Survey, **values: Any) -> Question:
    """Add a question. Raises ValidationError once a wave has counts: a later one could not be compared."""
    survey = _lock(survey, "add a question")
    if Count.objects.filter(wave__survey=survey).exists():
        raise ValidationError("A wave has been counted. Waves can be compared only while the questions stay the same.")
    last = survey.questions.aggregate(last=Max("number"))["last"] or 0
    made = Question(survey=survey, number=last + 1, **values)
    made.full_clean()
    made.save()
    return made


@transaction.atomic
def open_wave(survey: Survey, *, name: str, since: date, until: date) -> Wave:
    survey = _lock(survey, "open a wave")
    made = Wave(survey=survey, name=name.strip(), since=since, until=until)
    made.full_clean()
    made.save()
    return made


@transaction.atomic
def count_wave(wave: Wave, given: Iterable[Given], *, expected_version: int | None = None) -> Wave:
    """Take all that was counted in a wave, in place of what was there, and work out what of it may be shown.

    Raises ValidationError with every cell that cannot be, StaleEdit where someone else counted since; nothing is
    written then. A wave of which nothing may be shown keeps its counts and says why.
    """
    wave = Wave.objects.select_for_update(of=("self",)).select_related("survey").get(pk=wave.pk)
    survey = wave.survey
    allow(OVERSIGHT, survey.partnership_id, "give what was counted")
    refuse_if_stale(wave, expected_version, {})
    rows = list(given)
    questions = list(survey.questions.all())
    counted = counted_of(survey, questions, rows)
    wave.counts.all().delete()
    Count.objects.bulk_create(
        Count(
            wave=wave, partnership_id=survey.partnership_id, question=one.question, answer=one.answer,
            group=one.group, people=one.people,
        )
        for one in rows
    )  # fmt: skip
    try:
        wave.shown, wave.refused = shown_of(counted, survey.threshold).as_json(), ""
    except NothingShown as why:
        wave.shown, wave.refused = {}, str(why)
    wave.version += 1
    wave.full_clean()
    wave.save()
    return wave


@transaction.atomic
def uncount_wave(wave: Wave, *, expected_version: int | None = None) -> Wave:
    """Take back what was counted. Raises ValidationError where nothing was, StaleEdit where someone counted since."""
    wave = Wave.objects.select_for_update(of=("self",)).select_related("survey").get(pk=wave.pk)
    allow(OVERSIGHT, wave.survey.partnership_id, "take back what was counted")
    refuse_if_stale(wave, expected_version, {})
    if not Count.objects.filter(wave=wave).exists():
        raise ValidationError("This wave has no counts to take back.")
    Count.objects.filter(wave=wave).delete()
    wave.shown, wave.refused = {}, ""
    wave.version += 1
    wave.save()
    return wave


def counted_of(survey: Survey, questions: Sequence[Question], rows: Iterable[Given]) -> Counted:
    """The numbers as one value. Raises ValidationError naming each cell that is twice, unknown, missing or too many."""
    problems: list[str] = []
    found: dict[tuple[int | None, str, str], Given] = {}
    known = {(None, "", group) for group in survey.group_names} | {
        (one.pk, answer, group) for one in questions for answer in one.options for group in survey.group_names
    }
    for one in rows:
        key = (one.question.pk if one.question else None, one.answer, one.group)
        problems += _problems(one, key, known, found)
        found[key] = one
    problems += _too_many(survey, questions, found) if not problems else []
    if not found:
        problems.append("There is no number to take.")
    if problems:
        raise ValidationError(problems)
    asked = {group: found[None, "", group].people for group in survey.group_names if (None, "", group) in found}
    return Counted(
        survey.group_names, asked, tuple(Asked(q.number, q.options, _counts(q, survey, found)) for q in questions)
    )


def _counts(
    question: Question, survey: Survey, found: Mapping[tuple[int | None, str, str], Given]
) -> dict[tuple[str, str], int]:
    cells = [(answer, group) for answer in question.options for group in survey.group_names]
    return {cell: found[question.pk, *cell].people for cell in cells if (question.pk, *cell) in found}


def _problems(one: Given, key: Any, known: set[Any], found: Mapping[Any, Given]) -> list[str]:
    at = f"{one.where}: " if one.where else ""
    if key not in known:
        return [f"{at}this survey has no such question, answer or group."]
    if key in found:
        return [f"{at}this number is given twice."]
    return [f"{at}{one.people:,} people cannot be."] if not 0 <= one.people <= MOST else []


def _too_many(
    survey: Survey, questions: Iterable[Question], found: Mapping[tuple[int | None, str, str], Given]
) -> list[str]:
    """More answers than people asked, in a group, to a question."""
    problems = []
    for group in survey.group_names:
        asked = found.get((None, "", group))
        if asked is None:
            problems.append(f"{group}: say how many were asked. Those who did not answer are part of the result.")
            continue
        for one in questions:
            answers = sum(row.people for (q, _, g), row in found.items() if (q, g) == (one.pk, group))
            if answers > asked.people:
                at = f"{asked.where}: " if asked.where else ""
                problems.append(f"{at}{group}, question {one.number}: {answers} answers of {asked.people} asked.")
    return problems


def _lock(survey: Survey, doing: str) -> Survey:
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    allow(OVERSIGHT, survey.partnership_id, doing)
    return survey
