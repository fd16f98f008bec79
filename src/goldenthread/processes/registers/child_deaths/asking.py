"""What people outside are asked about a death, and what anyone may notify: form B with its supplements, and form A."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError

from goldenthread.core.casework.services import open_record
from goldenthread.core.contributions.asked import takes_contributions, takes_notices
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import now
from goldenthread.law.deaths.notification import CDR_SET, FORM_A, PARALLEL
from goldenthread.law.deaths.reporting import FORM_B, REPORTING_2018, SUPPLEMENTS, Supplement
from goldenthread.law.forms import Asks, Field, Form, Section, code_of
from goldenthread.law.limits import Confidence

from .models import ChildDeath
from .process import child_deaths
from .standing import by_the_partners

#: Without these nobody could act on a notification.
NEEDED = ("referrer_name", "referrer_agency", "child_name", "sex", "died_on", "place_of_death", "expected")
TITLE = "The death of a child"
GUIDANCE = (
    "Notify the death of a child who lived in this area, or who died here, within 48 hours. Give the NHS number if you "
    "have it: it keeps one child from being entered twice. What you do not know, say so. If a child is in danger now, "
    "ring 999."
)
#: A field of the form -> the column of the case, where they are not called the same.
COLUMNS = {"born_on": "child_born"}
SAME = (
    "child_name", "also_known_as", "sex", "nhs_number", "school", "others_at_risk", "place_of_death", "place_of_event",
    "expected", "senior_doctor", "certificate", "post_mortem", "immediate_actions",
)  # fmt: skip
CAUSES = (("cause_1a", "Ia"), ("cause_1b", "Ib"), ("cause_1c", "Ic"), ("cause_2", "II"))


def supplement_form(one: Supplement) -> Form:
    """A supplement as it is asked: who the child was, and four questions, ours until the form itself is read."""
    asked = (
        ("known", "What your records say of it"), ("before", "What was known before the death"),
        ("response", "What was done, and by whom"), ("changed", "What could be changed for other children"),
    )  # fmt: skip
    fields = tuple(Field(key, label, Asks.TEXT) for key, label in asked)
    own = Section("S", one.title, fields, "questions of this platform; the form was not read", Confidence.LOW)
    numbered = f", {one.code}" if one.code[1:].isdigit() else ""  # those of 2018 have no numbers
    return Form(one.set, one.code, f"{one.set}{numbered}: {one.title}", (FORM_B.section("A"), own), one.source,
                one.confidence)  # fmt: skip


def public_form() -> Form:
    """Form A without what those who receive it fill in."""
    sections = tuple(
        replace(part, fields=tuple(one for one in part.fields if not one.key.startswith("received")))
        for part in FORM_A.sections
    )
    return replace(FORM_A, sections=sections)


def about(case: Any) -> str:
    """What whoever is asked must know to find the child. Within a reading."""
    told = [f"{case.child_name}, died on {case.died_on:%-d %B %Y}"]
    told += [f"born {case.child_born}"] if case.child_born else []
    told += [f"NHS number {case.nhs_number}"] if case.nhs_number else []
    told += [f"of {case.address}"] if case.address else []
    return ", ".join(told)


def begin(partnership: Partnership, said: Mapping[str, object]) -> ChildDeath:
    """Open a case from a notification, for those who keep the register to check. Raises ValidationError by field."""
    agencies = partnership.agencies.order_by("pk")
    office = agencies.filter(kind="board").first() or agencies.first()
    if office is None:
        raise ValidationError("This partnership has no agency that could lead the case.")
    values: dict[str, Any] = {name: said[name] for name in SAME if said.get(name)}
    values |= {
        "notified_at": now(),
        "notified_by": "other",
        "ethnicity": "unknown",
        **dict(_days(said)),
        **_words(said),
    }
    try:
        made: ChildDeath = open_record(child_deaths, partnership=partnership, lead_agency=office, **values)
    except ValidationError as wrong:
        raise _on_the_form(wrong) from wrong
    return made


def _days(said: Mapping[str, object]) -> Iterator[tuple[str, date | time]]:
    for key, name in (("born_on", "child_born"), ("died_on", "died_on")):
        if said.get(key):
            yield name, date.fromisoformat(str(said[key]))
    if said.get("died_at"):
        yield "died_at", time.fromisoformat(str(said["died_at"]))


def _words(said: Mapping[str, object]) -> dict[str, str]:
    """Columns that are made of several answers."""
    who = ("referrer_name", "referrer_role", "referrer_agency", "referrer_phone", "referrer_email")
    parallel = {one.code: one.label for one in PARALLEL}
    running = said.get("parallel")
    others = ", ".join(parallel.get(str(one), str(one)) for one in running) if isinstance(running, list) else ""
    beside = (("Ethnicity", said.get("ethnicity")), ("Referred to the coroner", said.get("to_coroner")),
              ("Death registered", said.get("registered")), ("Other processes", others))  # fmt: skip
    circumstances = [str(said.get("circumstances") or ""), *(f"{label}: {one}" for label, one in beside if one)]
    found = {
        "notifier": ", ".join(str(said[key]) for key in who if said.get(key))[:300],
        "address": ", ".join(str(said[key]) for key in ("address", "postcode") if said.get(key))[:300],
        "cause": "\n".join(f"{label}: {said[key]}" for key, label in CAUSES if said.get(key)),
        "circumstances": "\n".join(one for one in circumstances if one),
        "household": _rows(said.get("household")),
        "contacts": _rows(said.get("contacts")),
    }
    return {name: words for name, words in found.items() if words}


def _rows(value: object) -> str:
    """Rows as lines, whichever way they were typed."""
    if not isinstance(value, list):
        return str(value or "")
    lines = (row.values() if isinstance(row, dict) else row if isinstance(row, list) else [row] for row in value)
    return "\n".join(", ".join(str(cell) for cell in line if cell) for line in lines)


def _on_the_form(wrong: ValidationError) -> ValidationError:
    """The same, with the names that the fields have on the form."""
    if not hasattr(wrong, "error_dict"):
        return wrong
    names = {column: key for key, column in COLUMNS.items()}
    return ValidationError({names.get(name, name): found for name, found in wrong.error_dict.items()})


def of_its_framework(case: ChildDeath, form: Form) -> bool:
    """The partners' forms for what they review; the board's, of every edition, for what its own panel finishes."""
    return (form.set == CDR_SET) == by_the_partners(case)


FORMS: dict[str, Form] = {
    "form-b": FORM_B,
    "reporting": REPORTING_2018,
    **{code_of(f"{one.set} {one.code}").replace("_", "-"): supplement_form(one) for one in SUPPLEMENTS},
}
takes_contributions(child_deaths.slug, FORMS, about, of_its_framework)
takes_notices(child_deaths.slug, public_form(), begin, TITLE, GUIDANCE, NEEDED)
