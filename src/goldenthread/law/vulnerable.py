"""Missing children, FGM, modern slavery, transfers of unaccompanied children, Operation Encompass."""

from __future__ import annotations

from datetime import date, time

from goldenthread.kernel.clocks import Direction
from goldenthread.kernel.spans import by_time, days, hours, working_days
from goldenthread.law.limits import Alternative, Confidence, LawClock, Limit

NRM = "National Referral Mechanism guidance"
RECOVERY_45, RECOVERY_30_AGAIN = date(2019, 1, 1), date(2023, 1, 30)
NTS_CHANGED = date(2022, 8, 24)
NINE = time(9)
FORTY_FIVE = "About 2019 to 2023; the days on which it began and ended are approximate."

CLOCKS = (
    LawClock(
        id="MIS-1",
        title="Return interview offered and held",
        start_event="the child's return",
        limits=(Limit(hours(72), "Statutory guidance on children who run away or go missing 2014", Confidence.SOURCE),),
    ),
    LawClock(
        id="MIS-1K",
        title="Return interview, one county's own measure",
        start_event="the child goes missing",
        limits=(
            Limit(
                working_days(3),
                "a board's published measure, 2016/17",
                Confidence.PUBLISHED,
                note="Three working days are not 72 hours across a weekend.",
            ),
        ),
        local=True,
        note="The published text counts from going missing, and probably means the return. Keep both dates.",
        alternatives=(
            Alternative("counted from the child's return", working_days(3), start_event="the child's return"),
        ),
    ),
    LawClock(
        id="FGM-1",
        title="A known case of FGM under 18 is reported to the police",
        start_event="discovery",
        limits=(
            Limit(
                working_days(1),
                "FGM Act 2003 s5B; Home Office guidance",
                Confidence.SOURCE,
                from_=date(2015, 10, 31),
                note="By the close of the next working day; exceptionally longer, by agreement.",
            ),
        ),
    ),
    LawClock(
        id="NRM-1",
        title="Reasonable-grounds decision",
        start_event="referral",
        limits=(Limit(working_days(5), NRM, Confidence.SOURCE, note="Where possible."),),
    ),
    LawClock(
        id="NRM-2",
        title="Conclusive-grounds decision, after the recovery period",
        start_event="a positive reasonable-grounds decision",
        limits=(
            Limit(
                days(30),
                NRM,
                Confidence.SOURCE,
                until=date(2018, 12, 31),
                direction=Direction.MINIMUM,
            ),
            Limit(
                days(45),
                NRM,
                Confidence.MEDIUM,
                from_=RECOVERY_45,
                until=date(2023, 1, 29),
                direction=Direction.MINIMUM,
                note=FORTY_FIVE,
            ),
            Limit(days(30), NRM, Confidence.SOURCE, from_=RECOVERY_30_AGAIN, direction=Direction.MINIMUM),
        ),
    ),
    LawClock(
        id="NTS-1",
        title="An unaccompanied child is transferred",
        start_event="referral to, or allocation by, the national transfer scheme",
        limits=(
            Limit(
                working_days(10),
                "National Transfer Scheme protocol",
                Confidence.SOURCE,
                part="in care",
                from_=NTS_CHANGED,
            ),
            Limit(
                working_days(5),
                "National Transfer Scheme protocol",
                Confidence.SOURCE,
                part="not in care",
                from_=NTS_CHANGED,
                note="Where the child is not yet in a local authority's care.",
            ),
        ),
    ),
    LawClock(
        id="OPE-1",
        title="Operation Encompass: the school is told of a domestic abuse incident",
        start_event="a domestic abuse incident attended by the police",
        limits=(
            Limit(
                by_time(NINE, "next_school_day", or_same_day=True),
                "Operation Encompass; Domestic Abuse Act 2021 s49A",
                Confidence.SOURCE,
                part="next school day",
                note="Before the next school day begins, taken as 09:00.",
            ),
            Limit(
                by_time(NINE, "next_day", or_same_day=True),
                "a county's plan, December 2016",
                Confidence.PUBLISHED,
                part="next morning",
                note="By 09:00 the next morning.",
            ),
        ),
        alternatives=(
            Alternative(
                "as soon as reasonably practicable",
                source="Domestic Abuse Act 2021 s49A, inserted by the Victims and Prisoners Act 2024 s20",
            ),
        ),
    ),
)
