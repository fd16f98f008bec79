"""The verbs of findings and recommendations: what was learned, what should change, and that it was seen through."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.process import process_named
from goldenthread.core.casework.references import next_reference
from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.kernel.now import today

from .boards import at_one_board
from .models import Answers, Finding, Recommendation


def who_may_find(source: Record) -> frozenset[str]:
    """The roles that may raise a finding from a record: those who may change what it says, and those who oversee."""
    process = process_named(source.kind)
    return OVERSIGHT | (process.may_amend if process else frozenset())


@transaction.atomic
def raise_finding(*, source: Record, text: str, found_on: date | None = None) -> Finding:
    """Write down something learned from a record. It is as secret as the record.

    Raises PermissionDenied without a seat that may, ValidationError for a day that has not come.
    """
    allow(who_may_find(source), source.partnership_id, "raise a finding")
    finding = Finding(source=source, text=text.strip(), found_on=found_on or today(), by=current_actor().name)
    _has_come("found_on", finding.found_on)
    finding.full_clean()
    finding.save()
    return finding


@transaction.atomic
def amend_finding(finding: Finding, *, expected_version: int | None = None, **values: Any) -> Finding:
    """Correct a finding's words or date. Raises StaleEdit with both texts when someone else saved first."""
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    allow(who_may_find(finding.source), finding.source.partnership_id, "change a finding")
    refuse_if_stale(finding, expected_version, values)
    _set(finding, values)
    _has_come("found_on", finding.found_on)
    finding.full_clean()
    finding.save()
    return finding


@transaction.atomic
def recommend(
    *, partnership: Partnership, text: str, findings: Iterable[Finding] = (), made_on: date | None = None, **values: Any
) -> Recommendation:
    """Recommend a change that answers any number of findings. `values` are columns: owner_group, owner_agency, due_on.

    The whole partnership reads it without seeing its findings. Raises PermissionDenied, ValidationError.
    """
    allow(OVERSIGHT, partnership.pk, "make a recommendation")
    at_one_board(partnership.pk, values)
    day = made_on or today()
    row = Recommendation(partnership=partnership, text=text.strip(), made_on=day, **values)
    _dated(row)
    row.full_clean(exclude=["reference"])
    row.reference = next_reference(partnership=partnership, prefix="R", year=day.year)
    row.save()
    for finding in findings:
        link_finding(row, finding)
    return row


@transaction.atomic
def amend_recommendation(
    recommendation: Recommendation, *, expected_version: int | None = None, **values: Any
) -> Recommendation:
    """Correct its words, owner or dates (not its standing). Raises StaleEdit with both texts."""
    row = _lock(recommendation, "change a recommendation")
    at_one_board(row.partnership_id, values)
    refuse_if_stale(row, expected_version, values)
    _set(row, values)
    return _save(row)


@transaction.atomic
def close_recommendation(
    recommendation: Recommendation,
    *,
    reason: str,
    text: str,
    on: date | None = None,
    expected_version: int | None = None,
) -> Recommendation:
    """Close it with a reason and words. Done without an impact that someone looked at, its impact is unknown."""
    row = _lock(recommendation, "close a recommendation")
    refuse_if_stale(row, expected_version, {})
    if row.status == Recommendation.Status.CLOSED:
        raise ValidationError("This recommendation is closed already.")
    if not text.strip():
        raise ValidationError({"text": "Say what was done, or why nothing is."})
    row.status, row.reason = Recommendation.Status.CLOSED, Recommendation.Reason(reason)
    row.closed_on, row.closing = on or today(), text.strip()
    _has_come("on", row.closed_on)
    row.version += 1
    return _save(row)


@transaction.atomic
def reopen_recommendation(recommendation: Recommendation, *, expected_version: int | None = None) -> Recommendation:
    """Open a closed recommendation again. What was said when it was closed stays in its history."""
    row = _lock(recommendation, "open a recommendation again")
    refuse_if_stale(row, expected_version, {})
    if row.status != Recommendation.Status.CLOSED:
        raise ValidationError("This recommendation is not closed.")
    row.status, row.reason, row.closed_on, row.closing = Recommendation.Status.OPEN, "", None, ""
    row.version += 1
    return _save(row)


@transaction.atomic
def link_finding(recommendation: Recommendation, finding: Finding) -> Answers:
    """This recommendation answers that finding. Only those who see the finding see that; linked twice is linked once.

    Raises ValidationError for a finding of another partnership.
    """
    allow(OVERSIGHT, recommendation.partnership_id, "link a finding to a recommendation")
    at_one_board(recommendation.partnership_id, {"source": finding.source})
    link, _ = Answers.objects.get_or_create(finding=finding, recommendation=recommendation)
    return link


@transaction.atomic
def unlink_finding(recommendation: Recommendation, finding: Finding) -> None:
    """This recommendation does not answer that finding after all."""
    allow(OVERSIGHT, recommendation.partnership_id, "unlink a finding from a recommendation")
    Answers.objects.filter(finding=finding, recommendation=recommendation).delete()


def _lock(recommendation: Recommendation, doing: str) -> Recommendation:
    row = Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
    allow(OVERSIGHT, row.partnership_id, doing)
    return row


def _set(row: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.version += 1


def _save(row: Recommendation) -> Recommendation:
    _dated(row)
    row.full_clean(exclude=["reference"])
    row.save()
    return row


def _dated(row: Recommendation) -> None:
    _has_come("made_on", row.made_on)
    if row.due_on and row.due_on < row.made_on:
        raise ValidationError({"due_on": "It cannot be due before it was made."})


def _has_come(name: str, day: date) -> None:
    if day > today():
        raise ValidationError({name: "This day has not come yet."})
