"""The lists that are chosen from, as the law's own tables have them."""

from __future__ import annotations

from collections.abc import Iterable

from goldenthread.law.forms import Choice
from goldenthread.law.private_fostering import matters
from goldenthread.law.private_fostering.definition import Carer
from goldenthread.law.private_fostering.pf1 import Region

Choices = tuple[tuple[str, str], ...]


def listed(choices: Iterable[Choice]) -> Choices:
    return tuple((one.code, one.label) for one in choices)


NOTIFIED_BY = listed(matters.NOTIFIED_BY)
ENDINGS = listed(matters.ENDINGS)
FACTORS = listed(matters.FACTORS)
QUALITY = listed(matters.QUALITY)
MATTERS: Choices = tuple((field.key, field.label) for field in matters.SCHEDULE_3.fields)
REGIONS: Choices = tuple((region.name.lower(), str(region)) for region in Region)
CARERS: Choices = tuple((carer.name.lower(), str(carer).capitalize()) for carer in Carer)
SEXES: Choices = (("female", "Female"), ("male", "Male"), ("other", "Other"), ("unknown", "Not known"))
#: The broad groups of the census of 2021: finer ones could tell a child.
ETHNICITIES: Choices = (
    ("white", "White"), ("mixed", "Mixed or multiple"), ("asian", "Asian or Asian British"),
    ("black", "Black, Black British, Caribbean or African"), ("other", "Other ethnic group"),
    ("refused", "Not given"), ("unknown", "Not yet known"),
)  # fmt: skip
EXEMPTIONS: Choices = (
    ("looked_after", "Looked after by a council"), ("home", "In a children's home, hospital or care home"),
    ("adoption", "Placed with a view to adoption"), ("custody", "Detained, or under a supervision requirement"),
)  # fmt: skip
NOT_BECAUSE: Choices = (
    ("age", "The child is too old"), ("relative", "The carer is a close relative"),
    ("parental", "The carer is a parent or has parental responsibility"),
    ("short", "It is for fewer than 28 days"), ("holiday", "Two weeks of a school holiday or fewer"),
    ("not_there", "The child does not live there"), ("exempt", "It is exempt"),
    ("never_began", "It never began"),
)  # fmt: skip
AFTERCARE: Choices = (
    ("given", "Qualifies: advice was given"), ("offered", "Qualifies: offered and declined"),
    ("later", "Qualifies once 16: told how to ask"), ("none", "Does not qualify"),
)  # fmt: skip
APPEALS: Choices = (("made", "Made"), ("dismissed", "Dismissed"), ("allowed", "Allowed"))
