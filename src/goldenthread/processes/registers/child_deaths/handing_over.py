"""A death that another area reviews, as one document for that area: all that was gathered of it until then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from goldenthread.kernel.now import LONDON
from goldenthread.publishing.documents import Block, Document, Facts, Heading, Note, Paragraph, Section
from goldenthread.publishing.word import to_word

from .models import ChildDeath
from .told import Told, told_of_case

#: Part -> the columns of the case that stand in it, in this order. What is empty is named at the end of the part.
PARTS = {
    "The hand-over": ("other_area", "handed_on", "accepted_on", "resident"),
    "The notification": ("notified_at", "known_at", "notified_by", "notifier"),
    "The child": (
        "child_name", "also_known_as", "child_born", "nhs_number", "sex", "ethnicity", "address", "area", "school",
        "household", "others_at_risk", "multiple", "gestation", "birth_weight", "protection_plan", "statutory_order",
        "asylum_seeker",
    ),
    "The death": (
        "died_on", "died_at", "place_of_death", "place_of_event", "mode", "expected", "expected_confirmed",
        "circumstances", "senior_doctor", "immediate_actions",
    ),
    "Certificate, registrar and coroner": (
        "certificate", "cause", "registered_on", "registrar_told_on", "coroner_decided_on", "coroner_told_on",
        "post_mortem",
    ),
    "Who knew the child": ("contacts",),
}  # fmt: skip
NOTHING = "Nothing is recorded."


def handed_over(case: ChildDeath, on: date) -> bytes:
    """The document as Word, without a mark of whose copy it is. Within a reading of the case. Four queries."""
    sections = [Section(title, tuple(_facts(case, names))) for title, names in PARTS.items()]
    sections += [
        Section("Response of agencies together", tuple(_responses(case)) or (Paragraph(NOTHING),)),
        Section("Other processes", tuple(_parallels(case)) or (Paragraph(NOTHING),)),
        Section("What agencies told", tuple(_told(told_of_case(case))) or (Paragraph("No agency was asked."),)),
    ]
    return to_word(
        Document(
            title=f"Hand-over of {case.reference}",
            subtitle="A child's death, for the area that reviews it",
            organisation=case.partnership.name,
            sections=tuple(sections),
            issued_on=on,
            cover=False,
            contents=False,
        )
    )


def _facts(case: ChildDeath, names: tuple[str, ...]) -> Iterator[Block]:
    said = [(_label(name), _value(case, name)) for name in names]
    known = tuple((label, words) for label, words in said if words)
    if known:
        yield Facts(known)
    if missing := [label for label, words in said if not words]:
        yield Note(f"Not recorded: {'; '.join(missing)}.")


def _label(name: str) -> str:
    field: Any = ChildDeath._meta.get_field(name)
    words = str(field.verbose_name)
    return words[:1].upper() + words[1:]


def _value(case: ChildDeath, name: str) -> str:
    field = ChildDeath._meta.get_field(name)
    value: Any = getattr(case, name)
    if value is None or value == "":
        return ""
    if getattr(field, "choices", None):
        return str(getattr(case, f"get_{name}_display")())
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return _day(value) if isinstance(value, date) else str(value)


def _day(value: date) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(LONDON):%-d %B %Y, %H:%M}"
    return f"{value:%-d %B %Y}"


def _responses(case: ChildDeath) -> Iterator[Block]:
    for one in case.responses.all():
        yield Heading(f"{one.get_kind_display()}, {_day(one.held_at)}")
        facts = (("Who took part", str(one.attended or "")), ("Found and decided", str(one.notes or "")))
        yield Facts(tuple((label, words or "Not recorded") for label, words in facts))


def _parallels(case: ChildDeath) -> Iterator[Block]:
    for one in case.parallels.all():
        told = f"{one.get_process_display()}: {one.get_what_display().lower()} on {_day(one.happened_on)}."
        yield Paragraph(f"{told} {one.details or ''}".strip())


def _told(found: list[Told]) -> Iterator[Block]:
    for one in found:
        yield Heading(f"{one.agency}. {one.form}")
        came = f"Came on {_day(one.came_on)}" if one.came_on else one.stands
        yield Facts((("Asked on", _day(one.asked_on)), ("How it stands", came), ("Completeness", in_numbers(one))))
        for title, said in one.parts:
            if title:
                yield Heading(title, 4)
            yield Facts(said)


def in_numbers(one: Told) -> str:
    """How much of it was answered, in words."""
    counted = ((one.given, "answered"), (one.not_known, "asked and not known"), (one.blank, "left blank"))
    said = [f"{number} {words}" for number, words in counted if number is not None]
    return ", ".join(said) or "Not counted"
