"""The front door: contacts, consultations, referrals, assessments, children in need; and early help beside it."""

from __future__ import annotations

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

FRONT_DOOR = "Front door"
IN_NEED = "Children in need"
EARLY_HELP = "Early help"
WHENCE = (Cut.DISTRICT, Cut.AGENCY, Cut.AGE)

ENTRIES: tuple[MeasureEntry, ...] = (
    stock(
        code="cin_n", title="Children with a child in need plan", subject=IN_NEED, cuts=(Cut.DISTRICT, Cut.AGE),
        question="How many children have a child in need plan?", numerator="open child in need plans on the day",
        reference=LOCAL, confidence=PUBLISHED,
        note="Plans under section 17 alone. The national count of children in need also holds those on a protection "
        "plan and in care, so the two cannot be compared.",
    ),
    rate_on_a_day(
        code="cin_rate", title="All children in need per 10,000 children", subject=IN_NEED,
        question="Of all children here, how many does children's social care help?",
        numerator="children in need on the day, with those on a protection plan and in care", reference=lait(171),
        confidence=SOURCE, published=series.CIN_RATE, benchmark=COMPARED, note="Not comparable with cin_n.",
    ),
    flow(
        code="contacts", title="Contacts to the front door", subject=FRONT_DOOR, cuts=WHENCE, seasonal=True,
        question="How often did somebody worry about a child and tell us?", numerator="contacts received",
        reference="Inspection data (Annex A)", confidence=PUBLISHED,
    ),
    share(
        code="contact_conv", title="Contacts that became referrals", subject=FRONT_DOOR, cuts=WHENCE,
        question="Of the worries we were told of, how many needed social work?", numerator="referrals",
        denominator="contacts received", reference=LOCAL,
    ),
    flow(
        code="consult_n", title="Consultations", subject=FRONT_DOOR, cuts=(Cut.AGENCY,), seasonal=True,
        question="How often did professionals ask for advice about a child?", numerator="consultations held",
        reference=LOCAL, confidence=PUBLISHED,
    ),
    share(
        code="consult_consent", title="Consultations to which the parents agreed", subject=FRONT_DOOR,
        question="Did the family know that their child was spoken about?", better=Better.HIGH,
        numerator="consultations with the parents' agreement", denominator="consultations in the sample",
        reference=LOCAL, confidence=PUBLISHED, cuts=(Cut.AGENCY,), note="From a sample: say how it was drawn.",
    ),
    flow(
        code="refs", title="Referrals", subject=FRONT_DOOR, cuts=WHENCE, reference=lait(305), confidence=SOURCE,
        question="How many times was a child referred to children's social care?", numerator="referrals received",
        published=series.REFERRALS, benchmark=COMPARED, seasonal=True,
    ),
    yearly_rate(
        code="ref_rate", title="Referrals per 10,000 children", subject=FRONT_DOOR, cuts=(Cut.DISTRICT,),
        question="Of all children here, how often is one referred?", numerator="referrals received",
        reference=lait(305), confidence=SOURCE, published=series.REFERRAL_RATE, benchmark=COMPARED,
        seasonal=True,
    ),
    share(
        code="reref_12", title="Referrals within 12 months of the last", subject=FRONT_DOOR, better=Better.LOW,
        question="Did the help last time last?", numerator="referrals within 12 months of an earlier one",
        denominator="referrals received", reference=lait(271), confidence=SOURCE, cuts=WHENCE,
        published=series.REREFERRAL_PERCENT, benchmark=COMPARED, note="Say whether 12 months are counted from the "
        "earlier referral or from the closing of the case: local bases differ.",
    ),
    share(
        code="ref_nfa", title="Referrals closed with no further action", subject=FRONT_DOOR, cuts=WHENCE,
        question="How many referrals led to nothing?", numerator="referrals closed with no further action",
        denominator="referrals received", reference=lait(290), confidence=SOURCE, published=series.NFA_PERCENT,
        benchmark=COMPARED,
    ),
    timely(
        code="ref_1wd", title="Referrals decided within one working day", subject=FRONT_DOOR, better=Better.HIGH,
        question="When somebody worries about a child, is it decided at once what to do?",
        numerator="decided within one working day", denominator="referrals received",
        reference="Working Together", clock="CP-1",
    ),
    timely(
        code="assess_45", title="Assessments within 45 working days", subject=FRONT_DOOR, better=Better.HIGH,
        question="Do children wait no longer than they should to have their needs understood?",
        numerator="complete within 45 working days of the referral", denominator="assessments completed",
        reference=lait(304), confidence=SOURCE, clock="CP-2", cuts=(Cut.DISTRICT, Cut.AGE),
    ),
    stock(
        code="eh_open", title="Open early help cases", subject=EARLY_HELP, cuts=(Cut.DISTRICT,),
        question="How many families have early help?", numerator="cases open on the day", reference=LOCAL,
        confidence=PUBLISHED,
    ),
    share_on_a_day(
        code="eh_20w", title="Early help cases open no longer than 20 weeks", subject=EARLY_HELP, better=Better.HIGH,
        question="Does early help move on, or do cases drift?", numerator="open for 20 weeks or less",
        denominator="cases open on the day", reference=LOCAL, confidence=PUBLISHED, cuts=(Cut.DISTRICT,),
        note="Of open cases. A figure of closed cases is another measure: say so where it is that.",
    ),
    share(
        code="eh_outcome", title="Early help cases closed with outcomes achieved", subject=EARLY_HELP,
        question="Did early help change things for the family?", better=Better.HIGH,
        numerator="closed with outcomes achieved", denominator="early help cases closed", reference=LOCAL,
        confidence=PUBLISHED, target=80, cuts=(Cut.DISTRICT,),
    ),
    share(
        code="eh_stepup", title="Early help cases stepped up to social care", subject=EARLY_HELP,
        question="How often was early help not enough?", numerator="stepped up to children's social care",
        denominator="early help cases closed", reference=LOCAL, confidence=PUBLISHED, cuts=(Cut.DISTRICT,),
        note="Some areas hold low as good; a rise can also mean that danger is seen sooner.",
    ),
    share(
        code="scs_stepdown", title="Social care cases stepped down to early help", subject=EARLY_HELP,
        question="When social care ends, does the family still have help?", cuts=(Cut.DISTRICT,),
        numerator="stepped down to early help", denominator="children's social care cases closed", reference=LOCAL,
        confidence=PUBLISHED,
    ),
)  # fmt: skip
