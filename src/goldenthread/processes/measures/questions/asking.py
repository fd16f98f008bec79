"""Asking, by hand and by itself, and what waits on a group's agenda."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from goldenthread.analytics.defining import follows_a_measure
from goldenthread.analytics.judging import Judgement, Signal, judge
from goldenthread.analytics.models import Measure, Observation
from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.services import open_record, tell
from goldenthread.core.groups.coming import Coming, brings_coming
from goldenthread.core.groups.matters import Matter, brings_matters
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.now import today
from goldenthread.kernel.periods import Stretch

from .models import Question
from .process import questions

AUDIENCES = {
    Measure.Audience.PARTNERSHIP: Audience.PARTNERSHIP,
    Measure.Audience.GROUP: Audience.GROUP,
    Measure.Audience.UNIT: Audience.AGENCIES,
}


@transaction.atomic
def ask(
    measure: Measure,
    *,
    signal: str,
    why: str = Question.Why.ASKED,
    stretch: Stretch | None = None,
    agency: Agency | None = None,
    about: str = "",
) -> tuple[Question, bool]:
    """Ask the agency that answers for a measure (the board's own office, where none does). Returns it and whether new.

    Who sees the measure sees it. The same signal about one figure asks once, however often seen; `about` tells apart
    what one agency may be asked of a period more than once. Raises PermissionDenied, ValidationError (no one to ask).
    """
    if not signal.strip():
        raise ValidationError({"signal": "Write what you ask."})
    asked = agency or measure.owner_agency or _office(measure.partnership)
    once = (
        ""
        if why == Question.Why.ASKED
        else f"{measure.pk}:{asked.pk}:{why}:{stretch.last if stretch else ''}{about and f':{about}'}"
    )
    known = Question.objects.filter(once=once).first() if once else None
    if known:
        return known, False
    made: Question = open_record(
        questions,
        partnership=measure.partnership,
        lead_agency=asked,
        audience=AUDIENCES[Measure.Audience(measure.audience)],
        group=measure.group,
        title=f"{measure.title}: {signal.strip()}"[:250],
        measure=measure,
        why=why,
        signal=signal.strip()[:300],
        first=stretch.first if stretch else None,
        last=stretch.last if stretch else None,
        once=once,
    )
    return made, True


def ask_by_signals(partnership: Partnership) -> list[Question]:
    """Look through the latest figure of each measure in use and ask where it asks for it. Returns the new questions."""
    measures = list(
        Measure.objects.filter(partnership=partnership, retired_on__isnull=True).select_related(
            "owner_agency", "group", "partnership"
        )
    )
    raised = [
        ask(one.series.measure, why=signal.why, signal=signal.words, stretch=signal.stretch)
        for one in judge(measures).values()
        for signal in one.signals
        if not _asked_by_its_return(one, signal)
    ]
    return [question for question, new in raised if new]


def waiting(group: Group | None = None, *, partnership: Partnership | None = None) -> QuerySet[Question]:
    """What stays on an agenda: no answer yet, no decision yet, or the day to look again has come. The oldest first."""
    due = Q(state__in=[Question.State.OPEN, Question.State.ANSWERED]) | Q(
        state=Question.State.DECIDED, look_again_on__lte=today()
    )
    rows = Question.objects.filter(due).select_related("measure", "lead_agency")
    rows = rows.filter(group=group) if group else rows
    return (rows.filter(partnership=partnership) if partnership else rows).order_by("opened_on", "pk")


@follows_a_measure
def follow_the_measure(measure: Measure) -> None:
    """Who may no longer see the measure sees none of its questions either: their words carry its figures."""
    for question in Question.objects.select_for_update(of=("self",)).filter(measure=measure):
        audience = AUDIENCES[Measure.Audience(measure.audience)]
        if (question.audience, question.group_id) != (audience, measure.group_id):
            question.audience, question.group = audience, measure.group
            question.version += 1
            question.save()
            tell(question, "audience", f"Seen by: {audience.label.lower()}, as the measure is")


@brings_matters
def on_the_agenda(group: Group) -> list[Matter]:
    """Questions that the group owns and that have no answer, no decision, or are to be looked at again."""
    return [
        Matter(
            "questions",
            question.pk,
            question.reference,
            question.title,
            f"{question.get_state_display()}. Asked of {question.lead_agency}.",
            question.opened_on,
            restricted=question.audience not in (Audience.PARTNERSHIP, Audience.GROUP),
        )
        for question in waiting(group)
    ]


@brings_coming
def to_look_at_again(group: Group, until: date) -> list[Coming]:
    """Decisions of questions that the group owns, on the day to look again."""
    rows = Question.objects.filter(group=group, state=Question.State.DECIDED, look_again_on__lte=until)
    return [
        Coming(
            "questions",
            question.pk,
            f"Look again: {question.title}",
            question.look_again_on,
            f"{question.reference} was decided until then.",
            restricted=question.audience not in (Audience.PARTNERSHIP, Audience.GROUP),
        )
        for question in rows
    ]


def _asked_by_its_return(found: Judgement, signal: Signal) -> bool:
    """A return that was not sent asks by itself, once, however many figures it should have brought."""
    latest = found.latest
    return signal.why == Question.Why.NOT_SENT and latest is not None and latest.source == Observation.Source.PROCESS


def _office(partnership: Partnership) -> Agency:
    office = partnership.agencies.filter(kind=Agency.Kind.BOARD).first() or partnership.agencies.first()
    if office is None:
        raise ValidationError("The partnership has no agency that could answer. Add one under Administration.")
    return office
