"""The partners' yearly report."""

from __future__ import annotations

from goldenthread.kernel.spans import days
from goldenthread.law.eras import LSCP_2018
from goldenthread.law.limits import LSCP, Confidence, Crossing, LawClock, Limit

SOURCE = "Children Act 2004 s16G; Working Together 2018 ch. 3"

CLOCKS = (
    LawClock(
        id="YR-1",
        title="The Panel and the What Works Centre have a copy of the yearly report",
        start_event="publication",
        limits=(Limit(days(7), SOURCE, Confidence.HIGH, from_=LSCP_2018.in_force_from),),
        eras=LSCP,
        crossing=Crossing(
            keeps=False,
            source=SOURCE,
            confidence=Confidence.HIGH,
            note="It is the framework of the day of publication that counts, whatever year the report is about.",
        ),
    ),
)
