"""Child deaths: how many, how soon they are reviewed, and what could be changed."""

from __future__ import annotations

from goldenthread.kernel.periods import Every
from goldenthread.law.measures.entry import Better, Cut, Kind, MeasureEntry, Unit
from goldenthread.law.measures.shapes import PUBLISHED, SOURCE, flow, lait, share

DEATHS = "Child deaths"
LSCB1 = "Child death review data collection (LSCB1)"

ENTRIES: tuple[MeasureEntry, ...] = (
    flow(
        code="cdop_notif", title="Child deaths notified", subject=DEATHS, reference=LSCB1, confidence=PUBLISHED,
        question="How many children died?", numerator="deaths of children notified to the panel",
        every=Every.FINANCIAL_YEAR, cuts=(Cut.DISTRICT, Cut.AGE, Cut.SEX, Cut.ETHNICITY, Cut.CATEGORY),
        note="Few in any period: charted by the time between deaths, not by limits on counts.",
    ),
    share(
        code="cdop_mod", title="Reviews of deaths with modifiable factors", subject=DEATHS, every=Every.FINANCIAL_YEAR,
        question="In how many deaths was there something that could be changed for other children?",
        numerator="reviews that found modifiable factors", denominator="reviews completed", reference=lait(210),
        confidence=SOURCE, cuts=(Cut.CATEGORY,),
    ),
    share(
        code="cdop_6m", title="Deaths reviewed within 6 months", subject=DEATHS, every=Every.FINANCIAL_YEAR,
        question="Do families learn soon what was found?", better=Better.HIGH, numerator="reviewed within 6 months",
        denominator="reviews completed", reference="local practice of child death overview panels",
    ),
    share(
        code="cdop_12m", title="Deaths reviewed within 12 months", subject=DEATHS, every=Every.FINANCIAL_YEAR,
        question="Does any family wait for more than a year?", better=Better.HIGH,
        numerator="reviewed within 12 months", denominator="reviews completed",
        reference="local practice of child death overview panels",
    ),
    MeasureEntry(
        code="imr", title="Infant mortality", subject=DEATHS, kind=Kind.RATIO, unit=Unit.PER_1000, better=Better.LOW,
        question="Of the babies born alive, how many did not live to their first birthday?", every=Every.THREE_YEARS,
        numerator="deaths under one year of age", denominator="live births", reference=lait(4), confidence=SOURCE,
        note="Three years together, because the numbers are small.",
    ),
    MeasureEntry(
        code="cmr_1_17", title="Child mortality, 1 to 17 years", subject=DEATHS, kind=Kind.RATIO,
        question="Of the children aged 1 to 17, how many died?", unit=Unit.PER_100000, better=Better.LOW,
        every=Every.THREE_YEARS, numerator="deaths at 1 to 17 years of age", denominator="children aged 1 to 17",
        reference="Office for Health Improvement and Disparities, Fingertips",
        note="Three years together; the published rate is standardised for age.",
    ),
)  # fmt: skip
