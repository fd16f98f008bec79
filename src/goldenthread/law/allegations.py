"""Allegations against people who work with children (LADO)."""

from __future__ import annotations

from datetime import date

from goldenthread.kernel.spans import months, weeks, working_days
from goldenthread.law.limits import Confidence, LawClock, Limit

KCSIE = "Keeping Children Safe in Education, editions of about 2014 to 2019"
KCSIE_FROM, KCSIE_TO = date(2014, 4, 1), date(2020, 8, 31)
PRACTICE = "local practice"
EDITIONS = "The year in which later editions dropped the targets is not certain."

CLOCKS = (
    LawClock(
        id="LADO-1",
        title="The employer tells the designated officer",
        start_event="the allegation is known to the employer",
        limits=(Limit(working_days(1), "Working Together", Confidence.HIGH),),
    ),
    LawClock(
        id="LADO-2",
        title="The allegation is resolved",
        start_event="referral",
        limits=(
            Limit(months(1), KCSIE, Confidence.SOURCE, "1 month", KCSIE_FROM, KCSIE_TO, share=80, note=EDITIONS),
            Limit(months(3), KCSIE, Confidence.SOURCE, "3 months", KCSIE_FROM, KCSIE_TO, share=90, note=EDITIONS),
            Limit(
                months(12),
                KCSIE,
                Confidence.SOURCE,
                "12 months",
                KCSIE_FROM,
                KCSIE_TO,
                note=f"All but the exceptional. {EDITIONS}",
            ),
        ),
        note="Targets for allegations; consultations are left out of the denominator.",
    ),
    LawClock(
        id="LADO-3",
        title="A clearly unsubstantiated or malicious allegation is resolved",
        start_event="referral",
        limits=(Limit(weeks(1), KCSIE, Confidence.SOURCE, from_=KCSIE_FROM, until=KCSIE_TO, note=EDITIONS),),
    ),
    LawClock(
        id="LADO-4",
        title="The employer acts after the initial consideration",
        start_event="initial consideration",
        limits=(
            Limit(
                working_days(3),
                KCSIE,
                Confidence.SOURCE,
                "no formal discipline",
                KCSIE_FROM,
                KCSIE_TO,
                note=f"Where no formal disciplinary action is needed. {EDITIONS}",
            ),
            Limit(
                working_days(15),
                KCSIE,
                Confidence.SOURCE,
                "hearing",
                KCSIE_FROM,
                KCSIE_TO,
                note=f"Where a hearing is needed and no further investigation. {EDITIONS}",
            ),
        ),
    ),
    LawClock(
        id="LADO-5",
        title="The progress of an allegation is reviewed",
        start_event="the previous review or meeting",
        limits=(
            Limit(weeks(4), PRACTICE, Confidence.MEDIUM, "first", start_event="referral"),
            Limit(months(1), PRACTICE, Confidence.MEDIUM, "later", note="Every fortnight or month until it ends."),
        ),
        local=True,
    ),
)
