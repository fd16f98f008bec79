"""How long an answer to a challenge may take on each rung of the ladder. No national rule; each area sets its own.

The whole of a formal dispute of an independent reviewing officer has a limit of its own: IRO-2.
"""

from __future__ import annotations

from goldenthread.kernel.spans import working_days
from goldenthread.law.limits import Confidence, LawClock, Limit

PLATFORM = "default of this platform"

CLOCKS = (
    LawClock(
        id="CHL-1",
        title="A challenge is answered",
        start_event="the challenge is put, asked again, or taken to this rung",
        limits=(
            Limit(
                working_days(5), "guidance of local areas on disputes", Confidence.MEDIUM, part="informal",
                note="An officer's informal dispute, before the formal process starts.",
            ),
            Limit(working_days(20), PLATFORM, Confidence.SOURCE, part="agency"),
            Limit(working_days(15), PLATFORM, Confidence.SOURCE, part="group"),
            Limit(working_days(10), PLATFORM, Confidence.SOURCE, part="board"),
            Limit(working_days(5), PLATFORM, Confidence.SOURCE, part="chiefs"),
        ),
        local=True,
    ),
)  # fmt: skip
