"""An exercise to take away: as a workbook, and as a Word document. Both hold what their reader may see, and no more."""

from __future__ import annotations

from goldenthread.kernel.now import today
from goldenthread.publishing.documents import Column, Document, Facts, Paragraph, Section, Table
from goldenthread.publishing.spreadsheets import Sheet, to_workbook
from goldenthread.publishing.word import to_word

from .agreeing import Differing, differing, year_on_year
from .models import CANNOT_SAY, Exercise, Rater, Rating

KINDS = dict(Rater.Kind.choices)


def in_words(exercise: Exercise, rank: float | None) -> str:
    """A rank as a grade; a middle between two as both."""
    if rank is None:
        return ""
    if rank == CANNOT_SAY:
        return "Cannot say"
    low, high = int(rank), int(rank + 0.5)
    words = exercise.words.grade(low)
    return words if low == high else f"{words} / {exercise.words.grade(high)}"


def furthest(one: Differing) -> str:
    """Who is furthest from the middle, in words."""
    told = []
    for who, by in one.spread.furthest:
        size = f"{abs(by):g} grade{'' if abs(by) == 1 else 's'}"
        told.append(f"{who} ({size} {'worse' if by > 0 else 'better'})")
    return ", ".join(told[:4]) + (f" and {len(told) - 4} more" if len(told) > 4 else "")


def to_excel(exercise: Exercise) -> bytes:
    """Three sheets: how far raters are apart, every rating, and the year before."""
    found = differing(exercise)
    apart = [
        (one.asked.number, one.asked.theme, one.asked.text, one.spread.width,
         *(in_words(exercise, one.spread.by_kind.get(kind)) for kind in KINDS), one.spread.cannot_say, furthest(one),
         in_words(exercise, one.asked.agreed), one.asked.agreed_why)
        for one in found
    ]  # fmt: skip
    rows = Rating.objects.filter(record=exercise).select_related("asked", "rater__agency", "rater__person")
    ratings = [
        (row.asked.number, row.asked.text, KINDS[row.rater.kind], str(row.rater), in_words(exercise, row.grade),
         row.why, row.evidence)
        for row in rows
    ]  # fmt: skip
    compared, _ = year_on_year(exercise)
    years = [
        (one.asked.number, one.asked.text, in_words(exercise, one.was.agreed if one.was else None),
         in_words(exercise, one.asked.agreed), one.went)
        for one in compared
    ]  # fmt: skip
    heads = ("Number", "Theme", "Statement", "Grades apart", *KINDS.values(), "Cannot say", "Furthest from the middle",
             "Agreed", "Why")  # fmt: skip
    return to_workbook(
        exercise.title,
        [
            Sheet("Where raters differ", heads, apart),
            Sheet("Ratings", ("Number", "Statement", "Kind", "Rater", "Grade", "Why", "Evidence"), ratings),
            Sheet("Year before", ("Number", "Statement", "Then", "Now", "Which way"), years),
        ],
    )


def to_docx(exercise: Exercise) -> bytes:
    """The exercise for a meeting: what was agreed, and where raters were apart."""
    found = differing(exercise)
    columns = (Column("No."), Column("Statement", 4, heads_row=True), Column("Agreed", 2), Column("Why", 4))
    agreed = tuple(
        (str(one.asked.number), one.asked.text, in_words(exercise, one.asked.agreed), one.asked.agreed_why)
        for one in sorted(found, key=lambda one: one.asked.number)
    )
    wide = (
        Column("Statement", 4, heads_row=True),
        *(Column(kind, 2) for kind in KINDS.values()),
        Column("Furthest", 3),
    )
    apart = tuple(
        (one.asked.text, *(in_words(exercise, one.spread.by_kind.get(kind)) for kind in KINDS), furthest(one))
        for one in found
        if one.spread.width
    )
    raters = list(exercise.raters.select_related("agency", "person"))
    silent = [str(one) for one in raters if one.handed_in_at is None]
    told = f"Did not rate: {', '.join(silent)}." if silent else "Everyone who was asked has rated."
    document = Document(
        title=exercise.title,
        subtitle=exercise.words.title,
        organisation=str(exercise.partnership),
        issued_on=today(),
        cover=False,
        contents=False,
        facts=Facts((("Reference", exercise.reference), ("Where it stands", exercise.get_state_display()))),
        sections=(
            Section("Who rated", (Paragraph(f"{len(raters) - len(silent)} of {len(raters)} raters. {told}"),)),
            Section("What was agreed", (Table("Agreed grades", columns, agreed),)),
            Section("Where raters differ, the widest first",
                    (Table("Middle grade of each kind of rater", wide, apart, "All raters agree."),)),
        ),
    )  # fmt: skip
    return to_word(document)
