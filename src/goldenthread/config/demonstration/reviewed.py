"""Case reviews in the demonstration: every outcome, one decided late, a dissent, a pause, one handed over, two children
of one incident, and the year before in counts. Nobody here exists, and nothing of it happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from goldenthread.core.casework.models import Event
from goldenthread.core.casework.registering import appoint_keeper, register_of
from goldenthread.core.casework.services import open_record, take_step
from goldenthread.core.contributions.answering import open_to_holder, send_answers
from goldenthread.core.contributions.asking import ask_for, link_of
from goldenthread.core.tenancy.courses import course_of
from goldenthread.core.thread.learning import raise_finding
from goldenthread.kernel.now import LONDON, now
from goldenthread.kernel.periods import Stretch
from goldenthread.law.case_reviews.criteria import serious_case
from goldenthread.law.eras import LSCB_2015, Era
from goldenthread.processes.registers.case_reviews.counting import Counted, Timed, shown_of
from goldenthread.processes.registers.case_reviews.models import CaseReview, YearCount
from goldenthread.processes.registers.case_reviews.process import case_reviews
from goldenthread.processes.registers.case_reviews.standing import by_the_board
from goldenthread.processes.registers.yearly import keep_shown, years_over

from .stage import Stage

MANAGER, CHAIR = "business.manager", "chair"
CHAIRS = frozenset({"chair_review", "chair_otherwise"})
#: A step: how many days after the notification, its name, what it says.
Steps = tuple[tuple[int, str, dict[str, Any]], ...]
DAYS = frozenset({
    "held_on", "decided_on", "told_on", "sent_on", "happened_on", "panel_on", "rapid_on", "reviewer_on", "drafted_on",
    "accepted_on", "planned_on", "published_on", "withheld_on", "ended_on", "handed_on", "since",
})  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One notification: days ago, what happened, who notified, the child, the outcome by framework, the steps since."""

    days: int
    kind: str
    source: str
    child: str
    steps: Steps = ()
    late: int = 0
    sibling_of: str = ""


def _look(day: int, outcome: str, **more: Any) -> Steps:
    return ((day, "recommend", {"held_on": day, "recommendation": outcome, "why": "Each limb was weighed.", **more}),)


def _decision(day: int, outcome: str, *, review: bool = False) -> Steps:
    said = {"outcome": outcome, "decided_on": day, "reasons": "As the group recommends."}
    return ((day, "chair_review" if review else "chair_otherwise", said), (day, "tell", {"told_on": day}))


def _letter(day: int, what: str) -> Steps:
    return ((day, "letter", {"what": what, "sent_on": day, "words": "By secure email."}),)


def _closed(day: int) -> Steps:
    return ((day, "close", {"ended_on": day, "note": "The file is whole, and what was learned is in the thread."}),)


def _review(day: int) -> Steps:
    scope = {"terms": "The two years before.", "method": "method-1", "reviewer": "Ambrose Tarn",
             "reviewer_on": day, "independent": True}  # fmt: skip
    return (
        (day, "scope", scope),
        (day, "panelist", {"who": "Honora Wisk", "agency": "Lay member", "seat": "chair", "since": day}),
        (day + 20, "family", {"what": "met", "happened_on": day + 20, "who": "Odelia Quillon", "words": "She spoke."}),
        (day + 30, "panel_meeting", {"held_on": day + 30, "attended": "Six agencies", "decisions": "Ask the school."}),
    )


def _report(day: int) -> Steps:
    return (
        (day, "draft", {"drafted_on": day}),
        (day + 14, "accept", {"accepted_on": day + 14, "planned_on": day + 40}),
        *_letter(day + 25, "report"),
    )


PUBLISHED = (
    *_look(12, "scr"), *_decision(20, "scr", review=True), *_letter(22, "decision"), *_review(30), *_report(150),
    (190, "publish", {"published_on": 190}),
)  # fmt: skip
WITHHELD = (
    *_look(10, "scr", dissent="The school saw no concern about how agencies worked together."),
    *_decision(24, "scr", review=True), *_letter(26, "decision"), *_review(35), *_report(160),
    (200, "withhold", {"withheld_on": 200, "withheld_for": "welfare", "withheld_why": "A sibling would be known."}),
    *_letter(202, "not_published"),
)  # fmt: skip
PAUSED = (
    *_look(9, "local_review"), *_decision(15, "local_review", review=True), *_letter(20, "no_review"), *_review(25),
    (30, "parallel", {"process": "criminal", "what": "started", "happened_on": 30, "details": "Charges were brought."}),
)  # fmt: skip
EXTRAORDINARY = (
    (14, "disagree", {"held_on": 14, "why": "Two minds.", "dissent": "Health wants a review, the police do not."}),
    (21, "extraordinary", {"held_on": 21, "recommendation": "learning_event", "why": "All were heard.",
                           "dissent": "Health still holds that it is one."}),
    *_decision(28, "learning_event"), *_letter(30, "no_review"), *_closed(40),
)  # fmt: skip

TOLD = (
    Told(4, "harm", "health", "Linnet Ashgrove"),
    Told(18, "death", "police", "Corin Maddow", _look(10, "scr"), late=9),
    Told(26, "harm", "social_care", "Tansy Holloway",
         ((15, "disagree", {"held_on": 15, "why": "Two minds.", "dissent": "Education sees a case for a review."}),)),
    Told(150, "harm", "social_care", "Jory Penhale", PAUSED),
    Told(330, "death", "police", "Briar Quillon", PUBLISHED),
    Told(320, "harm", "health", "Rowan Quillon", WITHHELD, sibling_of="Briar Quillon"),
    Told(210, "harm", "education", "Effie Lund", EXTRAORDINARY),
    Told(180, "other", "education", "Silvan Crome",
         (*_look(20, "none"), *_decision(52, "none"), *_letter(60, "no_review"), *_closed(70)), late=12),
    Told(120, "harm", "other_area", "Merrin Stow",
         ((12, "hand_over", {"handed_on": 12, "other_area": "Medbourne", "note": "The child lives there."}),)),
    Told(119, "harm", "other_area", "Merrin Stow", ((1, "mistake", {"note": "Entered twice."}),)),
)  # fmt: skip
#: What an agency's report says.
REPORT: dict[str, dict[str, Any]] = {
    "known": {"value": "yes"},
    "well": {"value": "Visits were kept."},
    "voice": {"not_known": True},
}
#: What only the partners can come to: a review suggested to the Panel, and that it was no serious incident.
ONLY_PARTNERS = (
    Told(260, "death", "health", "Ottoline Verran",
         (*_look(10, "national"), *_decision(16, "national"), (60, "letter", {"what": "reply", "sent_on": 60,
          "words": "The Panel takes it into a national review."}), *_closed(75))),
    Told(75, "harm", "voluntary", "Jessamy Dunmore",
         (*_look(6, "not_serious", why="The injury was an accident, and every agency had seen it."),
          *_decision(9, "not_serious"), *_closed(12))),
)  # fmt: skip
#: What an outcome of a board is called where the partners decide.
AT_THE_PARTNERS = {"scr": "lcspr", "local_review": "lcspr", "learning_event": "local_learning",
                   "none": "no_further_review"}  # fmt: skip


def keep_case_reviews(stage: Stage) -> None:
    """The business manager and the chair keep the register; each notification goes its way; the year before counted."""
    with stage.acting(CHAIR):
        register = register_of(stage.board, case_reviews.slug)
        for address in (MANAGER, CHAIR):
            appoint_keeper(register, stage.person_of(address), why="Decides on case reviews", since=stage.today)
    stage.forget()
    cases: dict[str, CaseReview] = {}
    made = []
    with stage.acting(MANAGER):
        alone = () if course_of(stage.board).on(stage.today) is LSCB_2015 else ONLY_PARTNERS
    for told in (*TOLD, *alone):
        with stage.acting(MANAGER):
            case = _enter(stage, told, cases.get(told.sibling_of))
            made.append((told, case, _steps_of(case, told)))
        cases.setdefault(told.child, case)
    for told, case, steps in made:
        _walk(stage, told, case, steps)
    _date(stage, {case.pk: (told, steps) for told, case, steps in made})
    with stage.acting(MANAGER):
        _ask(stage, cases["Jory Penhale"])
        raise_finding(source=cases["Briar Quillon"], text="What the family said was not held against what was seen.")
        year = years_over(1)[0]
        rows, timed = _of_last_year(year)
        keep_shown(
            YearCount, stage.board, year, shown_of(year, rows, timed), source="The tracker used before this register"
        )


def _enter(stage: Stage, told: Told, sibling: CaseReview | None) -> CaseReview:
    day = stage.today - timedelta(days=told.days)
    aware = day - timedelta(days=told.late)
    made: CaseReview = open_record(
        case_reviews, partnership=stage.board, lead_agency=stage.agencies["office"], source=told.source,
        notifier_name="Perpetua Sedge", incident_on=aware - timedelta(days=1), aware_on=aware, notified_on=day,
        authority_on=day, notifiable="yes", category=told.kind, circumstances="A child was hurt, and nobody says how.",
        immediate_safety="The children stay with family.", child_name=told.child, child_born=date(2019, 3, 14),
        sex="not_known", same_incident=sibling, **_argued(told, course_of(stage.board).on(day)),
    )  # fmt: skip
    return made


def _argued(told: Told, era: Era) -> dict[str, Any]:
    """Every limb of the framework it is notified under."""
    limbs = [limb.key for limb in serious_case(era).limbs]
    holds = {"died": told.kind == "death", "harmed": told.kind == "harm", "custody": False, "suicide": False}
    return {f"{key}_holds": "yes" if holds.get(key, True) else "no" for key in limbs} | {
        f"{key}_why": "As the agencies' first accounts have it." for key in limbs
    }


def _steps_of(case: CaseReview, told: Told) -> Steps:
    """The steps as they stand; where the partners decide, with their rapid review and each partner's decision."""
    if by_the_board(case):
        return told.steps
    found: list[tuple[int, str, dict[str, Any]]] = []
    for day, name, said in told.steps:
        found += _at_the_partners(day, name, said)
    return tuple(found)


def _at_the_partners(day: int, name: str, said: dict[str, Any]) -> Steps:
    if name in ("recommend", "disagree"):
        if said.get("recommendation") == "not_serious":
            return ((day, name, said),)
        texts = dict.fromkeys(("facts", "safety", "potential", "next_steps"), "As far as it is known.")
        first = ((1, "hold_rapid", {"panel_on": 1}), (8, "rapid", {"rapid_on": 8, **texts}))
        named = {"recommendation": _named(said["recommendation"])} if "recommendation" in said else {}
        return (*first, *_letter(9, "rapid_review"), (day, name, {**said, **named}))
    if name == "extraordinary":
        return ((day, name, {**said, "recommendation": _named(said["recommendation"])}),)
    if name in CHAIRS:
        outcome = _named(said["outcome"])
        each = tuple((day, "partner", {"partner": one, "outcome": outcome, "decided_on": day})
                     for one in ("authority", "health", "police"))  # fmt: skip
        done = "partners_review" if name == "chair_review" else "partners_otherwise"
        return (*each, (day, done, {"reasons": said["reasons"]}))
    if name == "letter" and said["what"] in ("decision", "no_review"):
        return ()
    return ((day, name, said),)


def _named(outcome: str) -> str:
    return AT_THE_PARTNERS.get(outcome, outcome)


def _walk(stage: Stage, told: Told, case: CaseReview, steps: Steps) -> None:
    began = stage.today - timedelta(days=told.days)
    for after, name, said in steps:
        values: dict[str, Any] = {key: began + timedelta(days=one) if key in DAYS else one for key, one in said.items()}
        with stage.acting(CHAIR if name in CHAIRS else MANAGER):
            take_step(case, name, on=began + timedelta(days=after), **values)


def _ask(stage: Stage, case: CaseReview) -> None:
    """Three agencies are asked for their reports; two answer, one with the hours that it took."""
    for n, (key, name, hours) in enumerate(
        (("community", "Perran Tolley", "11.5"), ("police", "Senara Vyvyan", ""), ("schools", "Lowena Trist", None))
    ):
        asked = ask_for(
            case, form="agency-report", name=name, email=f"{name.split()[0].lower()}@agency.example",
            due=stage.today + timedelta(days=14 + n), agency=stage.agencies[key],
        )  # fmt: skip
        link = link_of(asked)
        if hours is not None and link:
            with open_to_holder(asked, what="Agency report for a review: sent"):
                send_answers(asked, link, answers=REPORT, hours=Decimal(hours) if hours else None)


def _date(stage: Stage, cases: dict[int, tuple[Told, Steps]]) -> None:
    """What was done, on the days on which it would have been."""
    with stage.acting(MANAGER):
        taken = frozenset(step.name for step in case_reviews.workflow.steps)
        events = list(Event.objects.filter(record_id__in=cases).order_by("record_id", "pk"))
        seen: dict[int, int] = {}
        for event in events:
            told, steps = cases[event.record_id]
            nth = seen[event.record_id] = seen.get(event.record_id, 0) + (event.name in taken)
            day = stage.today - timedelta(days=told.days - (steps[nth - 1][0] if nth else 0))
            event.at = min(datetime.combine(day, time(11, nth % 60), LONDON), now())
        Event.objects.bulk_update(events, ["at"], batch_size=200)


def _of_last_year(year: Stretch) -> tuple[list[Counted], list[Timed]]:
    """36 notifications of a large county in a year; none of them a case."""
    rows, timed = [], []
    ends = ("lcspr", "local_learning", "no_further_review", "no_further_review", "local_learning", "no_further_review")
    for n in range(36):
        made = year.first + timedelta(days=(n * 37) % 330)
        source = ("social_care", "police", "health")[n % 3]
        rows.append(Counted(made, source, ("harm", "harm", "death")[n % 3], ends[n % 6], made + timedelta(days=20)))
        timed.append(Timed("RR-1", made, n % 4 != 0))
    return rows, timed
