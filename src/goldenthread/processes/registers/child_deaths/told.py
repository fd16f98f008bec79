"""What agencies told of a death, as one list: the reports that were recorded by hand, and the forms answered by link.

Which way a report came is no matter to whoever reads it. What was asked and is not known stays apart from what was
left blank, in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from goldenthread.core.contributions.answers import in_words, values_of
from goldenthread.core.contributions.asking import contributions_of
from goldenthread.core.contributions.models import Contribution

from .models import ChildDeath, Report

BY_HAND, BY_LINK = "Recorded by hand", "Answered by link"
NOT_SAID = "Asked, not known"


@dataclass(frozen=True)
class Told:
    """One agency's report. `words`: (question, answer) of what was answered, part by part. Within a reading.

    `asked_key`: of a form asked by link, its number, under which its page is found. `identity`: who the child is, as
    its first page says: the question's key -> the value.
    """

    agency: str
    form: str
    way: str
    asked_on: date
    due: date | None
    stands: str
    came_on: date | None
    given: int | None
    not_known: int | None
    blank: int | None
    parts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    asked_key: int | None = None
    identity: Mapping[str, object] = field(default_factory=dict)

    @property
    def waits(self) -> bool:
        return self.came_on is None and self.stands != "Withdrawn"


def told_of_case(case: ChildDeath) -> list[Told]:
    """Everything that was asked of agencies, the oldest first. Within a reading of the case. Two queries."""
    found = [_by_hand(row) for row in case.reports.all()] + [_by_link(row) for row in contributions_of(case)]
    return sorted(found, key=lambda one: (one.asked_on, one.agency, one.form))


def _by_hand(row: Report) -> Told:
    kind, who = row.get_kind_display(), str(row.agency or "")
    words = (("What it says", str(row.words)),) if row.words else ()
    return Told(
        agency=f"{kind}: {who}" if who else kind, form=row.get_form_display(), way=BY_HAND, asked_on=row.asked_on,
        due=row.due_on, stands=row.get_outcome_display(), came_on=row.returned_on, given=row.given,
        not_known=row.not_known, blank=row.blank, parts=(("", words),) if words else (),
    )  # fmt: skip


def _by_link(row: Contribution) -> Told:
    who = ": ".join(one for one in (str(row.agency or ""), str(row.name)) if one)
    came = row.answered_on is not None
    return Told(
        agency=who, form=row.form.title, way=BY_LINK, asked_on=row.asked_on, due=row.due,
        stands="Returned" if came else row.state.capitalize(), came_on=row.answered_on,
        given=row.given if came else None, not_known=row.not_known if came else None,
        blank=row.blank_fields if came else None, parts=tuple(_parts(row)) if came else (), asked_key=row.pk,
        identity=values_of(row.form, row.answers) if came else {},
    )  # fmt: skip


def _parts(row: Contribution) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    answers = row.answers
    for section in row.asked_sections:
        said = tuple((one.label, in_words(one, answers)) for one in section.fields if one.key in answers)
        if said:
            yield section.title, said
