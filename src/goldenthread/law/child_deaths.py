"""Child death review."""

from __future__ import annotations

from datetime import date

from goldenthread.kernel.spans import days, hours, months, weeks, working_days
from goldenthread.law.limits import Alternative, Confidence, Crossing, LawClock, Limit

CDR = frozenset({"CDR_2018"})
CDR_FROM = date(2018, 10, 1)
GUIDANCE = "Child Death Review: Statutory and Operational Guidance 2018"
CYPA_2008 = "Children and Young Persons Act 2008 s31 and its regulations"
ABOUT_THREE_MONTHS = "About three months; later where there is an inquest or a criminal case."
BEGUN_UNDER_THE_BOARD = Crossing(
    keeps=True,
    source="Working Together: transitional guidance, July 2018",
    confidence=Confidence.MEDIUM,
    note="A death reviewed by the board's panel is finished there; boards had until 29 January 2020.",
)

CLOCKS = (
    LawClock(
        id="CDR-N1",
        title="A child's death is notified to the child death overview panel",
        start_event="the death, or knowledge of it",
        limits=(
            Limit(hours(48), "national expectation", Confidence.MEDIUM, note="Local forms may ask for it sooner."),
        ),
        alternatives=(
            Alternative("24 hours, on one county's notification form", span=hours(24), source="a board's local form"),
        ),
    ),
    LawClock(
        id="CDR-N2",
        title="The registrar tells the board or the child death review partners",
        start_event="the registration, correction or certificate",
        limits=(Limit(days(7), CYPA_2008, Confidence.SOURCE),),
    ),
    LawClock(
        id="CDR-N3",
        title="The coroner tells the board or the child death review partners",
        start_event="the decision to investigate or to order a post-mortem",
        limits=(Limit(working_days(3), CYPA_2008, Confidence.SOURCE),),
    ),
    LawClock(
        id="CDR-R1",
        title="Joint agency response: visit to the home or scene",
        start_event="the death or collapse",
        limits=(Limit(hours(24), GUIDANCE, Confidence.MEDIUM, note="Where a visit is appropriate."),),
    ),
    LawClock(
        id="CDR-M1",
        title="Child death review meeting",
        start_event="the death",
        limits=(Limit(months(3), GUIDANCE, Confidence.MEDIUM, from_=CDR_FROM, note=ABOUT_THREE_MONTHS),),
        eras=CDR,
        crossing=BEGUN_UNDER_THE_BOARD,
    ),
    LawClock(
        id="CDR-P1",
        title="Review by the child death overview panel",
        start_event="the review meeting's report, or the inquest's result, is received",
        limits=(Limit(weeks(6), GUIDANCE, Confidence.MEDIUM, from_=CDR_FROM, note="An aim."),),
        eras=CDR,
        crossing=BEGUN_UNDER_THE_BOARD,
    ),
)
