"""Serious case reviews, notifiable incidents, rapid reviews and local child safeguarding practice reviews."""

from __future__ import annotations

from datetime import date

from goldenthread.kernel.clocks import Direction
from goldenthread.kernel.spans import days, months, working_days
from goldenthread.law.eras import LSCB_2015, LSCP_2018
from goldenthread.law.limits import LSCP, Alternative, Confidence, Crossing, LawClock, Limit

LSCB = frozenset({LSCB_2015.key})
BOARD_FROM, BOARD_TO = LSCB_2015.in_force_from, LSCB_2015.in_force_to
PARTNERSHIP_FROM = LSCP_2018.in_force_from
WT2015 = "Working Together 2015 ch. 4"
WT2018 = "Working Together 2018 ch. 4"
REGULATIONS = "SI 2018/789; Working Together 2018 ch. 4"
TRANSITION = "Working Together: transitional guidance, July 2018"
#: The last day on which a board could finish a serious case review that it had begun.
GRACE_TO = date(2020, 9, 29)
BEGUN_UNDER_THE_BOARD = Crossing(
    keeps=True,
    source=TRANSITION,
    confidence=Confidence.HIGH,
    finish_by=GRACE_TO,
    note="A serious case review that was begun is finished as one, within twelve months of the boards' last day.",
)
BEGUN_UNDER_THE_PARTNERS = Crossing(
    keeps=True,
    source=TRANSITION,
    confidence=Confidence.MEDIUM,
    note=(
        "A case that the board had begun to review does not become one of the partners. Boards still in place from "
        "29 June 2018 were asked for rapid reviews too; that is not counted here."
    ),
)

CLOCKS = (
    LawClock(
        id="SCR-1",
        title="The Chair decides whether to hold a serious case review",
        start_event="the incident is notified to the board",
        limits=(Limit(months(1), WT2015, Confidence.SOURCE, from_=BOARD_FROM, until=BOARD_TO, note="Normally."),),
        eras=LSCB,
        crossing=BEGUN_UNDER_THE_BOARD,
    ),
    LawClock(
        id="SCR-2",
        title="Ofsted, the Department for Education and the National Panel are told of the decision",
        start_event="the Chair's decision",
        limits=(Limit(working_days(5), WT2015, Confidence.MEDIUM, from_=BOARD_FROM, until=BOARD_TO),),
        eras=LSCB,
        crossing=BEGUN_UNDER_THE_BOARD,
    ),
    LawClock(
        id="SCR-3",
        title="The National Panel is told of a decision not to review, with reasons and the incident form",
        start_event="the Chair's decision",
        limits=(Limit(days(14), "National Panel's guidance", Confidence.SOURCE, from_=BOARD_FROM, until=BOARD_TO),),
        eras=LSCB,
        crossing=BEGUN_UNDER_THE_BOARD,
    ),
    LawClock(
        id="SCR-4",
        title="The serious case review is completed",
        start_event="the review is initiated",
        limits=(Limit(months(6), WT2015, Confidence.SOURCE, from_=BOARD_FROM, until=BOARD_TO, note="An aim."),),
        eras=LSCB,
        crossing=BEGUN_UNDER_THE_BOARD,
    ),
    LawClock(
        id="SCR-5",
        title="The report stays on the website, then on request",
        start_event="publication",
        limits=(
            Limit(
                months(12),
                WT2015,
                Confidence.SOURCE,
                from_=BOARD_FROM,
                until=GRACE_TO,  # a review finished in the months of grace was published in them
                direction=Direction.MINIMUM,
                note="It may not be taken down sooner.",
            ),
        ),
        eras=LSCB,
        crossing=BEGUN_UNDER_THE_BOARD,
    ),
    LawClock(
        id="INC-1",
        title="The local authority notifies a serious incident",
        start_event="the local authority becomes aware",
        limits=(
            Limit(
                working_days(5),
                "Working Together 2015; Children Act 2004 s16C and Working Together 2018",
                Confidence.SOURCE,
                note="To Ofsted, the department and the board until 2018; since then to the Panel and the partners.",
            ),
        ),
    ),
    LawClock(
        id="RR-1",
        title="The rapid review is complete and sent to the Panel",
        start_event="the incident is notified to the Panel",
        limits=(
            Limit(
                working_days(15),
                WT2018,
                Confidence.SOURCE,
                from_=PARTNERSHIP_FROM,
                note="The 15 days were read in a source; the start event was not (medium confidence).",
            ),
        ),
        eras=LSCP,
        crossing=BEGUN_UNDER_THE_PARTNERS,
        note="The start event is ambiguous: common practice counts from the notification, some from becoming aware.",
        alternatives=(
            Alternative(
                "counted from the day the local authority became aware",
                span=working_days(15),
                start_event="the local authority becomes aware",
            ),
        ),
    ),
    LawClock(
        id="LCSPR-1",
        title="The local child safeguarding practice review is published",
        start_event="the decision to carry out the review",
        limits=(Limit(months(6), REGULATIONS, Confidence.HIGH, from_=PARTNERSHIP_FROM),),
        eras=LSCP,
        crossing=BEGUN_UNDER_THE_PARTNERS,
    ),
    LawClock(
        id="LCSPR-2",
        title="The Panel and the Secretary of State have a copy before publication",
        start_event="publication",
        limits=(
            Limit(
                working_days(7),
                REGULATIONS,
                Confidence.MEDIUM,
                from_=PARTNERSHIP_FROM,
                direction=Direction.BACKWARDS,
            ),
        ),
        eras=LSCP,
        crossing=BEGUN_UNDER_THE_PARTNERS,
    ),
    LawClock(
        id="LCSPR-3",
        title="The report stays publicly available",
        start_event="publication",
        limits=(
            Limit(
                months(12),
                REGULATIONS,
                Confidence.MEDIUM,
                from_=PARTNERSHIP_FROM,
                direction=Direction.MINIMUM,
                note="It may not be taken down sooner.",
            ),
        ),
        eras=LSCP,
        crossing=BEGUN_UNDER_THE_PARTNERS,
    ),
)
