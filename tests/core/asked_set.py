"""Sixty invented recommendations: twenty things asked for, each in three wordings as three bodies might put it."""

from __future__ import annotations

ASKED: tuple[tuple[str, str, str], ...] = (
    (
        "Every child must be seen alone and asked for their own account at each visit.",
        "Social workers should speak to children without a parent present whenever they visit.",
        "Assessments need to show that the child was spoken to on their own and what they said.",
    ),
    (
        "The partnership should review how thresholds are understood by referring agencies.",
        "Publish a clearer threshold document and test that those who refer to the front door apply it.",
        "Agencies that make referrals do not share an understanding of threshold criteria: put this right.",
    ),
    (
        "GPs should be invited to every child protection conference and send a report where they cannot attend.",
        "Increase the share of case conferences that receive a written report from the family doctor.",
        "Primary care must contribute to initial conferences, in person or by report from the GP practice.",
    ),
    (
        "Train staff in recognising disguised compliance by parents.",
        "A multi-agency course on parents who appear to co-operate while avoiding change should be offered.",
        "Practitioners need learning on disguised compliance and how to challenge it.",
    ),
    (
        "Fathers and other men in the household should be identified and included in assessments.",
        "No assessment should be signed off in which the father has not been named and approached.",
        "Agencies must find out which men live in or visit the home and record their part in the child's life.",
    ),
    (
        "Adopt one multi-agency tool for assessing neglect and use it in every case of long duration.",
        "Introduce a common neglect toolkit across health, schools and social care.",
        "Neglect is measured differently by each agency: agree a single graded care profile.",
    ),
    (
        "Return home interviews should be offered within 72 hours to every child who goes missing.",
        "Children who have been missing must be spoken to on their return within three days.",
        "Improve the timeliness of interviews with young people after missing episodes.",
    ),
    (
        "Midwives should give safer sleeping advice face to face and see where the baby sleeps.",
        "All parents of new babies are to be shown safe sleep arrangements in their own bedroom.",
        "Safer sleep messages must be repeated by health visitors in the first six weeks and the cot looked at.",
    ),
    (
        "Supervision of front-line staff must be recorded and must test the plan for each child.",
        "Managers should hold reflective supervision monthly, with a note on the file of what was decided.",
        "Audit whether reflective supervision of social workers takes place and is written up.",
    ),
    (
        "Clarify how professionals escalate a disagreement about a child, and publish the steps.",
        "The resolving professional differences protocol should be relaunched and its use counted.",
        "Staff do not know how to challenge another agency's decision: relaunch the escalation policy.",
    ),
    (
        "Schools should hold child protection files apart and pass them on within five days of a move.",
        "When a pupil changes school the safeguarding file must follow within five school days.",
        "Transfer of child protection records between schools needs to be quicker and checked.",
    ),
    (
        "Hospital staff must not discharge a baby about whom there are concerns without a planning meeting.",
        "A discharge planning meeting is to be held before any infant with a child protection plan leaves hospital.",
        "Maternity wards should convene professionals before a vulnerable newborn goes home.",
    ),
    (
        "Police notifications of domestic abuse should reach schools before the next morning.",
        "Schools must be told of domestic violence incidents attended by police by 9am the next day.",
        "Extend the overnight sharing of domestic abuse incidents with schools to every district.",
    ),
    (
        "Adult mental health services should ask every patient about children in the household.",
        "Psychiatric assessments of adults must record whether they care for children and any risk to them.",
        "Mental health practitioners need to think about the children of the adults they treat.",
    ),
    (
        "Injuries to babies who are not yet mobile must be referred to a paediatrician the same day.",
        "Apply the bruising in non-mobile infants protocol without exception.",
        "Any bruise on a baby that cannot crawl should lead to an immediate medical examination.",
    ),
    (
        "Strategy discussions must include health as well as police and social care.",
        "No strategy meeting should go ahead without a health professional.",
        "Ensure that a nurse or doctor takes part in every section 47 strategy discussion.",
    ),
    (
        "Children at risk of criminal exploitation should each have one lead professional and a disruption plan.",
        "Build a multi-agency plan to disrupt those who exploit young people through county lines.",
        "Every child thought to be criminally exploited needs a named worker and a plan against the exploiters.",
    ),
    (
        "Interpreters must be used, and never members of the family, when English is not spoken at home.",
        "Use independent interpreters in all conversations with parents who speak little English.",
        "Relatives should not interpret for parents in assessments: book a professional interpreter.",
    ),
    (
        "Private fostering should be advertised so that schools and surgeries know they must notify it.",
        "Raise awareness of private fostering among teachers, GPs and the public.",
        "Too few private fostering arrangements are notified: run a campaign to make the duty known.",
    ),
    (
        "Core groups must meet within ten working days and each agency must attend.",
        "Attendance at core groups should be reported by agency each quarter.",
        "Child protection core group meetings are missed by partners: set and monitor an expectation of attendance.",
    ),
)
