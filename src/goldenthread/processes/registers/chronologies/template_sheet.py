"""The empty workbook that agencies fill: the columns that are read back, and how to write in them."""

from __future__ import annotations

from goldenthread.publishing.spreadsheets import Sheet, to_workbook

COLUMNS = (
    "Date", "Date to", "Time", "Event", "Action taken", "Comment", "Who was seen", "Professional", "Child seen",
)  # fmt: skip
HOW = (
    ("Date", "The day, such as 4 March 2016. Where only the month or the year is known, write March 2016 or 2016."),
    ("Date to", "Only where it lasted several days: the last of them."),
    ("Time", "Such as 14:30, where it is known."),
    ("Event", "What happened, as your records say. One event in a row."),
    ("Action taken", "What your agency did about it."),
    ("Comment", "What you make of it now: good practice, what was missed. It is not part of what happened."),
    ("Who was seen", "Of the family."),
    ("Professional", "By role, such as health visitor. No names of staff."),
    ("Child seen", "Yes, no, or alone. Leave it empty where your records do not say."),
)


def empty_chronology() -> bytes:
    """An .xlsx with the headings alone, and a second sheet that explains them."""
    return to_workbook(
        "Chronology", [Sheet("Chronology", COLUMNS, []), Sheet("How to fill it in", ("Column", "What to write"), HOW)]
    )
