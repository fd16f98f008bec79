"""Everything that goes into a pack, read under the current actor and cut to an edition. Plain values from here on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.analytics.carding import CardRead, cards_of
from goldenthread.core.files.models import StoredFile
from goldenthread.core.files.refusals import FileGone
from goldenthread.core.files.services import open_file
from goldenthread.core.groups.coming import Coming, coming_to
from goldenthread.core.groups.matters import Matter, matters_of
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.courses import course_beside, course_of
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import end_of
from goldenthread.web.vocabulary import chair_word

from .attendance import AttendanceByAgency, attendance_by_agency
from .carrying import ActionLine, ActionLog, Promised, actions_for, forward_plan
from .editions import Cut, Edition, readers_of
from .forward import coming_here, placed
from .models import AgendaItem, Attendance, Decision, Meeting, Paper
from .planning import meeting_before

#: How far back the table of attendance by agency reaches.
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class PaperRead:
    """A paper with its bytes; without them, `missing` says why in a sentence."""

    title: str
    label: str
    media_type: str
    content: bytes
    missing: str = ""


@dataclass(frozen=True)
class ItemRead:
    item: AgendaItem
    decisions: tuple[Decision, ...]
    papers: tuple[PaperRead, ...]


@dataclass(frozen=True)
class MeetingRead:
    """One meeting with its items, who came and the actions agreed there."""

    meeting: Meeting
    items: tuple[ItemRead, ...]
    attendance: tuple[Attendance, ...]
    actions: tuple[Action, ...]
    #: What the body was called in law on the day, and who chaired it; of another group nothing, and its chair.
    body: str = ""
    chair: str = "Chair"


@dataclass(frozen=True)
class PackRead:
    cut: Cut
    this: MeetingRead
    previous: MeetingRead | None
    log: ActionLog
    attendance: AttendanceByAgency
    plan: tuple[Promised, ...]
    matters: tuple[Matter, ...] = ()
    cards: tuple[CardRead, ...] = ()
    known_on: date | None = None
    coming: tuple[Coming, ...] = ()


def read_pack(meeting: Meeting, cut: Cut, known_on: date | None = None) -> PackRead:
    """The meeting's pack as the actor may see it, no wider than the edition; its scorecards as they were known at the
    end of a day, where one is named.
    """
    last = meeting_before(meeting)
    group = meeting.group
    if group is None:
        raise ValueError("A meeting belongs to a group.")
    return PackRead(
        cut=cut,
        this=read_meeting(meeting, cut, with_papers=True),
        previous=read_meeting(last, cut) if last else None,
        log=_cut_log(actions_for(meeting), cut),
        attendance=attendance_by_agency(group, meeting.held_on - A_YEAR, meeting.held_on),
        plan=tuple(_cut_plan(one, cut) for one in _plan(group, meeting)),
        coming=_cut_coming(coming_here(meeting), cut),
        matters=tuple(_cut_matters(matters_of(group), cut)),
        cards=cards_of(readers, end_of(known_on) if known_on else None) if (readers := readers_of(cut, group)) else (),
        known_on=known_on,
    )


def read_meeting(meeting: Meeting, cut: Cut, *, with_papers: bool = False) -> MeetingRead:
    items = cut.rows(AgendaItem.objects.filter(record=meeting).prefetch_related("presenter").order_by("number"))
    decisions = _by_item(cut.rows(Decision.objects.filter(record=meeting).order_by("pk")))
    papers = _by_item(_papers(meeting, cut)) if with_papers else {}
    agreed = Action.objects.filter(record_id=meeting.pk).prefetch_related("owner", "owner_agency").order_by("pk")
    came = Attendance.objects.filter(record=meeting).prefetch_related("person", "agency", "deputy")
    body, chair = words_of(meeting)
    return MeetingRead(
        meeting=meeting,
        items=tuple(
            ItemRead(
                item,
                tuple(decisions.get(item.pk, ())),
                tuple(_read(paper, item, place) for place, paper in enumerate(papers.get(item.pk, ()), 1)),
            )
            for item in items
        ),
        attendance=tuple(sorted(came, key=lambda row: row.person.name)),
        actions=tuple(action for action in agreed if cut.action(action, meeting.group_id)),
        body=body,
        chair=chair,
    )


def words_of(meeting: Meeting) -> tuple[str, str]:
    """What the body is called and who chairs it, in the words of the law on the day of the meeting: minutes of a
    Local Safeguarding Children Board stay so. Of any other group nothing, and "Chair". One query, of a board, unless
    its moves were read beside it.
    """
    if meeting.group is None or meeting.group.kind != Group.Kind.BOARD:
        return "", "Chair"
    beside = getattr(meeting, "moves", None)
    course = course_of(meeting.partnership) if beside is None else course_beside(meeting.partnership, beside)
    return course.word("body", meeting.held_on), chair_word(course, meeting.held_on)


def _papers(meeting: Meeting, cut: Cut) -> list[Paper]:
    """A file may be restricted by itself, after it was made a paper: then neither the public edition nor a reader who
    may not open it has the paper.
    """
    files = StoredFile.objects.filter(record_id=meeting.pk)
    if cut.public:
        files = files.filter(restricted=False)
    found = Paper.objects.filter(record=meeting, stored_file__in=files.values("pk"))
    return cut.rows(found.prefetch_related("stored_file").order_by("item_id", "order"))


def _by_item(rows: Iterable[Decision | Paper]) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(row)
    return found


def _read(paper: Paper, item: AgendaItem, place: int) -> PaperRead:
    label = f"Item {item.label}, paper {place}"
    stored: StoredFile = paper.stored_file
    try:
        with open_file(stored) as stream:
            return PaperRead(paper.title, label, stored.media_type, stream.read())
    except FileGone as gone:
        return PaperRead(paper.title, label, stored.media_type, b"", missing=str(gone))


def _cut_log(log: ActionLog, cut: Cut) -> ActionLog:
    def kept(lines: tuple[ActionLine, ...]) -> tuple[ActionLine, ...]:
        return tuple(line for line in lines if cut.action(line.action, log.meeting.group_id))

    return ActionLog(log.meeting, log.since, kept(log.new), kept(log.carried), kept(log.closed))


def _cut_matters(matters: Iterable[Matter], cut: Cut) -> Iterable[Matter]:
    """None goes to the public; those that not everyone in the group may see go into the full edition alone."""
    if cut.public:
        return ()
    return (matter for matter in matters if cut.edition == Edition.FULL or not matter.restricted)


def _cut_plan(one: Promised, cut: Cut) -> Promised:
    actions = tuple(action for action in one.actions if cut.action(action, one.meeting.group_id))
    return Promised(one.meeting, tuple(cut.rows(one.items)), actions, _cut_coming(one.coming, cut))


def _cut_coming(coming: Iterable[Coming], cut: Cut) -> tuple[Coming, ...]:
    """As matters are cut: none for the public, and what some of the group may not see in the full edition alone."""
    if cut.public:
        return ()
    return tuple(one for one in coming if cut.edition == Edition.FULL or not one.restricted)


def _plan(group: Group, meeting: Meeting) -> list[Promised]:
    """The meetings after this one, each with what comes to it."""
    later = forward_plan(group, meeting.held_on)
    coming = coming_to(group, later[-1].meeting.held_on) if later else []
    return placed(later, [one for one in coming if one.on > meeting.held_on])
