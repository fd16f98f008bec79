"""How often a risk is looked at again. No national rule; each partnership sets its own."""

from __future__ import annotations

from goldenthread.kernel.spans import months
from goldenthread.law.limits import Confidence, LawClock, Limit

CLOCKS = (
    LawClock(
        id="RSK-1",
        title="A risk is assessed again",
        start_event="it was last assessed",
        limits=(Limit(months(3), "default of this platform", Confidence.SOURCE),),
        local=True,
    ),
)
