"""Putting a challenge: who challenges whom, on which rung it begins, and who may read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.core.casework.models import Audience, Participant
from goldenthread.core.casework.services import allow, open_record, project
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.actor import Actor, current_actor
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.models import Agency, Partnership, Person, Place
from goldenthread.core.tenancy.roles import OVERSIGHT, Role
from goldenthread.core.thread.models import RecordTheme, Theme
from goldenthread.kernel.now import today

from .ladder import put
from .models import Challenge, Ladder, Rung
from .process import challenges
from .tallies import write_tally

Source = Challenge.Source
#: The rung on which a challenge begins; all others begin with the agency.
STARTS = {Source.BOARD: Ladder.BOARD, Source.GROUP: Ladder.GROUP}
FIRST = "The challenge was put."
#: Their words are for the two agencies and those who run the partnership; the board sees counts and themes.
NARROW = frozenset({Source.IRO_INFORMAL, Source.IRO_FORMAL, Source.CONFERENCE_CHAIR})


@transaction.atomic
def raise_challenge(
    *,
    partnership: Partnership,
    source: str,
    subject: str,
    asks: str,
    agency: Agency | None = None,
    other_body: str = "",
    group: Group | None = None,
    challenger_agency: Agency | None = None,
    themes: Iterable[Theme] = (),
    due_on: date | None = None,
    opened_on: date | None = None,
) -> Challenge:
    """Put a challenge to an agency at the table, or to a body that has no seat here.

    `group`: the group that puts it, or on whose agenda it stays. `due_on`: without, the limit of its rung.
    `opened_on`: the day on which it was put. Raises PermissionDenied, and ValidationError by field.
    """
    allow(challenges.may_open, partnership.pk, "put a challenge")
    own = _refuse(partnership, Source(source), agency, other_body, group, challenger_agency)
    rung = STARTS.get(Source(source), Ladder.AGENCY)
    challenge: Challenge = open_record(
        challenges,
        partnership=partnership,
        lead_agency=own,  # for a moment: whoever puts it must see it before others are let in
        opened_on=opened_on or today(),
        other_body=other_body.strip(),
        subject=subject.strip(),
        asks=asks.strip(),
        rung=rung,
        answer_due_on=due_on or opened_on or today(),  # until its first rung is put
        **_columns(partnership, Source(source), group, own),
    )
    _let_in(challenge, own, agency)
    challenge.lead_agency = agency or own
    _begin(challenge, due_on, themes)
    return challenge


def _begin(challenge: Challenge, due_on: date | None, themes: Iterable[Theme]) -> None:
    """Its first rung with its clock, its themes, and its line among the counts."""
    first = Rung(record=challenge, rung=challenge.rung, why=FIRST, on=challenge.opened_on, due_on=due_on)
    put(challenge, first)
    first.full_clean()
    challenge.save()
    for theme in themes:
        refuse_strangers(challenge.partnership_id, theme=theme)
        RecordTheme.objects.get_or_create(record_id=challenge.pk, theme=theme)
    project(challenge)
    write_tally(challenge)


def _let_in(challenge: Challenge, own: Agency, challenged: Agency | None) -> None:
    """The agency that challenges reads on, whoever leads the answer; the one challenged by a closed group reads it."""
    wanted = {Audience.AGENCIES: (own, "It challenges"), Audience.GROUP: (challenged, "It is challenged")}
    agency, why = wanted.get(Audience(challenge.audience), (None, ""))
    if agency:
        Participant.objects.create(
            record_id=challenge.pk,
            partnership_id=challenge.partnership_id,
            agency=agency,
            why=why,
            added_by_id=current_actor().user,
        )


def _columns(partnership: Partnership, source: Source, group: Group | None, own_agency: Agency) -> dict[str, Any]:
    """Whose challenge it is, on whose agenda it stays, and who may read it."""
    actor = current_actor()
    me = Person.objects.filter(partnership=partnership, pk__in=actor.claim("persons")).first()
    closed = source == Source.GROUP and group is not None and not group.open_to_partnership
    audience = Audience.AGENCIES if source in NARROW else Audience.GROUP if closed else Audience.PARTNERSHIP
    of_the_board = source in (Source.BOARD, Source.GROUP)
    return {
        "source": source,
        "challenger": None if of_the_board and actor.oversees(partnership.pk) else me,
        "challenger_agency": own_agency,
        "challenger_group": group if of_the_board else None,
        "group": group,
        "audience": audience,
    }


def _refuse(
    partnership: Partnership,
    source: Source,
    agency: Agency | None,
    other_body: str,
    group: Group | None,
    challenger_agency: Agency | None,
) -> Agency:
    """The agency that stands behind the challenge. Raises for what does not hold, by field."""
    actor = current_actor()
    refuse_strangers(partnership.pk, group=group)
    if (agency is None) == (not other_body.strip()):
        raise ValidationError({"agency": "Choose the agency that is challenged, or name a body that has no seat here."})
    if agency and not Place.objects.filter(partnership=partnership, agency=agency).exists():
        raise ValidationError({"agency": f"{agency} is not at this table. Name it as another body."})
    if group and group.ended_on and group.ended_on < today():
        raise ValidationError({"group": f"{group} has ended. Choose a group that still meets."})
    if source in (Source.BOARD, Source.GROUP) and group is None:
        raise ValidationError({"group": "Choose the group that challenges."})
    _may_speak(partnership, actor, source, group)
    return challenger_agency or _own_agency(partnership, actor)


def _may_speak(partnership: Partnership, actor: Actor, source: Source, group: Group | None) -> None:
    roles = actor.roles(partnership.pk)
    if roles & OVERSIGHT:
        return
    if source == Source.BOARD:
        raise PermissionDenied("The Board's challenges are put by its chair or the business unit.")
    if source == Source.GROUP and (group is None or group.pk not in actor.claim("groups")):
        raise PermissionDenied("Only a group's own members put a challenge in its name.")
    if source == Source.LAY_MEMBER and Role.LAY_MEMBER not in roles:
        raise PermissionDenied("A lay member's challenge is put by a lay member.")


def _own_agency(partnership: Partnership, actor: Actor) -> Agency:
    mine = partnership.agencies.filter(pk__in=actor.agencies_at(partnership.pk)).first()
    if mine is None:
        raise PermissionDenied("Your seat is for no agency here, so nobody would stand behind this challenge.")
    return mine
