"""The panel's meetings and papers: plan one, say who was there, make a case anonymous for it, read what is on it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.core.casework.counting import counting
from goldenthread.core.casework.models import Reading
from goldenthread.core.casework.registering import keeps, register_of
from goldenthread.core.casework.sealed import reading, refuse_if_destroyed
from goldenthread.core.casework.services import allow, lock, tell
from goldenthread.core.groups.models import Group, Membership
from goldenthread.core.sealing.holders import unsealed
from goldenthread.core.sealing.opened import opened
from goldenthread.core.tenancy.actor import Actor, current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import now, today

from .guarding import check_text, names_of
from .models import Attendance, ChildDeath, PanelMeeting, Paper
from .process import READY, child_deaths

KIND = "child-death"


@transaction.atomic
def plan_meeting(board: Partnership, *, group: Group, held_on: date, theme: str = "") -> PanelMeeting:
    """A meeting of the panel. For those who keep the register, who know what it is for."""
    allow(child_deaths.may_open, board.pk, "plan a meeting of the panel")
    register = register_of(board, KIND)
    if not keeps(register):
        raise PermissionDenied("The panel's meetings are planned by those who keep the register.")
    made = PanelMeeting(partnership=board, register=register, group=group, held_on=held_on, theme=theme.strip())
    made.full_clean()
    made.save()
    return made


def seats_on(meeting: PanelMeeting) -> list[Membership]:
    """Who sat on the panel on its day, each once. One query."""
    rows = Membership.objects.filter(group=meeting.group_id, since__lte=meeting.held_on).select_related(
        "person", "agency"
    )
    found: dict[int, Membership] = {}
    for row in rows.order_by("person__name", "pk"):
        if row.until is None or row.until >= meeting.held_on:
            found.setdefault(row.person_id, row)
    return list(found.values())


@transaction.atomic
def record_attendance(meeting: PanelMeeting, how: Mapping[int, str]) -> PanelMeeting:
    """How each who sits on the panel was there: person -> how. Raises ValidationError before the meeting's day."""
    _keeps(meeting, "record who was there")
    if meeting.held_on > today():
        raise ValidationError("The meeting has not been held yet.")
    for seat in seats_on(meeting):
        said = how.get(seat.person_id)
        if said:
            Attendance.objects.update_or_create(
                meeting=meeting, person_id=seat.person_id,
                defaults={"how": said, "seat": seat.role, "agency_id": seat.agency_id},
            )  # fmt: skip
    return meeting


def facts_of(case: ChildDeath) -> dict[str, str]:
    """What is coded of a case, in the words in which a panel may read it: no name, no day, no area."""
    told = {
        "Age": case.age_band,
        "Sex": case.get_sex_display(),
        "Expected": case.get_expected_display(),
        "Where": case.get_place_of_death_display(),
        "How": case.get_mode_display(),
    }
    return {words: said for words, said in told.items() if said}


@transaction.atomic
def give_paper(case: ChildDeath, meeting: PanelMeeting, *, text: str) -> Paper:
    """Put a case before a meeting of the panel, made anonymous. In place of the paper that it had there.

    Raises ValidationError with each thing by which the child could be known, and what might stand instead.
    """
    _keeps(meeting, "give a paper to the panel")
    case = lock(child_deaths, case)
    if case.state != READY:
        raise ValidationError("Only a case that is ready for the panel goes to it.")
    with reading(case, purpose="meeting", what="Made anonymous for the panel"):
        verdict = check_text(case.partnership, text, names_of(case))
    if not verdict.passes:
        raise ValidationError({"text": [str(one) for one in verdict.findings]}, code="recognisable")
    Paper.objects.filter(record=case, meeting=meeting, withdrawn_on__isnull=True).update(withdrawn_on=today())
    made = Paper(
        record=case, meeting=meeting, register_id=meeting.register_id, group=meeting.group, pseudonym=case.pseudonym,
        facts=json.dumps(facts_of(case)), text=text, checked_by=current_actor().name, checked_at=now(),
    )  # fmt: skip
    made.full_clean()
    made.save()
    tell(case, "paper", f"Made anonymous for the {meeting}")
    return made


@transaction.atomic
def take_back(paper: Paper) -> Paper:
    """The panel reads it no more."""
    _keeps(paper.meeting, "take a paper back")
    if paper.withdrawn_on is None:
        paper.withdrawn_on = today()
        paper.save(update_fields=["withdrawn_on"])
        tell(paper.record, "paper", f"Taken back from the {paper.meeting}")
    return paper


@contextmanager
def reading_papers(papers: Iterable[Paper], *, what: str) -> Iterator[list[Paper]]:
    """Within, these papers show what they hold, to whoever sees them: the panel, which sees no case. Each leaves a line
    in the log of readings first, as a reading of the case does.
    """
    actor, seen = current_actor(), list(papers)
    if not seen:
        yield []
        return
    if actor.user is None and not actor.name:
        raise PermissionDenied("A paper is read by a person, whose name is written down.")
    # The panel does not see the case, whose key the paper is sealed with; a guest on it knows of no register either.
    with counting(seen[0].meeting.partnership, of=[paper.register_id for paper in seen]):
        cases = {case.pk: case for case in ChildDeath.objects.filter(pk__in=[paper.record_id for paper in seen])}
        for case in cases.values():
            refuse_if_destroyed(case)
        keys = {pk: unsealed(case) for pk, case in cases.items()}
        Reading.objects.bulk_create(_line(paper, actor, what) for paper in seen)
    with ExitStack() as shown:
        for pk, key in keys.items():
            shown.enter_context(opened(pk, key))
        yield seen


def _line(paper: Paper, actor: Actor, what: str) -> Reading:
    """Who reads which paper: under the pseudonym, as the panel knows it."""
    return Reading(
        record_id=paper.record_id, register_id=paper.register_id, reference=paper.pseudonym, user_id=actor.user,
        by=actor.name, at=now(), purpose=Reading.Purpose.MEETING, what=what[:120],
    )  # fmt: skip


def _keeps(meeting: PanelMeeting, doing: str) -> None:
    allow(child_deaths.may_open, meeting.partnership_id, doing)
    if meeting.register_id not in current_actor().claim("registers"):
        raise PermissionDenied(f"To {doing}, you must keep the register of child deaths.")
