"""The plan as a document for Word, PDF and the web: what everyone at the partnership may read of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from goldenthread.core.casework.models import Audience
from goldenthread.kernel.now import today
from goldenthread.publishing.documents import Block, Bullets, Column, Document, Facts, Paragraph, Section, Table
from goldenthread.publishing.html import to_html
from goldenthread.publishing.pdf import to_pdf
from goldenthread.publishing.word import to_word
from goldenthread.publishing.wording import count, day, short_day
from goldenthread.web.carried import carried_into

from .models import BusinessPlan, CarriedPriority
from .standing import Lane, Work

#: How it is written, and as what it is sent.
FORMATS: dict[str, tuple[Callable[[Document], bytes], str]] = {
    "pdf": (to_pdf, "application/pdf"),
    "docx": (to_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "html": (lambda document: to_html(document).encode(), "text/html; charset=utf-8"),
}


def plan_document(plan: BusinessPlan, lanes: Iterable[Lane], *, title: str = "") -> Document:
    """The plan, or one group's part of it. Paper travels: of the actions it holds those that are for everyone."""
    lanes = list(lanes)
    carried = CarriedPriority.objects.filter(record=plan).select_related("was", "into")
    sections = [_purpose(plan), *(_priority(lane) for lane in lanes)]
    if not title:
        sections += [*_before(carried), *_from_other_rooms(plan)]
    return Document(
        title=title or plan.title or "Business plan",
        organisation=plan.partnership.name,
        sections=tuple(sections),
        facts=Facts(
            (
                ("Covers", f"{day(plan.since)} to {day(plan.until)}"),
                ("Standing", str(plan.get_state_display())),
                ("Reference", plan.reference),
            )
        ),
        marking="" if plan.agreed_on else "Draft, until agreed",
        issued_on=today(),
        cover=not title,
    )


def _purpose(plan: BusinessPlan) -> Section:
    said = tuple(Paragraph(text) for text in plan.purpose.replace("\r\n", "\n").split("\n\n") if text.strip())
    return Section("What the plan is for", said or (Paragraph("Not written yet."),))


def _priority(lane: Lane) -> Section:
    priority = lane.priority
    blocks: list[Block] = [
        Facts(
            (
                ("What should be different for children", priority.outcome),
                ("Owned by", priority.owner_group.name if priority.owner_group else "No group"),
                ("Last movement", day(lane.moved_on)),
            )
        )
    ]
    if lane.measures:
        known = [tie.measure.title for tie in lane.measures if tie.measure.audience == "partnership"]
        blocks.append(Paragraph(f"Tested by: {', '.join(known)}." if known else "Tested by measures of its group."))
    if lane.recommendations:
        blocks.append(Bullets(tuple(str(row) for row in lane.recommendations)))
    return Section(priority.title, (*blocks, *_actions(lane.work)), number=str(priority.number))


def _actions(work: tuple[Work, ...]) -> tuple[Block, ...]:
    columns = (
        Column("Reference", 1.6, heads_row=True), Column("Action", 4), Column("Who answers", 2), Column("Due", 1.2),
        Column("Standing", 1.8), Column("Last movement", 1.4),
    )  # fmt: skip
    known = [one for one in work if one.action.audience == Audience.PARTNERSHIP]
    rows = tuple(
        (
            one.action.reference,
            one.action.text,
            str(one.action.owner_agency or one.action.owner or one.action.owner_names or "Nobody yet"),
            short_day(one.action.due_on) if one.action.due_on else one.action.due_text or "No date",
            _standing(one),
            short_day(one.moved_on),
        )
        for one in known
    )
    table = Table("Actions", columns, rows, empty="No action yet that everyone may read.")
    left = len(work) - len(known)
    told = Paragraph(f"{count(left, 'action')} that not everyone at the partnership may read, left out here.")
    return (table, told) if left else (table,)


def _standing(one: Work) -> str:
    words = str(one.action.get_reason_display() or one.action.get_status_display())
    return f"{words}; standing still" if one.still else words


def _before(carried: Iterable[CarriedPriority]) -> list[Section]:
    columns = (
        Column("Priority before", 3, heads_row=True), Column("How it stands", 1.6), Column("What shows it", 2.6),
        Column("Goes on as", 2),
    )  # fmt: skip
    rows = tuple((str(r.was), str(r.get_status_display()), r.evidence or r.words, str(r.into or "")) for r in carried)
    title = "What became of the priorities before"
    return [Section(title, (Table(title, columns, rows),))] if rows else []


def _from_other_rooms(plan: BusinessPlan) -> list[Section]:
    """Challenges and whatever else goes on: of them those that everyone at the partnership may read."""
    columns = (
        Column("Reference", 1.6, heads_row=True), Column("What", 3), Column("With whom", 2), Column("Since", 1.2),
        Column("How it stands", 2.4),
    )  # fmt: skip
    found = [] if plan.closed_on else carried_into(plan.partnership, plan.since)
    made = []
    for one in found:
        known = [row for row in one.rows if row.open_to_all]
        rows = tuple((r.reference, r.about, r.with_whom, short_day(r.since), r.stands.text) for r in known)
        left = len(one.rows) - len(known)
        table: tuple[Block, ...] = (Table(one.heading, columns, rows, empty="None that everyone may read."),)
        told = (Paragraph(f"{left} more that not everyone at the partnership may read, left out here."),)
        made.append(Section(one.heading, (*table, *told) if left else table))
    return made
