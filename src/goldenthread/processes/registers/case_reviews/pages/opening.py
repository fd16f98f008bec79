"""A serious incident is notified, with the rationale against each limb of the criteria of its day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goldenthread.core.casework.registering import keeps, register_of
from goldenthread.core.casework.services import open_record
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.courses import course_of
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.law.case_reviews.criteria import Criteria, serious_case
from goldenthread.web.components import Link
from goldenthread.web.dates import DateField, DateInput
from goldenthread.web.pages.board import at_board, home_crumb, needs, record_address
from goldenthread.web.pages.forms import act, form_class, require

from ..models import CaseReview
from ..process import case_reviews


@at_board
def open_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    needs(case_reviews.may_open, board, "enter a notification")
    if not keeps(register_of(board, case_reviews.slug)):  # before it is all typed in
        raise PermissionDenied("Notifications are entered by those who keep the register: ask to be appointed.")
    criteria = _criteria(board, _day_given(request) or today())
    form = _form(criteria, board)(request.POST or None)
    there = reverse("records", args=[board.slug, case_reviews.slug])
    context: dict[str, Any] = {
        "title": "Enter a notification of a serious incident",
        "crumbs": [home_crumb(board), Link(case_reviews.title, there)],
        "cancel_url": there,
        "button": "Add it",
    }

    def verb(values: dict[str, Any]) -> CaseReview:
        _refuse_unargued(criteria, values)
        return enter(board, values)

    return act(
        request,
        form,
        verb,
        lambda made: record_address(board, case_reviews.slug, made.pk),
        "web/pages/form.html",
        context,
    )


def limbs_of(criteria: Criteria) -> tuple[str, ...]:
    """The columns of each limb: whether it holds, and why."""
    return tuple(f"{limb.key}_{part}" for limb in criteria.limbs for part in ("holds", "why"))


def _form(criteria: Criteria, board: Partnership) -> Any:
    """The form of a notification. Each limb is answered: none of them may be left out, as it may on the case."""
    made: Any = form_class(CaseReview, (*case_reviews.opening_fields, *limbs_of(criteria)), board)
    for name in limbs_of(criteria):
        require(made.base_fields[name])
    return made


def enter(board: Partnership, values: dict[str, Any]) -> CaseReview:
    """Open the case for the agency of whoever enters it."""
    mine = current_actor().agencies_at(board.pk)
    agency = board.agencies.filter(pk__in=mine).order_by("pk").first()
    if agency is None:
        raise forms.ValidationError("Your seat is for no agency here, so nobody would lead this case.")
    made: CaseReview = open_record(case_reviews, partnership=board, lead_agency=agency, **values)
    return made


def _refuse_unargued(criteria: Criteria, values: dict[str, Any]) -> None:
    said = {limb.key: str(values.get(f"{limb.key}_why") or "") for limb in criteria.limbs}
    missing = {f"{limb.key}_why": "Say why it holds, or does not." for limb in criteria.unanswered(said)}
    for limb in criteria.limbs:
        if not values.get(f"{limb.key}_holds"):
            missing[f"{limb.key}_holds"] = "Say whether it holds, or is not known."
    if missing:
        raise ValidationError(missing)


def _criteria(board: Partnership, day: date) -> Criteria:
    return serious_case(course_of(board).on(day))


def _day_given(request: HttpRequest) -> date | None:
    """The day of the notification as it was sent, which says whose criteria are asked; nothing where it is no day."""
    field = DateField()
    try:
        found = field.clean(DateInput().value_from_datadict(request.POST, request.FILES, "notified_on"))
    except ValidationError:
        return None
    return found if isinstance(found, date) else None
