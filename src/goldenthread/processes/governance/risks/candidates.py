"""Early warnings become candidates, kept each night: accepted as a risk, joined to one, or dismissed with a reason.

A sign is offered once for as long as it is seen. One that was dismissed comes back only after it ceased and came anew.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.services import allow, tell
from goldenthread.core.casework.warnings import EarlyWarning, warnings_of
from goldenthread.core.tenancy.actor import Actor, acting_as, current_actor
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.kernel.now import today

from .models import Candidate, Risk, Sign
from .opening import open_risk

State = Candidate.State


def collect(partnership: Partnership) -> tuple[int, int]:
    """Look through every room as the partnership's own system: (new candidates, signs that ceased).

    Run again on the same day, it adds none. A constant number of queries beside those of the rooms.
    """
    with acting_as(Actor.system(partnership)):
        return _keep(partnership, {sign.key: sign for sign in warnings_of(partnership)})


def collect_now(partnership: Partnership) -> tuple[int, int]:
    """The same on demand, for those who oversee."""
    allow(OVERSIGHT, partnership.pk, "look for early warnings")
    return collect(partnership)


@transaction.atomic
def accept(candidate: Candidate, *, expected_version: int | None = None, **values: Any) -> Risk:
    """Open a risk from a candidate; its evidence goes along. `values` as `open_risk` takes them."""
    candidate = _lock(candidate, expected_version)
    risk = open_risk(partnership=candidate.partnership, **values)
    _take_up(candidate, risk, "Opened as a risk of its own.")
    return risk


@transaction.atomic
def join(candidate: Candidate, *, risk: Risk, expected_version: int | None = None) -> Risk:
    """Add a candidate to a risk that is there already, as further evidence."""
    candidate = _lock(candidate, expected_version)
    if risk.partnership_id != candidate.partnership_id or risk.state in (Risk.State.CLOSED, Risk.State.MISTAKEN):
        raise ValidationError({"risk": "Choose a risk of this partnership that is not closed."})
    _take_up(candidate, risk, f"Joined to {risk.reference} as further evidence.")
    return risk


@transaction.atomic
def dismiss(candidate: Candidate, *, reason: str, expected_version: int | None = None) -> Candidate:
    """Say why a sign is no risk. It is not offered again until it ceased and came anew."""
    candidate = _lock(candidate, expected_version)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is no risk."})
    return _decide(candidate, State.DISMISSED, reason.strip())


def _keep(partnership: Partnership, seen: dict[str, EarlyWarning]) -> tuple[int, int]:
    known = {row.key: row for row in Candidate.objects.filter(partnership=partnership, ceased_on__isnull=True)}
    new = [_made(partnership, sign) for key, sign in seen.items() if key not in known]
    gone = [row for key, row in known.items() if key not in seen]
    still = [(row, seen[key]) for key, row in known.items() if key in seen]
    for row in gone:
        row.ceased_on = today()
    for row, sign in still:
        row.last_seen = today()
        if row.state == State.OFFERED:  # what was decided stays as it was read by whoever decided it
            row.title, row.cause, row.evidence, row.link = sign.title[:250], sign.cause, sign.evidence, sign.link
    Candidate.objects.bulk_create(new)
    Candidate.objects.bulk_update(
        [*gone, *(row for row, _ in still)], ["ceased_on", "last_seen", "title", "cause", "evidence", "link"]
    )
    return len(new), len(gone)


def _made(partnership: Partnership, sign: EarlyWarning) -> Candidate:
    return Candidate(
        partnership=partnership,
        key=sign.key,
        title=sign.title[:250],
        cause=sign.cause,
        evidence=sign.evidence,
        agency=sign.agency,
        since=sign.since,
        link=sign.link,
        first_seen=today(),
        last_seen=today(),
    )


def _take_up(candidate: Candidate, risk: Risk, reason: str) -> None:
    Sign.objects.create(record=risk, title=candidate.title, evidence=candidate.evidence, since=candidate.since)
    tell(risk, "sign", "An early warning was taken up", note=candidate.title)
    candidate.risk = risk
    _decide(candidate, State.ACCEPTED, reason)


def _decide(candidate: Candidate, state: str, reason: str) -> Candidate:
    candidate.state, candidate.reason = state, reason
    candidate.decided_on, candidate.decided_by = today(), current_actor().name[:200]
    candidate.version += 1
    candidate.save()
    return candidate


def _lock(candidate: Candidate, expected_version: int | None) -> Candidate:
    allow(OVERSIGHT, candidate.partnership_id, "decide on an early warning")
    row: Candidate = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    refuse_if_stale(row, expected_version, {})
    if row.state != State.OFFERED:
        raise ValidationError(f"{row.decided_by} decided on this already: {row.get_state_display().lower()}.")
    return row
