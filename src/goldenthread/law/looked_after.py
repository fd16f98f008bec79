"""Looked-after children: reviews, visits, notices, health, reviewing officers."""

from __future__ import annotations

from goldenthread.kernel.clocks import Direction
from goldenthread.kernel.spans import days, months, weeks, working_days
from goldenthread.law.limits import Alternative, Confidence, LawClock, Limit

REGULATIONS = "SI 2010/959"
AS_AMENDED = "SI 2010/959 as amended by SI 2013/3239"
HEALTH = "Promoting the health and well-being of looked-after children 2015"
HANDBOOK = "IRO Handbook"
BECAME = "the child became looked after"

CLOCKS = (
    LawClock(
        id="CLA-1",
        title="Review of the child's case",
        start_event="the previous review",
        limits=(
            Limit(working_days(20), f"{REGULATIONS} reg 33", Confidence.SOURCE, part="first", start_event=BECAME),
            Limit(months(3), f"{REGULATIONS} reg 33", Confidence.SOURCE, part="second"),
            Limit(months(6), f"{REGULATIONS} reg 33", Confidence.SOURCE, part="later"),
        ),
    ),
    LawClock(
        id="CLA-2",
        title="A social worker visits the placed child",
        start_event="the previous visit",
        limits=(
            Limit(
                weeks(1),
                f"{REGULATIONS} reg 28",
                Confidence.SOURCE,
                part="first",
                start_event="the placement begins",
            ),
            Limit(weeks(6), f"{REGULATIONS} reg 28", Confidence.SOURCE, part="later"),
            Limit(
                months(3),
                f"{REGULATIONS} reg 28",
                Confidence.SOURCE,
                part="settled",
                note="After the first year, where the placement is meant to last until 18.",
            ),
        ),
    ),
    LawClock(
        id="CLA-3",
        title="The placement is notified",
        start_event="the placement begins",
        limits=(
            Limit(
                days(0),
                f"{AS_AMENDED} reg 13",
                Confidence.SOURCE,
                part="planned",
                direction=Direction.BACKWARDS,
                note="Before the placement begins.",
            ),
            Limit(
                working_days(5), f"{AS_AMENDED} reg 13", Confidence.SOURCE, part="emergency", note="In an emergency."
            ),
        ),
    ),
    LawClock(
        id="CLA-4",
        title="Notice that the placement has ended",
        start_event="the placement ends",
        limits=(
            Limit(
                working_days(10),
                f"{REGULATIONS} reg 14",
                Confidence.SOURCE,
                note="Where earlier notice was not practicable.",
            ),
        ),
    ),
    LawClock(
        id="CLA-5",
        title="Initial health assessment and plan, in time for the first review",
        start_event=BECAME,
        limits=(Limit(working_days(20), HEALTH, Confidence.HIGH),),
    ),
    LawClock(
        id="CLA-6",
        title="The local authority refers the child to Health",
        start_event=BECAME,
        limits=(
            Limit(
                working_days(5),
                HEALTH,
                Confidence.PUBLISHED,
                note="Five days by a board's published measure; that they are working days is recalled (medium).",
            ),
        ),
        alternatives=(Alternative("five calendar days", span=days(5)),),
    ),
    LawClock(
        id="IRO-1",
        title="An independent reviewing officer is allocated",
        start_event=BECAME,
        limits=(Limit(working_days(5), HANDBOOK, Confidence.SOURCE),),
    ),
    LawClock(
        id="IRO-2",
        title="Dispute resolution, the whole of it",
        start_event="the formal process starts",
        limits=(Limit(working_days(20), HANDBOOK, Confidence.HIGH),),
    ),
)
