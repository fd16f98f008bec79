"""What a register of child deaths kept in a spreadsheet may fill, in the words that such registers use.

A review that is over has a category and a word on modifiable factors. One that has neither is taken in as it stands
without them: ready for the panel.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from goldenthread.core.casework.importable import Fills, FillsEntries, Importable, said, takes_registers
from goldenthread.kernel.spans import day_of
from goldenthread.law.deaths.values import NotAChild, age_band

from .example import EXAMPLE
from .models import ChildDeath

State = ChildDeath.State
NAME = said("name, child, name of child, child name, deceased, name of deceased, full name")
BORN = said("dob, date of birth, born, d o b, child dob")
DIED = said("date of death, dod, died, died on, d o d, death date")
TOLD = said(
    "date notified, notification date, date of notification, notified, notified on, date received, form a received, "
    "date form a received"
)
BY = said("notified by, notifier, source, source of notification, notifying agency, referrer")
PLACE = said("place, place of death, location of death, where died")
EXPECTED = said("expected, expected or unexpected, unexpected, expected death, type of death")
REVIEWED = said(
    "panel date, date of panel, cdop date, date reviewed, reviewed, reviewed on, date of review, date of cdop, "
    "cdop panel date, date review completed"
)
CATEGORY = said("category, category of death, primary category, cdop category, category of cause")
CHANGEABLE = said("modifiable, modifiable factors, modifiability, modifiable factors identified, preventability")
ENDED = said("date closed, closed, closed on, closure date, case closed, date of closure")
PLACES = {
    "hospital_ed": said("ed, a e, accident and emergency, emergency department"),
    "hospital_ward": said("ward, paediatric ward"),
    "hospital_neonatal": said("nicu, scbu, neonatal unit, nnu, lnu"),
    "hospital_icu": said("picu, icu, itu, intensive care"),
    "hospital_other": said("hospital, labour ward, delivery suite, theatre"),
    "home": said("home, own home, home address"),
    "public": said("road, public place, street"),
    "hospice": said("hospice"),
}
SAID_EXPECTED = {
    "expected": said("yes, y, exp"), "unexpected": said("no, n, unexp, sudden, sudi, sudc"),
    "unknown": said("not known, unknown, unsure"),
}  # fmt: skip
CATEGORIES = {
    "inflicted": said("1, deliberately inflicted injury"), "suicide": said("2, suicide, self harm"),
    "trauma": said("3, trauma, rta, rtc, accident, drowning"), "malignancy": said("4, cancer, oncology"),
    "acute": said("5, acute medical, acute"), "chronic": said("6, chronic medical, chronic"),
    "congenital": said("7, congenital, genetic, chromosomal, congenital anomaly"),
    "perinatal": said("8, perinatal, neonatal, prematurity, perinatal event"),
    "infection": said("9, sepsis, meningitis"), "unexplained": said("10, sudi, sids, sudden unexpected, unascertained"),
}  # fmt: skip
MODIFIABLE = {
    "modifiable": said("yes, y, modifiable, modifiable factors"), "none": said("no, n, none, no modifiable factors"),
    "inadequate": said("inadequate, insufficient information, unknown"),
}  # fmt: skip
DAYS = ("died_on", "notified_at", "checked_on", "report_on", "handed_on", "ended_on", "reviewed_on")
OVER = (State.REVIEWED, State.CLOSED)
WHOLE = ("reviewed_on", "category", "modifiability")


def stands(values: Mapping[str, Any]) -> str:
    """How a death stands by its row: what the days say, before the register's own word for it."""
    if values["state"] in (State.MISTAKE, State.OUT_OF_SCOPE):
        return str(values["state"])
    if values.get("handed_on") or values.get("resident") == ChildDeath.Resident.ELSEWHERE:
        return str(State.TRANSFERRED)
    if all(values.get(name) for name in WHOLE):
        return str(State.CLOSED if values.get("ended_on") or values["state"] == State.CLOSED else State.REVIEWED)
    if values["state"] in OVER or any(values.get(name) for name in WHOLE):
        return str(State.READY)
    return str(values["state"] or (State.GATHERING if values.get("checked_on") else State.NOTIFIED))


def follows(values: dict[str, Any], state: str) -> dict[str, Any]:
    """What the row does not say, and follows from it: the age at death, the days that a state has."""
    found = dict(values)
    if found.get("child_born") and found.get("died_on"):
        with suppress(NotAChild):  # told by `holds`, with its cell
            found["age_band"] = age_band(found["child_born"], found["died_on"]).value
    if state not in OVER:
        found = {name: value for name, value in found.items() if name not in (*WHOLE, "ended_on")}
    elif state == State.CLOSED:
        found["ended_on"] = found.get("ended_on") or found["reviewed_on"]
    if state == State.TRANSFERRED:
        found["handed_on"] = found.get("handed_on") or day_of(found["notified_at"])
        found["resident"] = ChildDeath.Resident.ELSEWHERE
    elif state not in (State.NOTIFIED, State.OUT_OF_SCOPE, State.MISTAKE):
        found["resident"] = ChildDeath.Resident.HERE
    return found


def holds(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(a field, what is wrong and the cure) for what cannot be of one death."""
    born, died = values.get("child_born"), values.get("died_on")
    if born and died:
        try:
            age_band(born, died)
        except NotAChild as wrong:
            yield "child_born", str(wrong)
    missing = [name for name in WHOLE if not values.get(name)]
    if values.get("ended_on") and 0 < len(missing) < len(WHOLE):
        yield missing[0], "A closed review has its day, its category and a word on modifiable factors. Fill it in."
    case = ChildDeath(**{name: values[name] for name in DAYS if values.get(name)})
    yield from case.wrong_days()


takes_registers(
    Importable(
        process="child-death",
        fields=(
            Fills("child_name", words=NAME),
            Fills("child_born", words=BORN),
            Fills("nhs_number", words=said("nhs no, nhs number, nhs")),
            Fills("sex", words=said("gender"), values={"female": said("f, girl"), "male": said("m, boy")}),
            Fills("ethnicity", words=said("ethnic group, ethnic origin"), needed=False),
            Fills("address", words=said("home address, child address, postcode")),
            Fills("died_on", words=DIED),
            Fills("notified_at", words=TOLD),
            Fills("notified_by", words=BY, values={"hospital": said("nhs, trust, acute trust")}),
            Fills("place_of_death", words=PLACE, values=PLACES),
            Fills("expected", words=EXPECTED, values=SAID_EXPECTED, needed=False),
            Fills("circumstances", words=said("summary, details, circumstances of death, notes, comments")),
            Fills("cause", words=said("cause of death, certified cause, mccd")),
            Fills("checked_on", words=said("date checked, validated"), step="check", reaches="gathering"),
            Fills("resident", words=said("resident, residency, area resident, our area"), needed=False,
                  values={"here": said("yes, y"), "elsewhere": said("no, n, out of area, ooa")}),
            Fills("handed_on", words=said("date transferred, transferred on, date handed over"), step="transfer",
                  reaches="transferred"),
            Fills("other_area", words=said("other cdop, transferred to, other area")),
            Fills("report_on", words=said("cdrm date, cdrm report, date of cdrm, review meeting date")),
            Fills("reviewed_on", words=REVIEWED, step="review", reaches="reviewed"),
            Fills("category", words=CATEGORY, values=CATEGORIES),
            Fills("modifiability", words=CHANGEABLE, values=MODIFIABLE),
            Fills("ended_on", words=ENDED, step="close", reaches="closed"),
        ),
        entries=(
            FillsEntries("reports", words=said("form b, agency report, report received, form b received"),
                         fields=(Fills("asked_on"), Fills("words", words=said("report, form b notes"))),
                         always={"kind": "other", "form": "B", "outcome": "asked"}),
        ),
        same_when=("person_index", "died_on"),
        same_else=("name_index", "died_on"),
        states={
            "notified": said("new, form a received"),
            "gathering": said("open, ongoing, active, in progress, information gathering, awaiting form b"),
            "ready": said("awaiting panel, ready for panel, for panel, awaiting cdop"),
            "closed": said("complete, completed, finished, case closed, reviewed and closed"),
            "out_of_scope": said("not in scope, stillbirth, termination"),
            "transferred": said("out of area, transferred out, passed to other cdop"),
            "mistake": said("entered in error, duplicate"),
        },
        stands=stands,
        example=EXAMPLE,
        before=follows,
        holds=holds,
        closes={
            "closed": ("ended_on", "reviewed_on"),
            "transferred": ("handed_on", "notified_at"),
            "out_of_scope": ("checked_on", "notified_at"),
        },
    )
)  # fmt: skip
