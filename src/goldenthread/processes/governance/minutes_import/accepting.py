"""Accept an import: everything is written, in one transaction, or nothing is."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.services import allow, tell
from goldenthread.core.files.refusals import FileRefused
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.core.thread.models import Recommendation
from goldenthread.core.thread.resembling import look_for_earlier
from goldenthread.kernel.now import now
from goldenthread.processes.governance.meetings.filing import file_minutes

from .models import ImportSource, MinutesImport, ReadItem
from .plan import MUST_DECIDE, plan_of, rows_of_import
from .traces import found_by, left_by
from .verdicts import decide_section, seen_of
from .writing import Writing

State = MinutesImport.State


@transaction.atomic
def accept_import(minutes_import: MinutesImport, *, seen: int | None = None) -> MinutesImport:
    """Write what the rows say, by the verbs that the pages use. `seen` is the review's state that the clerk checked.

    Accepted once: accepting again changes nothing. Raises ValidationError, in words, for what is missing, what changed
    since it was checked, or what one of the verbs refuses; then nothing is written.
    """
    allow(UNIT, minutes_import.partnership_id, "accept minutes")
    row: MinutesImport = (
        MinutesImport.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=minutes_import.pk)
    )
    if row.state == State.ACCEPTED:
        return row
    if row.state != State.READY:
        raise ValidationError(f"This import is {row.get_state_display().lower()}: there is nothing to accept.")
    if seen is not None and seen != seen_of(row):
        raise ValidationError(
            "Someone changed a verdict since you opened this page. Check what would be written again."
        )
    plan = plan_of(rows_of_import(row))
    if plan.problems or plan.head is None:
        raise ValidationError(plan.problems)
    writing, row.found = Writing(plan, plan.head), found_by(plan)
    row.meeting = writing.write()
    row.group = writing.group
    row.written = {name: pks for name, pks in writing.written.items() if pks}
    _file(row)
    row.left = left_by(row.meeting, row.written)
    look_for_earlier(
        row.partnership, list(Recommendation.objects.filter(pk__in=row.written.get("recommendations", [])))
    )
    row.state, row.settled_by, row.settled_at = State.ACCEPTED, current_actor().name, now()
    row.version += 1
    row.save()
    return row


def _file(row: MinutesImport) -> None:
    """File the minutes as they came with their meeting, once; where they may not or cannot be, the import has them."""
    source, meeting = ImportSource.objects.filter(minutes_import=row).first(), row.meeting
    if source is None or meeting is None:
        return
    try:
        with transaction.atomic():
            file_minutes(meeting, name=row.name, data=bytes(source.content))
    except FileRefused as refused:
        tell(meeting, "file_minutes", "Did not file the minutes as they came", note=str(refused))


@transaction.atomic
def accept_as_read(minutes_import: MinutesImport) -> tuple[MinutesImport, list[str]]:
    """Accept everything as it was read, and say what was not sure: an unsure match is not used, the row is added anew.

    Promises stay promises: only a person makes an action of one.
    """
    allow(UNIT, minutes_import.partnership_id, "accept minutes")
    unsure = ReadItem.objects.filter(minutes_import=minutes_import, match=ReadItem.Match.LIKELY)
    told = [_without_guesses(row) for row in unsure.select_related("group", "person", "agency", "action")]
    decide_section(minutes_import, MUST_DECIDE, verdict=ReadItem.Verdict.ACCEPTED)
    return accept_import(minutes_import), told


def _without_guesses(row: ReadItem) -> str:
    """Take the links that were only likely off a row. Only the group is kept: without one there is no meeting."""
    names = [str(getattr(row, name)) for name in row.unsure]
    if row.kind == ReadItem.Kind.MEETING:
        told = f"The group “{row.values['group']}” was taken to be {names[0]}."
    else:
        told = f"{row} may be {' or '.join(names)}: not decided here, so it was not used."
        for name in row.unsure:
            setattr(row, name, None)
    row.unsure, row.match = [], ReadItem.Match.SURE
    row.save()
    return told
