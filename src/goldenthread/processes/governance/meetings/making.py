"""Making packs in the background: asked for once, made once, whatever happens to the worker on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.actor import Actor, acting_as, current_actor
from goldenthread.core.tenancy.models import Partnership, User
from goldenthread.core.tenancy.seats import actor_for
from goldenthread.kernel.now import now, today

from .models import Meeting, PackRun
from .pack import Finished, finish, gather

#: A pack that took the worker down with it this often is not tried again.
MOST_ATTEMPTS = 3
WITH_SCORECARDS = (PackRun.Edition.FULL, PackRun.Edition.MEMBERS)
UNFINISHED = (PackRun.State.QUEUED, PackRun.State.RUNNING)


@dataclass(frozen=True)
class Standing:
    """What a reader holds by which a pack may show them more than others see: the meeting's group, its partnership."""

    group: int | None
    oversight: int | None

    @classmethod
    def of(cls, actor: Actor, meeting: Meeting) -> Standing:
        sits, oversees = meeting.group_id in actor.claim("groups"), actor.oversees(meeting.partnership_id)
        return cls(meeting.group_id if sits else None, meeting.partnership_id if oversees else None)


@transaction.atomic
def ask_for_pack(
    meeting: Meeting,
    *,
    edition: str = PackRun.Edition.MEMBERS,
    format: str = PackRun.Format.PDF,
    known_on: date | None = None,
) -> tuple[PackRun, bool]:
    """The run that makes this pack for the actor, and whether it is new: asked twice, it is made once.

    Anyone who sees the meeting may ask; they get what they may see. Whoever asks queues the job (`tasks.queue_pack`).
    `known_on`: its scorecards as they were known at the end of that day. Raises ValidationError for a day that lies
    ahead, and for an edition that carries no scorecard.
    """
    may_look_back(edition, known_on)
    seen = Meeting.objects.get(pk=meeting.pk)
    PackRun.objects.expired().delete()
    return PackRun.objects.get_or_create(
        meeting=seen,
        requested_by_id=current_actor().user,
        edition=PackRun.Edition(edition),
        format=PackRun.Format(format),
        known_on=known_on,
        state__in=UNFINISHED,
        defaults={"requested_at": now(), "progress": "Waiting for its turn"},
    )


def forget_expired() -> int:
    """Delete the files that can no longer be fetched, of readers who never came back to ask for another: how many.

    Acts, for each partnership, for all its readers at once, as no person ever does, and reads nothing: it deletes by
    date alone. A pack of a meeting that is closed to all but named people goes when its reader next asks for one.
    """
    gone = 0
    everybody = frozenset(User.objects.values_list("pk", flat=True))
    for board in Partnership.objects.all():
        system = Actor.system(board)
        with acting_as(system):
            groups = frozenset(Group.objects.filter(partnership=board).values_list("pk", flat=True))
        with acting_as(Actor(None, held={**system.held, "users": everybody, "groups": groups}, name="Upkeep")):
            gone += PackRun.objects.expired().filter(meeting__partnership=board).delete()[0]
    return gone


def make_pack_run(run_id: int, user_id: int) -> bool:
    """Make one pack as the person who asked for it. True when this call made it.

    Begin, gather and keep are a transaction each, so that progress shows and nothing half-made is ever kept: a run
    whose worker was killed is simply begun again; one that is done, gone or out of its reader's sight is left alone.
    """
    user = User.objects.get(pk=user_id)
    if not user.is_active or not _begin(user, run_id):
        return False
    try:
        return _keep(user, run_id, *_make(user, run_id))
    except Exception:
        _fail(user, run_id, "It could not be made. Ask again; if it fails again, tell your administrator.")
        raise


def may_look_back(edition: str, known_on: date | None) -> None:
    """Raises ValidationError where an edition cannot be made as of a day."""
    if known_on is None:
        return
    if edition not in WITH_SCORECARDS:
        raise ValidationError({"known_on": "This edition carries no scorecards. Leave the date empty."})
    if known_on > today():
        raise ValidationError({"known_on": f"{known_on:%-d %B %Y} lies ahead. Give today or a day before it."})


def _begin(user: User, run_id: int) -> bool:
    with acting_as(actor_for(user)):
        if (run := _unfinished(run_id)) is None:
            return False
        run.attempts += 1
        given_up = run.attempts > MOST_ATTEMPTS
        run.state = PackRun.State.FAILED if given_up else PackRun.State.RUNNING
        run.progress = "It was tried three times and never finished." if given_up else "Gathering the papers"
        run.save(update_fields=["attempts", "state", "progress"])
    return not given_up


def _make(user: User, run_id: int) -> tuple[Finished, Standing]:
    with acting_as(actor_for(user)) as actor:
        run = PackRun.objects.get(pk=run_id)
        gathered = gather(run.meeting, edition=run.edition, known_on=run.known_on)
        standing = Standing.of(actor, run.meeting)
        PackRun.objects.filter(pk=run_id).update(progress="Setting the pages")
    return finish(gathered, run.format), standing  # minutes of work at worst, so no transaction is held open


def _keep(user: User, run_id: int, finished: Finished, standing: Standing) -> bool:
    with acting_as(actor_for(user)) as actor:
        if (run := _unfinished(run_id)) is None:
            return False  # another worker, thought dead, was first
        if Standing.of(actor, run.meeting) != standing:
            _fail(user, run_id, "What you may see changed while it was made. Ask again.")
            return False
        run.state, run.progress, run.finished_at = PackRun.State.DONE, "Ready", now()
        run.name, run.content = finished.name, finished.content
        run.needs_group, run.needs_oversight = standing.group, standing.oversight
        run.save(
            update_fields=["state", "progress", "finished_at", "name", "content", "needs_group", "needs_oversight"]
        )
    return True


def _fail(user: User, run_id: int, words: str) -> None:
    with acting_as(actor_for(user)):
        PackRun.objects.filter(pk=run_id, state__in=UNFINISHED).update(
            state=PackRun.State.FAILED, progress=words, finished_at=now()
        )


def _unfinished(run_id: int) -> PackRun | None:
    return (
        PackRun.objects.select_for_update(of=("self",)).defer("content").filter(pk=run_id, state__in=UNFINISHED).first()
    )
