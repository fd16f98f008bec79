"""The verbs of one-to-ones: plan a year, write answers, hold one, agree to a quote, publish what they came to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.urls import reverse

from goldenthread.core.casework.services import allow
from goldenthread.core.groups.models import Group, Membership
from goldenthread.core.notices.worklist import AHEAD, WorkItem, days_left, register_source, urgency_of
from goldenthread.core.tenancy.actor import Actor, current_actor
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.core.tenancy.roles import OVERSIGHT, Role
from goldenthread.core.thread.models import Theme
from goldenthread.kernel.identifying import refusal
from goldenthread.kernel.now import today

from .composing import Composed, Told, compose
from .models import Answer, AnswerTheme, Composite, OneToOne, Question

#: Who holds them and sits in on them. An administrator does neither.
HOLDING = frozenset({Role.CHAIR, Role.BUSINESS_MANAGER})
#: One that was not held in so long is not held any more: the next year's is.
STALE = timedelta(days=270)
LEFT = "with a chair who has left: hand it on"
USUAL = (
    "What difference did you and your agency make for children through the partnership this year?",
    "What works well at the Board and its groups, and what does not?",
    "What stands in your way?",
    "What would you change first?",
)


@transaction.atomic
def ask_the_usual(partnership: Partnership) -> list[Question]:
    """Begin the kept set with the usual questions; nothing where there are questions already."""
    allow(OVERSIGHT, partnership.pk, "keep the questions")
    if Question.objects.filter(partnership=partnership).exists():
        return []
    return [keep_question(partnership=partnership, text=text) for text in USUAL]


@transaction.atomic
def keep_question(*, partnership: Partnership, text: str) -> Question:
    allow(OVERSIGHT, partnership.pk, "keep the questions")
    last = Question.objects.filter(partnership=partnership).aggregate(last=Max("number"))["last"] or 0
    made = Question(partnership=partnership, number=last + 1, text=" ".join(text.split()))
    made.full_clean()
    made.save()
    return made


def members_of(partnership: Partnership) -> QuerySet[Person]:
    """Everyone who sits on the Board today and counts there, but for its chair. One query."""
    day = today()
    sitting = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day),
        group__partnership=partnership,
        group__kind=Group.Kind.BOARD,
        role__in=Membership.COUNTED,
        since__lte=day,
    ).exclude(role=Membership.Role.CHAIR)
    return Person.objects.filter(pk__in=sitting.values("person_id"), left_on__isnull=True).select_related("agency")


@transaction.atomic
def plan_year(
    *, partnership: Partnership, year: int, chair: Person, manager: Person, planned_on: date
) -> list[OneToOne]:
    """One for every member who has none this year; run again, it adds those who joined.

    Raises PermissionDenied unless whoever plans is one of the two: nobody plans what they will not see.
    """
    allow(HOLDING, partnership.pk, "plan one-to-ones")
    refuse_strangers(partnership.pk, chair=chair, manager=manager)
    if not current_actor().claim("persons") & {chair.pk, manager.pk}:
        raise PermissionDenied("One-to-ones are planned by the chair who holds them or the business manager beside.")
    if chair.pk == manager.pk:
        raise ValidationError({"manager": "The chair and the business manager are two people."})
    if not 2000 <= year <= 2100:
        raise ValidationError({"year": "Give the year in four figures."})
    have = set(OneToOne.objects.filter(partnership=partnership, year=year).values_list("member_id", flat=True))
    rows = [
        OneToOne(partnership=partnership, year=year, member=member, chair=chair, manager=manager, planned_on=planned_on)
        for member in members_of(partnership)
        if member.pk not in have | {chair.pk, manager.pk}
    ]
    for row in rows:
        row.full_clean(validate_unique=False)
    return OneToOne.objects.bulk_create(rows)


@transaction.atomic
def hold(row: OneToOne, *, held_on: date, expected_version: int | None = None) -> OneToOne:
    """Write down that it was held. The chair and the business manager do."""
    row = _lock(row)
    _holds(row)
    refuse_if_stale(row, expected_version, {"held_on": held_on})
    row.held_on = held_on
    row.version += 1
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def write_answer(
    row: OneToOne,
    question: Question,
    *,
    text: str,
    quote: str = "",
    themes: Iterable[Theme] = (),
    expected_version: int | None = None,
) -> Answer:
    """What was said to one question, by any of the three. A quote that changed is agreed to anew."""
    row = _lock(row)
    refuse_strangers(row.partnership_id, question=question)
    quote, themes = quote.strip(), list(themes)
    for theme in themes:
        refuse_strangers(row.partnership_id, theme=theme)
    if said := refusal(quote):
        raise ValidationError({"quote": said})
    answer = Answer.objects.select_for_update(of=("self",)).filter(one_to_one=row, question=question).first()
    if answer is None:
        answer = Answer(one_to_one=row, question=question, version=0)
    refuse_if_stale(answer, expected_version, {"text": text, "quote": quote})
    if answer.quote != quote:
        answer.agreed_on = None
    answer.text, answer.quote = text.strip(), quote
    answer.version += 1
    answer.full_clean()
    answer.save()
    answer.themed.all().delete()
    AnswerTheme.objects.bulk_create(AnswerTheme(answer=answer, theme=theme) for theme in themes)
    return answer


@transaction.atomic
def agree_to_quote(answer: Answer, *, agree: bool = True, expected_version: int | None = None) -> Answer:
    """The member alone says whether their words may be printed, and may take it back until they are."""
    answer = Answer.objects.select_for_update(of=("self",)).select_related("one_to_one").get(pk=answer.pk)
    if answer.one_to_one.member_id not in current_actor().claim("persons"):
        raise PermissionDenied("Only the member who said it may agree that it is printed.")
    refuse_if_stale(answer, expected_version, {})
    if agree and not answer.quote:
        raise ValidationError("There are no words to agree to.")
    answer.agreed_on = today() if agree else None
    answer.version += 1
    answer.full_clean()
    answer.save()
    return answer


def composed(partnership: Partnership, year: int) -> Composed:
    """What the year's one-to-ones came to, of all that the actor holds or sits in on. Raises TooFew. Five queries."""
    _holding(partnership)
    rows = _in_hand(partnership).filter(year=year, held_on__isnull=False)
    rows = rows.select_related("member__agency").prefetch_related("answers__themed__theme__merged_into")
    names: list[str] = [str(agency) for agency in partnership.agencies.all()]
    names += [agency.short_name for agency in partnership.agencies.all()]
    told = []
    for row in rows:
        names.append(row.member.name)
        answers = list(row.answers.all())
        themes = {(tie.theme.merged_into or tie.theme).name for answer in answers for tie in answer.themed.all()}
        told.append(Told(frozenset(themes), tuple(a.quote for a in answers if a.agreed_on)))
    return compose(told, names)


@transaction.atomic
def publish(partnership: Partnership, year: int) -> Composite:
    """Let everyone at the partnership read it: once, for a second one would tell who came between."""
    _holding(partnership)
    found = composed(partnership, year)
    if Composite.objects.filter(partnership=partnership, year=year).exists():
        raise ValidationError(f"What members said in {year} is published already.")
    content = asdict(found)
    content.pop("held_back")
    return Composite.objects.create(partnership=partnership, year=year, content=content, published_on=today())


def to_hold(actor: Actor, partnership: Partnership, on: date) -> Iterator[WorkItem]:
    """For a member their own; for those who hold them one item for all. It names nobody, and no message carries its
    title. A year that is over asks no more. One query.
    """
    mine = actor.claim("persons")
    rows = OneToOne.objects.filter(
        partnership=partnership, held_on__isnull=True, planned_on__lte=on + AHEAD, planned_on__gt=on - STALE
    )
    held_by_me = []
    for row in rows.select_related("chair").order_by("planned_on", "pk"):
        if row.member_id in mine:
            yield _item(
                row,
                LEFT if row.chair.left_on else "with the chair, to be held",
                reverse("one_to_one", args=[partnership.slug, row.pk]),
                on,
            )
        else:
            held_by_me.append(row)
    if held_by_me:
        words = f"{len(held_by_me)} to be held"
        yield _item(held_by_me[0], words, reverse("one_to_ones", args=[partnership.slug]), on)


def _item(row: OneToOne, words: str, link: str, on: date) -> WorkItem:
    return WorkItem(
        kind="one_to_one",
        pk=row.pk,
        reference=f"One-to-one {row.year}",
        title=words,
        due=row.planned_on,
        why="You hold these talks, or keep them",
        urgency=urgency_of(row.planned_on, on),
        days_left=days_left(row.planned_on, on),
        link=link,
    )


register_source("one_to_ones", to_hold)


def _in_hand(partnership: Partnership) -> QuerySet[OneToOne]:
    """Those that the actor holds or sits in on; a member's own is not among them."""
    mine = current_actor().claim("persons")
    return OneToOne.objects.filter(Q(chair__in=mine) | Q(manager__in=mine), partnership=partnership)


def _holding(partnership: Partnership) -> None:
    allow(HOLDING, partnership.pk, "put the one-to-ones together")


def _lock(row: OneToOne) -> OneToOne:
    """Held until the transaction ends; out of sight it does not exist."""
    return OneToOne.objects.select_for_update(of=("self",)).get(pk=row.pk)


def _holds(row: OneToOne) -> None:
    if not current_actor().claim("persons") & {row.chair_id, row.manager_id}:
        raise PermissionDenied("The chair or the business manager writes down that it was held.")
