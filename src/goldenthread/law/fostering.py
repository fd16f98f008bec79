"""Private fostering: the Children (Private Arrangements for Fostering) Regulations 2005."""

from __future__ import annotations

from goldenthread.kernel.clocks import Direction
from goldenthread.kernel.spans import days, hours, weeks, working_days
from goldenthread.law.limits import Confidence, LawClock, Limit

REGULATIONS = "SI 2005/1533"

CLOCKS = (
    LawClock(
        id="PF-1",
        title="The carer notifies the proposal",
        start_event="the arrangement is to begin",
        limits=(
            Limit(
                weeks(6),
                f"{REGULATIONS} reg 3",
                Confidence.SOURCE,
                part="planned",
                direction=Direction.BACKWARDS,
            ),
            Limit(
                days(0),
                f"{REGULATIONS} reg 3",
                Confidence.SOURCE,
                part="short notice",
                start_event="the arrangement is made",
                note="Immediately, where it is to begin within six weeks.",
            ),
        ),
    ),
    LawClock(
        id="PF-2",
        title="The council is told that the child has moved in, that something has changed or that it has ended",
        start_event="the event",
        limits=(Limit(hours(48), f"{REGULATIONS} regs 6, 9 and 10", Confidence.HIGH),),
    ),
    LawClock(
        id="PF-3",
        title="An officer visits: home, carer and household, child, parents",
        start_event="the local authority receives the notification",
        limits=(Limit(working_days(7), f"{REGULATIONS} regs 4 and 7", Confidence.SOURCE),),
    ),
    LawClock(
        id="PF-4",
        title="The next visit",
        start_event="the previous visit",
        limits=(
            Limit(weeks(6), f"{REGULATIONS} reg 8", Confidence.SOURCE, part="first year"),
            Limit(weeks(12), f"{REGULATIONS} reg 8", Confidence.SOURCE, part="later"),
        ),
        note="The first year is counted from the day the local authority became aware of the arrangement.",
    ),
)
