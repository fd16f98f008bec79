"""Child protection: plans, conferences, enquiries, and the voice of the child in them."""

from __future__ import annotations

from goldenthread.kernel.periods import Every
from goldenthread.law.measures import published as series
from goldenthread.law.measures.entry import Better, Cut, MeasureEntry
from goldenthread.law.measures.shapes import (
    COMPARED,
    LOCAL,
    PUBLISHED,
    SOURCE,
    flow,
    lait,
    rate_on_a_day,
    share,
    share_on_a_day,
    stock,
    timely,
    yearly_rate,
)

WHO = (Cut.DISTRICT, Cut.AGE, Cut.SEX, Cut.ETHNICITY, Cut.CATEGORY)
PLANS = "Child protection plans"
CONFERENCES = "Child protection conferences"

ENTRIES: tuple[MeasureEntry, ...] = (
    stock(
        code="cp_n", title="Children with a child protection plan", subject=PLANS, cuts=WHO,
        question="How many children need a plan to keep them from harm?",
        numerator="children with a plan on the day", reference=lait(377), confidence=SOURCE,
        published=series.CPP_COUNT, benchmark=COMPARED,
    ),
    rate_on_a_day(
        code="cp_rate", title="Child protection plans per 10,000 children", subject=PLANS, cuts=WHO,
        question="Of all children here, how many need a plan to keep them from harm?",
        numerator="children with a plan on the day", reference=lait(215), confidence=SOURCE,
        published=series.CPP_RATE, benchmark=COMPARED,
    ),
    yearly_rate(
        code="cp_start_rate", title="Child protection plans started per 10,000 children", subject=PLANS,
        question="Of all children here, how many were newly put on a plan?", better=Better.LOW,
        numerator="plans started in the year", reference=lait(219), confidence=SOURCE, cuts=WHO,
        published=series.CPP_START_RATE, benchmark=COMPARED,
        note="Low is good by the department's polarity; few plans can also mean that children are not found.",
    ),
    flow(
        code="cp_repeat_n", title="Children on a plan for a second or later time", subject=PLANS, better=Better.LOW,
        question="How many children came back onto a plan?", cuts=WHO, reference=lait(14), confidence=SOURCE,
        numerator="plans started that were the child's second or a later one", published=series.CPP_REPEATS,
        benchmark=COMPARED, note="Ever in the child's life, at this authority. Figures over another basis differ.",
    ),
    share(
        code="cp_repeat_pct", title="Plans that were a second or later one", subject=PLANS, better=Better.LOW,
        question="Did the last plan keep the child safe for good?", every=Every.QUARTER, cuts=WHO,
        numerator="plans started that were the child's second or a later one", denominator="plans started",
        reference=lait(15, "formerly national indicator 65"), confidence=SOURCE, published=series.CPP_REPEAT_PERCENT,
        benchmark=COMPARED,
    ),
    share(
        code="cp_repeat_24m", title="Plans within two years of the last one's end", subject=PLANS, better=Better.LOW,
        question="Did a child need a plan again soon after the last one ended?",
        numerator="plans started within 24 months of the end of the child's last one", denominator="plans started",
        reference=LOCAL, cuts=WHO,
    ),
    share_on_a_day(
        code="cp_2y_open", title="Children on a plan for two years or more", subject=PLANS, better=Better.LOW,
        question="Are children left on a plan without things getting better?",
        numerator="children on a plan for two years or more", denominator="children with a plan on the day",
        reference=lait(264), confidence=SOURCE, published=series.CPP_TWO_YEARS, benchmark=COMPARED,
    ),
    share(
        code="cp_2y_ceased", title="Plans that had lasted two years or more when they ended", subject=PLANS,
        question="Of the plans that ended, how many had gone on for long?", better=Better.LOW,
        numerator="plans that ended after two years or more", denominator="plans that ended",
        reference=lait(98, "formerly national indicator 64"), confidence=SOURCE,
    ),
    share(
        code="cp_review_time", title="Children on a plan whose reviews were all in time", subject=PLANS,
        question="Are plans looked at as often as they must be?", better=Better.HIGH, cuts=(Cut.DISTRICT,),
        numerator="children whose every review was in time", denominator="children on a plan for three months or more",
        reference=lait(19, "formerly national indicator 67"), confidence=SOURCE,
        note="Counts children. The clock CP-5 counts reviews, so the two differ.",
    ),
    timely(
        code="icpc_15", title="Initial conferences within 15 working days", subject=CONFERENCES, better=Better.HIGH,
        question="When a child may be in danger, do those who know the child meet in time?", clock="CP-3",
        numerator="held within 15 working days of the strategy discussion", denominator="initial conferences held",
        reference=lait(218), confidence=SOURCE, cuts=(Cut.DISTRICT,),
    ),
    yearly_rate(
        code="icpc_rate", title="Initial conferences per 10,000 children", subject=CONFERENCES,
        question="For how many children was a conference called?", numerator="children of initial conferences",
        reference=lait(269), confidence=SOURCE,
    ),
    yearly_rate(
        code="s47_rate", title="Section 47 enquiries per 10,000 children", subject=CONFERENCES,
        question="For how many children was it asked whether they suffer serious harm?",
        numerator="section 47 enquiries started", reference=lait(217), confidence=SOURCE,
    ),
    flow(
        code="conf_n", title="Conferences chaired", subject=CONFERENCES, question="How many conferences were held?",
        numerator="initial, review and transfer conferences chaired", reference=LOCAL, confidence=PUBLISHED,
    ),
    share(
        code="cp_part_any", title="Children who took part in their conference in some way", subject=CONFERENCES,
        question="Was the child heard, in person or by another way?", better=Better.HIGH,
        numerator="children who took part in any way", denominator="children old enough who were invited",
        reference=LOCAL, confidence=PUBLISHED, cuts=(Cut.AGE, Cut.DISTRICT),
    ),
    share(
        code="cp_part_attend", title="Children who came to their conference", subject=CONFERENCES, better=Better.HIGH,
        question="Was the child there?", numerator="children who came", denominator="children who were invited",
        reference=LOCAL, confidence=PUBLISHED, cuts=(Cut.AGE, Cut.DISTRICT),
    ),
    share(
        code="cp_min_time", title="Conference minutes sent in time", subject=CONFERENCES, better=Better.HIGH,
        question="Do families and those who help have the minutes when they need them?",
        numerator="minutes sent in time", denominator="conferences held", reference=LOCAL, confidence=PUBLISHED,
        note="The clock CP-8 also counts records of decisions; this one counts minutes alone.",
    ),
    share(
        code="cp_plan_time", title="Plans and records of decisions sent in time", subject=CONFERENCES,
        question="Does everybody have the plan in hand soon after the conference?", better=Better.HIGH,
        numerator="plans sent in time", denominator="plans made", reference=LOCAL, confidence=PUBLISHED,
    ),
    timely(
        code="cp_report_shared", title="Social worker's report shared in time", subject=CONFERENCES,
        question="Could the parents read what would be said before they came?", better=Better.HIGH,
        numerator="reports shared in time", denominator="reports due", reference=LOCAL, confidence=PUBLISHED,
        clock="CP-7",
    ),
)  # fmt: skip
