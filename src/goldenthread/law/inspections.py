"""What inspectorates judge, by framework: headings, the grades, and how a joint targeted inspection runs.

Statements are the headings in our own words: what good looks like, to be rated against. A partnership adds its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Literal

from goldenthread.kernel.spans import working_days
from goldenthread.law.limits import Alternative, Confidence, LawClock, Limit


@dataclass(frozen=True)
class Heading:
    """One heading of a framework, and what good looks like under it."""

    theme: str
    statement: str


@dataclass(frozen=True)
class Framework:
    """What is judged and in which words. `grades` run from the best (1) to the worst; `good` is the grade described."""

    key: str
    title: str
    inspectorates: str
    grades: tuple[str, ...]
    headings: tuple[Heading, ...]
    source: str
    confidence: Confidence
    good: int = 2

    def grade(self, rank: int | None) -> str:
        """The words of a grade; nothing for none."""
        return self.grades[rank - 1] if rank and rank <= len(self.grades) else ""


FOUR = ("Outstanding", "Good", "Requires improvement to be good", "Inadequate")

LSCB_REVIEW = Framework(
    key="LSCB",
    title="Review of the Local Safeguarding Children Board",
    inspectorates="Ofsted",
    grades=FOUR,
    headings=(
        Heading("Governance", "The board, the council's leaders and other boards know who answers for what, and the "
                "chair is held to account."),
        Heading("Membership", "Members are senior, attend, and challenge each other."),
        Heading("Priorities", "Priorities follow from local need, can be measured, and are delivered."),
        Heading("Frontline practice", "Practice is watched by a dataset and joint audits in which practitioners take "
                "part."),
        Heading("Assurance by agencies", "Section 11 and the safeguarding of schools and early years are assured."),
        Heading("Thresholds", "Thresholds are understood and applied by everyone who refers."),
        Heading("Voice of children", "What children and young people say and live through is used to judge impact."),
        Heading("Learning from reviews", "What reviews and child deaths teach is shared, published and reaches "
                "practice."),
        Heading("Policies", "Policies and procedures are current and easy to find."),
        Heading("Training", "There is enough multi-agency training, and its effect on practice is evaluated."),
        Heading("Exploitation and missing", "The response to exploitation, missing children, radicalisation, female "
                "genital mutilation and gangs is coordinated."),
        Heading("Named duties", "Private fostering, allegations against adults, reviewing officers and conference "
                "chairs are overseen."),
        Heading("Capacity of partners", "The board knows what could stop a partner from safeguarding children."),
        Heading("Annual report", "The annual report is rigorous, open about weaknesses, and public."),
        Heading("Influence", "The board shapes what is commissioned and what other boards plan."),
    ),
    source="Ofsted's review of LSCBs, 2013 to 2017, headings in our own words",
    confidence=Confidence.MEDIUM,
)  # fmt: skip

ILACS = Framework(
    key="ILACS",
    title="Inspection of local authority children's services",
    inspectorates="Ofsted",
    grades=FOUR,
    headings=(
        Heading("Leaders", "Leaders make a difference to social work practice with children and families."),
        Heading("Help and protection", "Children who need help and protection get it, at the right time."),
        Heading("Children in care", "Children in care are safe, settled and heard."),
        Heading("Care leavers", "Young people leaving care are prepared and supported."),
        Heading("Overall", "Taken together, children are helped, protected and looked after well."),
    ),
    source="The ILACS framework, 2018 and after (care leavers judged apart since January 2023), in our own words",
    confidence=Confidence.SOURCE,
)

JTAI = Framework(
    key="JTAI",
    title="Joint targeted area inspection",
    inspectorates="Ofsted, the Care Quality Commission, HM Inspectorates of Constabulary and of Probation",
    grades=("Strength", "Area for improvement", "Priority action"),
    good=1,
    headings=(
        Heading("Response when harm is identified", "The front door responds to children at risk at once, together."),
        Heading("Thresholds and sharing", "Thresholds are understood, and information is shared in time."),
        Heading("Assessment and planning", "Assessment, planning and decisions are made together and followed up."),
        Heading("Protection from the harm of the theme", "Children are protected from the harm looked at in depth."),
        Heading("Leadership", "Leaders and managers know practice and change it."),
        Heading("Multi-agency arrangements", "The safeguarding arrangements are effective and scrutinised."),
    ),
    source="Children Act 2004 s20; headings of joint targeted area inspections, in our own words",
    confidence=Confidence.SOURCE,
)

FRAMEWORKS: dict[str, Framework] = {one.key: one for one in (LSCB_REVIEW, ILACS, JTAI)}

CLOCKS = (
    LawClock(
        id="JTAI-1",
        title="Inspectors of a joint targeted inspection are on site",
        start_event="the partners are told of the inspection",
        limits=(
            Limit(
                working_days(9),
                "Notice as stated in a partnership's own published guide",
                Confidence.PUBLISHED,
                note="The days from notice to fieldwork. A partnership that was told another number sets its own.",
            ),
        ),
        alternatives=(Alternative("Ten working days, as other partnerships' papers have it", working_days(10)),),
    ),
)

What = Literal["list", "cases", "documents"]


@dataclass(frozen=True)
class UsualRequest:
    """One thing that inspectors ask for: of which kinds of agency, by which working day after notice, by which time."""

    title: str
    what: What
    of: tuple[str, ...]
    working_day: int
    by: time | None = None
    source: str = "practice of joint targeted area inspections"
    confidence: Confidence = Confidence.LOW


EVERYONE = ("council", "police", "health", "probation")

USUAL_REQUESTS: tuple[UsualRequest, ...] = (
    UsualRequest("Name of the agency's lead for the inspection", "documents", EVERYONE, 1, time(12)),
    UsualRequest("List of children within the theme, last six months", "list", ("council", "police"), 3, time(17)),
    UsualRequest("Contacts, referrals and strategy discussions, last six months", "list", ("council",), 3, time(17)),
    UsualRequest("Organisation chart and who may be spoken to", "documents", EVERYONE, 4),
    UsualRequest("Policies, protocols and needs assessments on the theme", "documents", EVERYONE, 5),
    UsualRequest("Audit of the chosen children's cases by the agency", "cases", EVERYONE, 8, time(12)),
    UsualRequest("Health's part in the chosen children's lives", "cases", ("health",), 7),
    UsualRequest("Action plans and learning on the theme, last two years", "documents", ("council", "police"), 6),
)
"""What is usually asked, by working day. Recalled, not read: every partnership puts its own in their place."""
