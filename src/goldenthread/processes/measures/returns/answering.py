"""The verbs of whoever answers: give an answer, keep what is typed, send; and of the unit: query, reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Max

from goldenthread.core.casework.services import allow, speaks_for, take_step
from goldenthread.core.links.opening import by_link, speaking_for
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.now import now

from .checking import Problem, problems_of
from .models import Form, Line, Query, Return
from .moves import siblings

ANSWER = ("value", "numerator", "denominator", "symbol", "counted_on", "provisional", "sure", "note")


@dataclass(frozen=True)
class Given:
    """An answer as it is to be kept. One without a number says by its symbol why."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    symbol: str = ""
    counted_on: date | None = None
    provisional: bool = False
    sure: bool = False
    note: str = ""


@dataclass(frozen=True)
class Checked:
    """What stands against some answers, by line; nothing was written where `problems` is not empty."""

    problems: Mapping[int, list[Problem]] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return not self.problems


@transaction.atomic
def give_answers(form: Form, given: Mapping[int, Given], *, keep: bool = True) -> Checked:
    """Check and keep some answers of one form, all or none. `given`: line id -> answer; `keep=False`: only check.

    Raises PermissionDenied for who does not answer for the agency, ValidationError when the form takes no answers now.
    """
    form = _taking(form)
    lines = list(form.lines.select_for_update(of=("self",)).select_related("subgroup"))
    was = {line.pk: _said(line) for line in lines if line.answered}
    for line in lines:
        if line.pk in given:
            _put(line, given[line.pk])
    _on_the_same_day(lines, given)
    touched = [line for line in lines if line.pk in given]
    problems = {line.pk: found for line in touched if (found := check(line, form, lines))}
    if problems or not keep:
        return Checked(problems)
    who, moment = current_actor().name, now()
    for line in touched:
        if was.get(line.pk) != _said(line) or line.typed:  # the same again is no new answer
            line.answered_at, line.answered_by, line.typed = moment, who, {}
            line.save()
    return Checked()


def check(line: Line, form: Form, lines: list[Line]) -> list[Problem]:
    """What stands against one answer, beside the other parts of the same figure."""
    return problems_of(line, form.stretch, siblings(line, lines))


@transaction.atomic
def keep_typed(form: Form, line: Line, typed: Mapping[str, str]) -> None:
    """Keep what is typed as it is, whether or not it holds yet. Nothing counts as answered by it."""
    keep_all_typed(form, {line.pk: typed})


@transaction.atomic
def keep_all_typed(form: Form, typed: Mapping[int, Mapping[str, str]]) -> None:
    """The same for several lines, by their id."""
    form = _taking(form)
    lines = list(form.lines.filter(pk__in=typed))
    for line in lines:
        line.typed = {name: text[:600].replace("\0", "") for name, text in typed[line.pk].items()}
    Line.objects.bulk_update(lines, ["typed"])


def last_answered(form: Form) -> tuple[int, Any]:
    """How many questions have an answer, and when the last was given: the same answers again leave both as they are."""
    found = form.lines.aggregate(count=Count("answered_at"), last=Max("answered_at"))
    return found["count"], found["last"]


def send(form: Form, *, declared_by: str) -> Return:
    """Send the return, for the agency. Raises ValidationError, a line for each question that stands against it."""
    return _step(form, "send", sent_by=declared_by.strip())


def say_why_not(form: Form, *, reason: str) -> Return:
    """Tell the board that it is not sent, and why. It stays owed."""
    if not reason.strip():
        raise ValidationError({"reason": "Write why it is not sent."})
    return _step(form, "say_why_not", reason=reason.strip()[:500])


@transaction.atomic
def query(owed: Return, *, questions: Mapping[int, str] | None = None, text: str = "") -> Return:
    """Ask the agency about answers (line id -> what is not clear) or about the whole; the form opens again."""
    asked = {pk: words.strip() for pk, words in (questions or {}).items() if words.strip()}
    if not asked and not text.strip():
        raise ValidationError({"text": "Write what is not clear."})
    form = owed.form
    known = {line.pk: line for line in form.lines.filter(pk__in=asked)}
    for pk, words in asked.items():
        Query.objects.create(form=form, line=known[pk], text=words, by=current_actor().name, at=now())
    note = text.strip() or ""
    return take_step(owed, "query", note=note)  # type: ignore[no-any-return]  # the service returns any process's record


@transaction.atomic
def reply(form: Form, asked: Query, *, text: str) -> Query:
    """The agency's answer to a query."""
    form = _taking(form)
    if not text.strip():
        raise ValidationError({"reply": "Write an answer to the query."})
    row: Query = form.queries.select_for_update(of=("self",)).get(pk=asked.pk)
    row.reply, row.replied_by, row.replied_at = text.strip(), current_actor().name, now()
    row.save()
    return row


def accept(owed: Return) -> Return:
    """Accept it: its answers become figures in the same transaction."""
    allow(UNIT, owed.partnership_id, "accept a return")
    return take_step(owed, "accept")  # type: ignore[no-any-return]  # the service returns any process's record


def _step(form: Form, name: str, **values: Any) -> Return:
    """The step as the agency: for the holder of a link, with its agency's seat for this one transaction.

    Sight of the form, which only their key gives them, is what entitles them; history names them.
    """
    if not by_link():
        return take_step(form.record, name, **values)  # type: ignore[no-any-return]  # the service returns any process's record
    seen = Form.objects.get(pk=form.pk)
    with speaking_for(seen.partnership_id, seen.agency_id):
        return take_step(Return.objects.get(pk=seen.record_id), name, **values)  # type: ignore[no-any-return]  # the service returns any process's record


def _taking(form: Form) -> Form:
    """The form, held until the transaction ends, if whoever acts may answer it and it takes answers."""
    found: Form = Form.objects.select_for_update(of=("self",)).get(pk=form.pk)
    if not by_link() and not speaks_for(found.partnership_id, found.agency_id):
        raise PermissionDenied(f"To answer, you must speak for {found.agency}.")
    if not found.open:
        raise ValidationError(f"This return is {found.get_stage_display().lower()}: it takes no answers now.")
    return found


def _on_the_same_day(lines: list[Line], given: Mapping[int, Given]) -> None:
    """The parts of a stock are counted on the day on which the whole was, unless they say another."""
    days = {line.measure_id: line.counted_on for line in lines if not line.part and line.counted_on}
    for line in lines:
        if line.pk in given and line.part and line.snapshot and not line.counted_on:
            line.counted_on = days.get(line.measure_id)


def _said(line: Line) -> tuple[Any, ...]:
    return tuple(getattr(line, name) for name in ANSWER)


def _put(line: Line, given: Given) -> None:
    for name in ANSWER:
        setattr(line, name, getattr(given, name))
