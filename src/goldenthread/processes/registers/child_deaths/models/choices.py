"""The lists that are chosen from, as the law's own tables have them."""

from __future__ import annotations

from collections.abc import Iterable

from goldenthread.law.deaths import analysis, notification, reporting, values
from goldenthread.law.forms import Choice

Choices = tuple[tuple[str, str], ...]


def listed(choices: Iterable[Choice]) -> Choices:
    """(code, words), with the whole before a part: "Acute hospital: neonatal unit"."""
    return tuple((one.code, f"{one.under}: {one.label.lower()}" if _part(one) else one.label) for one in choices)


def _part(one: Choice) -> bool:
    return bool(one.under) and one.under != one.label and one.under not in ("Home", "Other")


SEXES = listed(values.SEXES)
EXPECTED = listed(values.EXPECTEDNESS)
MODES = listed(values.MODES)
PLACES = listed(values.PLACES)
KNOWN = listed(notification.KNOWN)
PARALLEL = listed(notification.PARALLEL)
JOINT_RESPONSE = listed(notification.JOINT_RESPONSE)
AGES: Choices = tuple((band, band) for band in values.AGE_BANDS)
CATEGORIES: Choices = tuple((one.code, f"{one.rank}. {one.title}") for one in analysis.CATEGORIES)
MODIFIABILITY: Choices = tuple((one.name.lower(), one.value) for one in analysis.Modifiability)
VERSIONS: Choices = tuple((one.key, one.title) for one in analysis.VERSIONS)
KINDS: Choices = tuple((kind, kind.replace("_", " ").capitalize().replace("Gp", "GP")) for kind in reporting.HELD_BY)
TICKED: Choices = tuple((f"act{n}", words) for n, words in enumerate(analysis.TICK_ACTIONS, 1))
REPRESENTED: Choices = tuple((f"from{n}", words) for n, words in enumerate(analysis.AGENCIES_REPRESENTED, 1))
FORMS: Choices = (
    ("B", "Form B: agency report"),
    ("reporting", "Reporting form (child death review)"),
    *((f"{one.set}/{one.code}", f"{one.set}: {one.title}") for one in reporting.SUPPLEMENTS),
)
#: The broad groups of the census of 2021: finer ones could tell a child.
ETHNICITIES: Choices = (
    ("white", "White"), ("mixed", "Mixed or multiple"), ("asian", "Asian or Asian British"),
    ("black", "Black, Black British, Caribbean or African"), ("other", "Other ethnic group"),
    ("refused", "Not given"), ("unknown", "Not yet known"),
)  # fmt: skip
NOTIFIED_BY: Choices = (
    ("hospital", "Hospital"), ("ambulance", "Ambulance service"), ("police", "Police"), ("coroner", "Coroner"),
    ("registrar", "Registrar"), ("gp", "General practitioner"), ("hospice", "Hospice"),
    ("social_care", "Social care"), ("panel", "Another area's panel"), ("other", "Somebody else"),
)  # fmt: skip
OUT_OF_SCOPE: Choices = (
    ("stillbirth", "Stillbirth or late loss of a pregnancy"), ("termination", "Planned termination within the law"),
    ("adult", "Had reached 18"),
)  # fmt: skip
