"""One return, several boards: what the same agency answered to the same question at another board where it sits.

Only someone with a seat for that agency at both boards is shown it: a link, a key and the unit of either board are not.
The other board's form is read under their own sight, as everything is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.core.tenancy.actor import current_actor

from .answering import Checked, Given, give_answers
from .models import Form, Line

#: What makes two questions one: all of it the same, and an answer is taken over as it is.
DEFINED_BY = {
    "counted": "what is counted", "out_of": "out of what", "unit": "given in", "kind": "kind of figure",
    "snapshot": "on a day or over a span",
}  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One thing that the two boards say differently of the same question."""

    name: str
    here: str
    there: str


@dataclass(frozen=True)
class Elsewhere:
    """The answer of the same agency for the same days, given to another board."""

    line: Line
    board: str
    differences: tuple[Difference, ...]

    @property
    def same(self) -> bool:
        return not self.differences


def answered_elsewhere(form: Form, lines: Sequence[Line]) -> dict[int, Elsewhere]:
    """Line id -> the answer given elsewhere, for questions that both boards took from the catalogue. One query."""
    boards = boards_of_the_agency(form)
    codes = {line.catalogue for line in lines if line.catalogue}
    if not boards or not codes:
        return {}
    others = Line.objects.filter(
        form__agency=form.agency_id, form__partnership__in=boards, form__first=form.first, form__last=form.last,
        catalogue__in=codes, answered_at__isnull=False,
    ).select_related("form", "form__partnership").order_by("answered_at")  # fmt: skip
    known = {(one.catalogue, one.subgroup_id, one.area_id): one for one in others}
    found = {}
    for line in lines:
        other = known.get((line.catalogue, line.subgroup_id, line.area_id)) if line.catalogue else None
        if other:
            found[line.pk] = Elsewhere(other, str(other.form.partnership), _differences(line, other))
    return found


@transaction.atomic
def take_over(form: Form, *, agreed: bool | Collection[int] = False) -> tuple[int, Checked]:
    """Answer with what was answered elsewhere, where nothing is answered yet; how many, and what stands against it.

    Only where the definitions are the same, unless whoever answers has seen the differences and `agreed`: to all of
    them, or to those of the lines named.
    Raises PermissionDenied for those who hold no seat of the agency at both boards.
    """
    if form.agency_id not in current_actor().agencies_at(form.partnership_id):
        raise PermissionDenied(f"To answer from another board, you must have a seat of {form.agency}.")
    lines = [line for line in form.lines.all() if not line.answered]
    found = answered_elsewhere(form, lines)
    agreed_to = set(found) if agreed is True else set(agreed or ())
    given = {pk: _given(one) for pk, one in found.items() if one.same or pk in agreed_to}
    if not given:
        raise ValidationError("Nothing was answered elsewhere that can be taken over as it is.")
    checked = give_answers(form, given)
    return (len(given) if checked.ok else 0), checked


def boards_of_the_agency(form: Form) -> set[int]:
    """The other boards at which whoever acts has a seat of this agency; none without one here."""
    held = {board for board, agency, _ in current_actor().seats if agency == form.agency_id}
    return held - {form.partnership_id} if form.partnership_id in held else set()


def _differences(line: Line, other: Line) -> tuple[Difference, ...]:
    pairs = ((words, getattr(line, name), getattr(other, name)) for name, words in DEFINED_BY.items())
    return tuple(Difference(words, str(here), str(there)) for words, here, there in pairs if here != there)


def _given(one: Elsewhere) -> Given:
    other, note = one.line, f"As answered to {one.board}"
    differing = "; ".join(f"{d.name} there: {d.there}" for d in one.differences)
    words = ". ".join(
        text for text in (note, f"It is counted otherwise there ({differing})" if differing else "", other.note) if text
    )
    return Given(
        value=other.value, numerator=other.numerator, denominator=other.denominator, symbol=other.symbol,
        counted_on=other.counted_on, provisional=other.provisional, sure=other.sure, note=words[:500],
    )  # fmt: skip
