"""Our own default rules of time around figures: no national rule exists, and each partnership may set its own."""

from __future__ import annotations

from goldenthread.kernel.spans import working_days
from goldenthread.law.limits import Confidence, LawClock, Limit

CLOCKS = (
    LawClock(
        id="FIG-1",
        title="The agency answers a question about a figure",
        start_event="the question is put",
        limits=(Limit(working_days(20), "default of this platform", Confidence.SOURCE),),
        local=True,
    ),
    LawClock(
        id="FIG-2",
        title="The agency sends its return",
        start_event="the period ends",
        limits=(Limit(working_days(15), "default of this platform", Confidence.SOURCE),),
        local=True,
    ),
)
