"""Children who are at risk in particular ways: missing, privately fostered, exploited, living with domestic abuse."""

from __future__ import annotations

from goldenthread.law.measures.entry import Better, Cut, MeasureEntry
from goldenthread.law.measures.shapes import LOCAL, PUBLISHED, SOURCE, flow, lait, share, stock, timely

MISSING = "Missing children"
FOSTERING = "Private fostering"
EXPLOITED = "Exploitation, radicalisation and abuse"
REGULATIONS = "Children (Private Arrangements for Fostering) Regulations 2005"
PF1 = "Department for Education, private fostering return (PF1)"

ENTRIES: tuple[MeasureEntry, ...] = (
    flow(
        code="pf_notif", title="Private fostering notifications", subject=FOSTERING, reference=PF1,
        question="How often were we told that a child lives with people who are not close family?",
        numerator="notifications received", confidence=PUBLISHED, cuts=(Cut.DISTRICT, Cut.AGE),
    ),
    stock(
        code="pf_open", title="Private fostering arrangements", subject=FOSTERING, reference=PF1,
        question="How many children do we know to be privately fostered?", numerator="arrangements on the day",
        confidence=PUBLISHED, cuts=(Cut.DISTRICT, Cut.AGE),
    ),
    flow(
        code="pf_new", title="New private fostering arrangements", subject=FOSTERING, reference=PF1,
        question="How many children were newly privately fostered?", numerator="arrangements that began",
        confidence=PUBLISHED, cuts=(Cut.DISTRICT, Cut.AGE),
    ),
    timely(
        code="pf_7wd", title="First visit to a privately fostered child within 7 working days", subject=FOSTERING,
        question="Does somebody look in on the child at once?", better=Better.HIGH, clock="PF-3",
        numerator="first visit within 7 working days", denominator="notifications received",
        reference=f"{PF1}; {REGULATIONS}, regulation 4",
    ),
    timely(
        code="pf_visits", title="Visits to privately fostered children in time", subject=FOSTERING, better=Better.HIGH,
        question="Does somebody look in on the child often enough?", numerator="visits in time",
        denominator="visits due", reference=f"{PF1}; {REGULATIONS}, regulation 8", clock="PF-4", confidence=PUBLISHED,
    ),
    flow(
        code="mis_ep", title="Missing episodes", subject=MISSING, reference=LOCAL, confidence=PUBLISHED,
        question="How often did children go missing?", numerator="episodes that began",
        cuts=(Cut.DISTRICT, Cut.AGE, Cut.SEX, Cut.COHORT), note="Episodes, not children: one child may go many times.",
    ),
    flow(
        code="mis_ep_ola", title="Missing episodes of children placed by other councils", subject=MISSING,
        question="How often did children go missing whom other councils placed here?",
        numerator="episodes of children in the care or on a plan of another authority", reference=LOCAL,
        confidence=PUBLISHED, cuts=(Cut.AGENCY,),
    ),
    share(
        code="mis_cla_pct", title="Children in care who went missing", subject=MISSING, reference=lait(161),
        question="How many children in care went missing at least once?", confidence=SOURCE,
        numerator="children with at least one missing episode", denominator="children looked after in the year",
    ),
    timely(
        code="rhi_3wd", title="Return interviews within 3 working days", subject=MISSING, better=Better.HIGH,
        question="Does somebody listen soon to a child who came back?", clock="MIS-1K",
        numerator="held within 3 working days", denominator="return interviews held", reference=LOCAL,
        confidence=PUBLISHED, note="Of interviews held: those never held are not in it. rhi_72h counts all returns.",
    ),
    timely(
        code="rhi_72h", title="Return interviews within 72 hours of the return", subject=MISSING, better=Better.HIGH,
        question="Of all children who came back, how many had somebody listen within three days?", clock="MIS-1",
        numerator="held within 72 hours of the return", denominator="returns of missing children",
        reference="Statutory guidance on children who run away or go missing",
    ),
    share(
        code="rhi_accept", title="Return interviews accepted", subject=MISSING, better=Better.HIGH,
        question="Do children want to talk to the one who offers?", numerator="interviews accepted",
        denominator="interviews offered", reference="Inspection data (Annex A)", cuts=(Cut.AGE, Cut.AGENCY),
    ),
    timely(
        code="encompass", title="Schools told of domestic abuse before the school day", subject=EXPLOITED,
        question="Does the school know, before the child comes in, that something happened at home?",
        numerator="told before 9 am", denominator="notices to schools", better=Better.HIGH,
        reference="Operation Encompass", clock="OPE-1", cuts=(Cut.DISTRICT, Cut.SECTOR),
    ),
    flow(
        code="channel", title="Referrals to Channel", subject=EXPLOITED, cuts=(Cut.SECTOR, Cut.AGE),
        question="For how many children did somebody fear that they are drawn into terrorism?",
        numerator="referrals of children to the Channel panel", reference="Channel duty guidance",
    ),
    flow(
        code="nrm", title="Children referred as victims of modern slavery", subject=EXPLOITED,
        question="How many children were thought to be trafficked or exploited?", cuts=(Cut.SECTOR, Cut.CATEGORY),
        numerator="referrals of children to the National Referral Mechanism",
        reference="National Referral Mechanism statistics",
    ),
    share(
        code="nrm_positive", title="Modern slavery decisions that were positive", subject=EXPLOITED,
        question="For how many of the children was it confirmed?", cuts=(Cut.CATEGORY,),
        numerator="positive conclusive decisions", denominator="conclusive decisions",
        reference="National Referral Mechanism statistics",
    ),
    flow(
        code="fgm", title="Reports of female genital mutilation", subject=EXPLOITED, cuts=(Cut.SECTOR,),
        question="For how many girls was it reported that they were cut?",
        numerator="reports of girls under 18 to the police", reference="Serious Crime Act 2015, section 74",
    ),
)  # fmt: skip
