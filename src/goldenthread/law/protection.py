"""From early help and the front door to child protection."""

from __future__ import annotations

from goldenthread.kernel.clocks import Direction
from goldenthread.kernel.spans import months, weeks, working_days
from goldenthread.law.limits import Alternative, Confidence, LawClock, Limit

WT = "Working Together 2015, 2018 and 2023"
LOCAL = "local practice"

CLOCKS = (
    LawClock(
        id="CP-1",
        title="The response to a referral is decided",
        start_event="the referral is received",
        limits=(Limit(working_days(1), WT, Confidence.SOURCE),),
    ),
    LawClock(
        id="CP-2",
        title="The assessment is complete",
        start_event="the referral is received",
        limits=(Limit(working_days(45), WT, Confidence.SOURCE, note="From the referral, not the assessment's start."),),
    ),
    LawClock(
        id="CP-3",
        title="Initial child protection conference",
        start_event="the strategy discussion at which the section 47 enquiry was initiated",
        limits=(Limit(working_days(15), WT, Confidence.SOURCE),),
        alternatives=(
            Alternative(
                "the day of the strategy discussion counted as day 1, as one national validator of returns does",
                span=working_days(15),
                source="a validator of the children in need census",
            ),
        ),
    ),
    LawClock(
        id="CP-4",
        title="First core group",
        start_event="the initial conference",
        limits=(Limit(working_days(10), WT, Confidence.HIGH),),
    ),
    LawClock(
        id="CP-5",
        title="Review conference",
        start_event="the previous review",
        limits=(
            Limit(months(3), WT, Confidence.SOURCE, part="first", start_event="the initial conference"),
            Limit(months(6), WT, Confidence.SOURCE, part="later"),
        ),
    ),
    LawClock(
        id="CP-6",
        title="Transfer-in conference",
        start_event="the receiving authority is told of the move",
        limits=(Limit(working_days(15), WT, Confidence.HIGH),),
    ),
    LawClock(
        id="CP-7",
        title="The social worker's report reaches the parents before the conference",
        start_event="the conference",
        limits=(
            Limit(working_days(2), LOCAL, Confidence.PUBLISHED, part="initial", direction=Direction.BACKWARDS),
            Limit(working_days(5), LOCAL, Confidence.PUBLISHED, part="review", direction=Direction.BACKWARDS),
        ),
        local=True,
        note="No national rule.",
        alternatives=(
            Alternative(
                "3 working days before an initial conference, in some areas",
                span=working_days(3),
                part="initial",
                source="published local procedures",
            ),
        ),
    ),
    LawClock(
        id="CP-8",
        title="The conference record is circulated",
        start_event="the conference",
        limits=(
            Limit(working_days(1), LOCAL, Confidence.LOW, part="decisions"),
            Limit(working_days(20), LOCAL, Confidence.LOW, part="record", note="Typically 15 to 20 working days."),
        ),
        local=True,
        note="No national rule.",
        alternatives=(Alternative("15 working days for the record", span=working_days(15), part="record"),),
    ),
    LawClock(
        id="EH-1",
        title="Length of an early help unit's case",
        start_event="the case is opened",
        limits=(Limit(weeks(20), "a county's own standard, 2016/17", Confidence.PUBLISHED),),
        local=True,
        note="No national timescale.",
    ),
)
