"""Child deaths in the demonstration: every category of death, one notified late, one handed over, a twin, one waiting
for an inquest; the panel's meetings; the year before in counts. Nobody here exists, and nothing of it happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from goldenthread.core.casework.bringing_in import Brought, bring_records
from goldenthread.core.casework.registering import appoint_keeper, register_of
from goldenthread.core.casework.sealed import place_hold
from goldenthread.core.thread.learning import raise_finding
from goldenthread.kernel.now import LONDON
from goldenthread.kernel.periods import Stretch
from goldenthread.law.deaths.analysis import CATEGORIES, Modifiability
from goldenthread.law.deaths.rates import Rate
from goldenthread.law.deaths.rows import Death
from goldenthread.law.deaths.values import AGE_BANDS, age_band
from goldenthread.processes.registers.child_deaths.counting import rates_of, shown_of
from goldenthread.processes.registers.child_deaths.models import Area, Attendance, PanelMeeting, Population, YearCount
from goldenthread.processes.registers.child_deaths.papers import give_paper, plan_meeting, seats_on
from goldenthread.processes.registers.child_deaths.process import child_deaths
from goldenthread.processes.registers.yearly import keep_shown, years_over

from .stage import Stage, working_day

KEEPER, DOCTOR = "business.manager", "designated.doctor"
WHOLE = "Wealdshire"
AREAS = ("Aldermere", "Brackwell", "Castlebourne", "Downsley")
SUMMARY = "The child had been unwell and died in hospital. Services had been involved, and a plan was in place."


@dataclass(frozen=True)
class Told:
    """One death: days ago, age in years, how it came out (a category, or a state), and what is told of it beside."""

    days: int
    name: str
    age: float
    outcome: str
    place: str = "hospital_ward"
    expected: str = "expected"
    late: int = 0
    found: str = "none"
    factor: tuple[str, str] = ("A", "chronic_illness_other")


TOLD = (
    Told(420, "Silvan Oakhanger", 6, "malignancy", "hospice"),
    Told(405, "Perdita Lanyon", 0.02, "perinatal", "hospital_neonatal"),
    Told(390, "Caspian Trewhella", 2, "infection", "hospital_icu", "unexpected", late=4),
    Told(380, "Odalys Finchcombe", 0.3, "unexplained", "home", "unexpected", 0, "modifiable",
         ("C", "sleeping_arrangements")),
    Told(370, "Leander Marsk", 16, "suicide", "public", "unexpected", 0, "modifiable",
         ("A", "emotional_behavioural_or_mental_health")),
    Told(365, "Isaura Penhallow", 1, "congenital"),
    Told(350, "Tancred Willoughby", 13, "trauma", "public", "unexpected", 0, "modifiable",
         ("C", "road_or_public_place")),
    Told(340, "Marigold Thessaly", 9, "acute", "hospital_ed", "unexpected", 0, "inadequate"),
    Told(330, "Ambrose Kettlewell", 11, "chronic"),
    Told(320, "Ione Vantongeren", 0.7, "inflicted", "home", "unexpected", 0, "modifiable",
         ("B", "child_abuse_or_neglect")),
    Told(150, "Corisande Blakelock", 5, "ready"),
    Told(140, "Lysander Oakhanger", 0.01, "ready", "hospital_neonatal"),
    Told(120, "Evadne Thorncroft", 15, "awaiting", "public", "unexpected"),
    Told(60, "Fenella Ashdown-Ruiz", 0.01, "gathering", "hospital_neonatal"),
    Told(60, "Felix Ashdown-Ruiz", 0.01, "gathering", "hospital_neonatal"),  # her twin
    Told(45, "Barnaby Quillfeather", 8, "transferred", "hospital_ed", "unexpected"),
    Told(20, "Thea Underlane", 0, "out_of_scope", "hospital_neonatal"),
    Told(2, "Jocelyn Harbottle", 3, "notified", "hospital_ed", "unexpected"),
)  # fmt: skip


def review_deaths(stage: Stage) -> None:
    """The business manager and the designated doctor keep the register; each death goes its way; the year before."""
    with stage.acting("chair"):
        register = register_of(stage.board, child_deaths.slug)
        for address in (KEEPER, DOCTOR):
            appoint_keeper(register, stage.person_of(address), why="Reviews child deaths", since=stage.today)
    stage.forget()
    with stage.acting(KEEPER):
        areas = _areas(stage)
        held, coming = _meetings(stage)
        rows = [_stands(told, stage.today, areas[n % 4], held) for n, told in enumerate(TOLD)]
        office = stage.agencies["office"]
        cases = bring_records(child_deaths, partnership=stage.board, lead_agency=office, rows=rows)
        by_outcome = {told.outcome: case for told, case in reversed(list(zip(TOLD, cases, strict=True)))}
        place_hold(by_outcome["awaiting"], reason="inquest")
        give_paper(by_outcome["ready"], coming, text=SUMMARY)
        raise_finding(
            source=by_outcome["unexplained"],
            text="Advice on safer sleep does not reach carers other than the mother.",
        )
        _count_the_year_before(stage)


def _count_the_year_before(stage: Stage) -> None:
    year = years_over(1)[0]
    rows = list(_of_the_years_before(year))
    rates = [rates_of(stage.board, rows, Rate.ALL, year, 3, AREAS)]
    keep_shown(
        YearCount, stage.board, year, shown_of(rows, year, AREAS, rates), source="The tracker before this register"
    )


def _areas(stage: Stage) -> list[Area]:
    made = [Area.objects.create(partnership=stage.board, name=name, larger=WHOLE) for name in AREAS]
    Population.objects.bulk_create(
        Population(
            area=area, year=year, births=1_500 + 210 * n, from_one=24_000 + 3_100 * n, children=25_500 + 3_300 * n,
            source="Invented for the demonstration",
        ) for n, area in enumerate(made) for year in range(stage.today.year - 6, stage.today.year + 1)
    )  # fmt: skip
    return made


def _meetings(stage: Stage) -> tuple[PanelMeeting, PanelMeeting]:
    """One held three months ago and quorate, one short of a quorum before it, one to come."""
    group = stage.groups["child-death-panel"]
    days = [working_day(stage.today + timedelta(days=n)) for n in (-180, -90, 14)]
    short, held, coming = (plan_meeting(stage.board, group=group, held_on=day) for day in days)
    for meeting in (short, held):
        seats = [seat for seat in seats_on(meeting) if seat.counts]
        absent = 1 if meeting is held else len(seats) - group.quorum + 1
        Attendance.objects.bulk_create(
            Attendance(meeting=meeting, person=seat.person, agency=seat.agency, seat=seat.role,
                       how="apologies" if n < absent else "present")
            for n, seat in enumerate(seats)
        )  # fmt: skip
    return held, coming


def _stands(told: Told, today: date, area: Area, held: PanelMeeting) -> Brought:
    """A death as it stands, brought in with the days on which each thing was done."""
    died = today - timedelta(days=told.days)
    notified = died + timedelta(days=1 + told.late)
    born = died - timedelta(days=round(told.age * 365.25) + 3)
    values: dict[str, Any] = {
        "notified_by": "hospital", "notified_at": datetime.combine(notified, time(9, 30), LONDON), "died_on": died,
        "died_at": time(6, 15), "child_name": told.name, "child_born": born, "age_band": age_band(born, died).value,
        "sex": ("female", "male")[told.days % 2], "ethnicity": "white", "area": area, "place_of_death": told.place,
        "expected": told.expected, "circumstances": "Told by the hospital.",
        "multiple": "yes" if told.name.endswith("Ashdown-Ruiz") else "",
    }  # fmt: skip
    course = list(_course(told, notified, held))
    below: dict[str, list[dict[str, Any]]] = {}
    for _, _, _, more, entries in course:
        values |= more
        for name, row in entries.items():
            below.setdefault(name, []).append(row)
    reached = [(day, label, before, after) for day, label, (before, after), _, _ in course]
    state = reached[-1][3] if reached else "notified"
    closed = values.get("ended_on") or values.get("handed_on") or (notified if state == "out_of_scope" else None)
    return Brought(values, state, "the demonstration", closed, reached, below)


#: What was done: the day, in words, states before and after, what it set, what it added.
Done = tuple[date, str, tuple[str, str], dict[str, Any], dict[str, dict[str, Any]]]


def _course(told: Told, notified: date, held: PanelMeeting) -> Iterator[Done]:
    if told.outcome == "transferred":
        said = {"resident": "elsewhere", "handed_on": notified, "other_area": "The panel of the area in the north"}
        yield notified, "Hand it over to another area", ("notified", "transferred"), said, {}
    elif told.outcome == "out_of_scope":
        said = {"checked_on": notified, "not_in_scope": "stillbirth"}
        yield notified, "Decide that it is not reviewed", ("notified", "out_of_scope"), said, {}
    elif told.outcome != "notified":
        joint = told.expected == "unexpected"
        said = {"checked_on": notified, "resident": "here", "expected_confirmed": True, "joint_response": joint,
                "joint_reason": "sudden" if joint else ""}  # fmt: skip
        yield notified, "Record the check", ("notified", "gathering"), said, {}
        yield from _reviewed(told, notified, held)


def _reviewed(told: Told, day: date, held: PanelMeeting) -> Iterator[Done]:
    if told.outcome == "awaiting":
        inquest = {"process": "coroner", "what": "started", "happened_on": day, "details": "Inquest opened."}
        yield (day + timedelta(days=6), "Wait for another process", ("gathering", "awaiting"),
               {"waits_for": "coroner"}, {"parallels": inquest})  # fmt: skip
        return
    asked = {"kind": "midwifery" if told.age < 1 else "gp", "form": "reporting", "asked_on": day,
             "due_on": day + timedelta(days=21),
             "agency": "East Weald Hospitals Trust" if told.age < 1 else "Mill Lane Surgery"}  # fmt: skip
    came = {"outcome": "returned", "returned_on": day + timedelta(days=18), "given": 31, "not_known": 4, "blank": 2}
    yield (day, "Record an agency's report", ("gathering", "gathering"), {},
           {"reports": asked if told.outcome == "gathering" else asked | came})  # fmt: skip
    if told.outcome == "gathering":
        return
    met = day + timedelta(days=70)
    meeting = {"kind": "review_meeting", "held_at": datetime.combine(met, time(14), LONDON),
               "attended": "Hospital, police, social care", "notes": "The analysis was drafted."}  # fmt: skip
    yield (met, "Make it ready for the panel", ("gathering", "ready"), {"ready_on": met, "report_on": met},
           {"responses": meeting})  # fmt: skip
    if told.outcome != "ready":
        yield from _agreed(told, held)


def _agreed(told: Told, held: PanelMeeting) -> Iterator[Done]:
    domain, factor = told.factor
    analysis = {
        "template": "CDR", "categories": [told.outcome], "category": told.outcome, "modifiability": told.found,
        "summary": SUMMARY, "learning": "Told to the partners.", "agreed_on": held.held_on,
    }  # fmt: skip
    score = {"template": "CDR", "domain": domain, "factor": factor, "score": "2",
             "modifiable": told.found == "modifiable"}  # fmt: skip
    found = {"panel_meeting": held, "reviewed_on": held.held_on, "category": told.outcome,
             "modifiability": told.found}  # fmt: skip
    seen = {"meeting": held, "result": "completed"}
    yield (held.held_on, "Record the panel's review", ("ready", "reviewed"), found,
           {"analysis": analysis, "scores": score, "considerations": seen})  # fmt: skip
    if told.days > 330:
        ended = held.held_on + timedelta(days=20)
        yield ended, "Close it", ("reviewed", "closed"), {"ended_on": ended}, {}


def _of_the_years_before(year: Stretch) -> Iterator[Death]:
    """Three years of a county of 120,000 children and more, as they come; none of them a case."""
    for n in range(150):
        died = date(year.first.year - 2, 4, 1) + timedelta(days=(n * 53) % 1060)
        reviewed = died + timedelta(days=(150, 210, 400, 170, 300)[n % 5])
        over = reviewed <= year.last
        yield Death(
            f"Before {n}", died, died + timedelta(days=1), ("female", "male")[n % 2], AREAS[n * 7 % 4],
            band=AGE_BANDS[(0, 0, 0, 1, 1, 2, 3, 4, 5)[n % 9]], expected=("expected", "unexpected")[n % 5 < 3],
            place_of_death=("hospital_neonatal", "home", "hospice", "hospital_icu")[n % 4], ethnicity="White",
            reviewed_on=reviewed if over else None, category=CATEGORIES[n * n % 10].code if over else "",
            modifiable=(Modifiability.MODIFIABLE, Modifiability.NONE)[n % 3 > 0] if over else None,
        )  # fmt: skip
