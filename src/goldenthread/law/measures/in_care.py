"""Children in care: how many, where they live, whether they stay, their reviews and their health."""

from __future__ import annotations

from goldenthread.law.measures import published as series
from goldenthread.law.measures.entry import Better, Cut, Kind, MeasureEntry, Unit
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
)

WHO = (Cut.AGE, Cut.SEX, Cut.ETHNICITY, Cut.COHORT)
IN_CARE = "Children in care"
REVIEWS = "Independent reviewing"

ENTRIES: tuple[MeasureEntry, ...] = (
    stock(
        code="cic_n", title="Children in care", subject=IN_CARE, cuts=(*WHO, Cut.DISTRICT),
        question="How many children does the council look after?", numerator="children looked after on the day",
        reference=lait(332), confidence=SOURCE, published=series.CLA_COUNT, benchmark=COMPARED,
    ),
    rate_on_a_day(
        code="cic_rate", title="Children in care per 10,000 children", subject=IN_CARE, cuts=WHO,
        question="Of all children here, how many live in care?", numerator="children looked after on the day",
        reference=lait(124), confidence=SOURCE, published=series.CLA_RATE, benchmark=COMPARED,
    ),
    stock(
        code="cic_ex_uasc", title="Children in care, without unaccompanied children", subject=IN_CARE,
        question="How many children are in care, apart from those who came to this country alone?",
        numerator="children looked after on the day, less unaccompanied asylum-seeking children",
        cuts=(Cut.AGE, Cut.SEX, Cut.ETHNICITY, Cut.DISTRICT), reference=LOCAL, confidence=PUBLISHED,
    ),
    stock(
        code="uasc_n", title="Unaccompanied asylum-seeking children in care", subject=IN_CARE,
        question="How many children who came to this country alone does the council look after?",
        numerator="unaccompanied asylum-seeking children looked after on the day", cuts=(Cut.AGE, Cut.SEX),
        reference=lait(334), confidence=SOURCE,
    ),
    share_on_a_day(
        code="uasc_pct_pop", title="Unaccompanied children as a share of all children", subject=IN_CARE,
        question="Does this area care for more children who came alone than the transfer scheme asks of it?",
        numerator="unaccompanied asylum-seeking children looked after on the day",
        denominator="children aged 0 to 17 in the area", reference="National Transfer Scheme",
        note="The scheme's threshold has changed over the years: give the one of the day beside it.",
    ),
    flow(
        code="nts_transfers", title="Transfers out under the National Transfer Scheme", subject=IN_CARE,
        question="How many children who came alone moved to another council's care?",
        numerator="children transferred to another authority under the scheme",
        reference="National Transfer Scheme", note="Often reported as a running total: give each period its own.",
    ),
    flow(
        code="cla_start", title="Children who came into care", subject=IN_CARE, cuts=WHO,
        question="How many children came into care?", numerator="children who started to be looked after",
        reference=lait(376), confidence=SOURCE, published=series.CLA_STARTED, benchmark=COMPARED,
    ),
    flow(
        code="cla_cease", title="Children who left care", subject=IN_CARE, cuts=WHO,
        question="How many children left care?", numerator="children who ceased to be looked after",
        reference=lait(392), confidence=SOURCE, published=series.CLA_CEASED, benchmark=COMPARED,
    ),
    stock(
        code="ola_n", title="Children placed here by other councils", subject=IN_CARE,
        question="How many children whom other councils care for live in this area?",
        numerator="children looked after by other authorities and placed in the area, on the day",
        cuts=(Cut.DISTRICT, Cut.AGENCY), reference=LOCAL, confidence=PUBLISHED,
        note="As good as the notices that other authorities send.",
    ),
    timely(
        code="ola_notice", title="Placements here by other councils, notified in time", subject=IN_CARE,
        question="Do we hear at once when another council places a child here?", better=Better.HIGH,
        numerator="notified in time", denominator="new placements in the area by other authorities",
        cuts=(Cut.AGENCY,), reference=LOCAL, clock="CLA-3",
    ),
    share_on_a_day(
        code="cla_20mi", title="Children in care placed more than 20 miles away, outside the area",
        question="How many children live far from home?", subject=IN_CARE, better=Better.LOW,
        numerator="children placed more than 20 miles from home and outside the authority",
        denominator="children looked after on the day", cuts=(Cut.AGE, Cut.COHORT), reference=lait(87),
        confidence=SOURCE,
    ),
    share_on_a_day(
        code="plc_3plus", title="Children in care with three or more placements in the year", subject=IN_CARE,
        question="How many children were moved again and again?", better=Better.LOW,
        numerator="children with three or more placements in the year",
        denominator="children looked after on 31 March", cuts=WHO,
        reference=lait(372, "formerly national indicator 62"), confidence=SOURCE,
        published=series.PLACEMENTS_3_PLUS, benchmark=COMPARED,
    ),
    share_on_a_day(
        code="plc_long", title="Children in care long term who stayed in one home", subject=IN_CARE,
        question="Do children who are in care for long keep the same home?", better=Better.HIGH,
        numerator="children who lived with the same carer for at least two years",
        denominator="children under 16 looked after for at least two and a half years",
        reference=lait(393, "formerly national indicator 63"), confidence=SOURCE,
        published=series.PLACEMENTS_LONG, benchmark=COMPARED,
    ),
    timely(
        code="iha_5d", title="Health asked for a first assessment within 5 days", subject="Health in care",
        question="Is the health service asked in time to see a child who comes into care?", better=Better.HIGH,
        numerator="referred to the health service within 5 days", denominator="children who came into care",
        reference=LOCAL, confidence=PUBLISHED, clock="CLA-6",
    ),
    timely(
        code="iha_20wd", title="First health assessment within 20 working days", subject="Health in care",
        question="Is a child who comes into care seen by a doctor in time?", better=Better.HIGH,
        numerator="assessed in time for the first review", denominator="children who came into care",
        reference="Promoting the health and wellbeing of looked-after children", clock="CLA-5",
    ),
    share_on_a_day(
        code="health_ann", title="Health assessment up to date", subject="Health in care", better=Better.HIGH,
        question="Have children in care had their yearly health assessment?",
        numerator="children whose health assessment was complete in the year",
        denominator="children looked after for at least 12 months", reference=lait(3), confidence=SOURCE,
        cuts=(Cut.AGE,),
    ),
    flow(
        code="iro_reviews", title="Reviews of children in care that were chaired", subject=REVIEWS,
        question="How many reviews of children's care did reviewing officers chair?", numerator="reviews chaired",
        reference=LOCAL, confidence=PUBLISHED,
    ),
    share(
        code="iro_time", title="Children in care whose reviews were all in time", subject=REVIEWS,
        question="Are the plans for children in care looked at as often as they must be?", better=Better.HIGH,
        numerator="children whose every review of the year was in time", denominator="children looked after who had "
        "a review due", reference="formerly national indicator 66", cuts=(Cut.AGE, Cut.DISTRICT),
        note="Counts children. The clock CLA-1 counts reviews, so the two differ.",
    ),
    share(
        code="iro_part", title="Children in care who took part in their review", subject=REVIEWS, better=Better.HIGH,
        question="Do children have a say when their care is reviewed?",
        numerator="reviews with participation codes PN1, PN2, PN3, PN5 or PN6",
        denominator="reviews of children aged 4 and over", cuts=(Cut.AGE,), reference="Children looked after return "
        "(SSDA903)",
    ),
    MeasureEntry(
        code="iro_caseload", title="Children for each reviewing officer", subject=REVIEWS, kind=Kind.RATIO,
        question="Do reviewing officers have the time to know the children?", unit=Unit.MEAN, better=Better.BAND,
        on_a_day=True, numerator="children looked after on the day",
        denominator="full-time equivalent independent reviewing officers", target=50, ceiling=70,
        reference="Independent Reviewing Officers' Handbook: 50 to 70",
    ),
)  # fmt: skip
