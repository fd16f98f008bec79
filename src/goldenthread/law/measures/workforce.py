"""Those who work with children: social workers, allegations against professionals, training, and the board itself."""

from __future__ import annotations

from goldenthread.kernel.periods import Every
from goldenthread.law.measures import published as series
from goldenthread.law.measures.entry import Better, Cut, Kind, MeasureEntry, Unit
from goldenthread.law.measures.shapes import (
    COMPARED,
    LOCAL,
    PUBLISHED,
    SOURCE,
    flow,
    lait,
    share,
    share_on_a_day,
    timely,
)

SOCIAL_WORKERS = "Social workers"
ALLEGATIONS = "Allegations against people who work with children"
TRAINING = "Training"
BOARD = "The partnership"
KCSIE = "Keeping Children Safe in Education, targets of its earlier editions"

ENTRIES: tuple[MeasureEntry, ...] = (
    share_on_a_day(
        code="sw_perm", title="Social workers employed for good", subject=SOCIAL_WORKERS, better=Better.HIGH,
        question="Can a child count on keeping the same social worker?",
        numerator="posts held by permanent staff", denominator="qualified social work posts", reference=LOCAL,
        confidence=PUBLISHED,
    ),
    share_on_a_day(
        code="sw_vac", title="Social work vacancies", subject=SOCIAL_WORKERS, better=Better.LOW,
        question="How many social work posts stand empty?", every=Every.CALENDAR_YEAR,
        numerator="full-time equivalent vacancies",
        denominator="full-time equivalent vacancies and social workers in post", reference=lait(287), confidence=SOURCE,
        published=series.VACANCY_RATE, benchmark=COMPARED,
    ),
    share_on_a_day(
        code="sw_agency", title="Agency social workers", subject=SOCIAL_WORKERS, better=Better.LOW,
        question="How many social workers may be gone next month?", every=Every.CALENDAR_YEAR,
        numerator="full-time equivalent agency workers",
        denominator="full-time equivalent agency workers and social workers in post", reference=lait(287),
        confidence=SOURCE, published=series.AGENCY_RATE, benchmark=COMPARED,
    ),
    MeasureEntry(
        code="sw_caseload", title="Cases for each social worker", subject=SOCIAL_WORKERS, kind=Kind.RATIO,
        question="Do social workers have the time to know the children?", unit=Unit.MEAN, better=Better.LOW,
        every=Every.CALENDAR_YEAR, on_a_day=True, numerator="cases held",
        denominator="full-time equivalent social workers who hold at least one case", reference=lait(287),
        confidence=SOURCE, published=series.CASELOAD, benchmark=COMPARED,
    ),
    flow(
        code="lado_contacts", title="Contacts to the designated officer", subject=ALLEGATIONS, cuts=(Cut.SECTOR,),
        question="How often did somebody worry about an adult who works with children?",
        numerator="contacts of every kind", reference=LOCAL, confidence=PUBLISHED,
    ),
    flow(
        code="lado_alleg", title="Allegations", subject=ALLEGATIONS, cuts=(Cut.SECTOR, Cut.CATEGORY),
        question="How often was it said that somebody who works with children harmed a child?",
        numerator="contacts that met the threshold of an allegation", reference=LOCAL, confidence=PUBLISHED,
    ),
    flow(
        code="lado_consult", title="Consultations with the designated officer", subject=ALLEGATIONS,
        question="How often did employers ask for advice?", numerator="contacts for advice only",
        reference=LOCAL, confidence=PUBLISHED, cuts=(Cut.SECTOR,),
    ),
    share(
        code="lado_res_1", title="Allegations resolved within 1 month", subject=ALLEGATIONS, better=Better.HIGH,
        question="Do child and adult have an answer soon?", numerator="resolved within 1 month",
        denominator="allegations closed", reference=KCSIE, target=80,
    ),
    share(
        code="lado_res_3", title="Allegations resolved within 3 months", subject=ALLEGATIONS, better=Better.HIGH,
        question="Do child and adult have an answer within a term?", numerator="resolved within 3 months",
        denominator="allegations closed", reference=KCSIE, target=90,
    ),
    share(
        code="lado_res_12", title="Allegations resolved within 12 months", subject=ALLEGATIONS, better=Better.HIGH,
        question="Does anyone wait for more than a year?", numerator="resolved within 12 months",
        denominator="allegations closed", reference=KCSIE, target=100,
    ),
    flow(
        code="trn_attend", title="Places attended at training", subject=TRAINING, better=Better.HIGH,
        question="How many people learnt how to keep children safe?", numerator="places attended",
        cuts=(Cut.AGENCY, Cut.SECTOR, Cut.CATEGORY), reference=LOCAL, confidence=PUBLISHED,
    ),
    share(
        code="trn_noshow", title="Places booked and not used", subject=TRAINING, better=Better.LOW,
        question="How many places were lost because someone did not come?", numerator="booked and not attended",
        denominator="places booked", cuts=(Cut.AGENCY,), reference=LOCAL, confidence=PUBLISHED,
    ),
    flow(
        code="trn_elearn", title="E-learning courses completed", subject=TRAINING, better=Better.HIGH,
        question="How many people learnt on line how to keep children safe?", numerator="courses completed",
        cuts=(Cut.AGENCY, Cut.CATEGORY), reference=LOCAL, confidence=PUBLISHED,
    ),
    share(
        code="board_attend", title="Attendance at the board", subject=BOARD, better=Better.HIGH, cuts=(Cut.AGENCY,),
        question="Are those who decide for children at the table?", numerator="meetings attended",
        denominator="meetings at which the agency was expected", reference=LOCAL, confidence=PUBLISHED,
    ),
    share(
        code="s11_return", title="Section 11 returns received in time", subject=BOARD, better=Better.HIGH,
        question="Does every agency say how it keeps children safe?", numerator="returns received in time",
        denominator="returns due", every=Every.FINANCIAL_YEAR, cuts=(Cut.SECTOR,),
        reference="Children Act 2004, section 11",
    ),
    share(
        code="s11_compliant", title="Section 11 standards met", subject=BOARD, better=Better.HIGH,
        question="Do agencies do what they must to keep children safe?", numerator="standards met",
        denominator="standards assessed", every=Every.FINANCIAL_YEAR, cuts=(Cut.AGENCY, Cut.SECTOR),
        reference="Children Act 2004, section 11", note="As each agency says of itself, unless it was tested.",
    ),
    flow(
        code="scr_notif", title="Cases notified for a review", subject=BOARD, every=Every.FINANCIAL_YEAR,
        question="How often was a child so badly harmed that we must learn from it?", numerator="cases notified",
        reference="Working Together", confidence=PUBLISHED,
    ),
    timely(
        code="scr_decided", title="Decisions on a review within one month", subject=BOARD, better=Better.HIGH,
        question="Is it decided soon whether a case will be reviewed?", numerator="decided within one month",
        denominator="cases notified", reference="Working Together 2015", clock="SCR-1",
    ),
)  # fmt: skip
