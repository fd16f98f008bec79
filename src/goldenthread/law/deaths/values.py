"""The lists that every form of child death review answers from: mode and place of death, age bands, sex."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from goldenthread.kernel.spans import add_months
from goldenthread.law.forms import Choice, FormError, choices

FORM_B = "National template for child death reviews, form B, edition of 2008"

#: How the child died, as form B asks for it (2008 edition; read in a source).
MODES: tuple[Choice, ...] = (
    Choice("palliative", "Planned palliative care"),
    Choice("found", "Found dead or collapsed"),
    Choice("witnessed", "Witnessed event"),
    Choice("withdrawal", "Active withdrawal or cessation of treatment"),
    Choice("brain_stem", "Brain-stem death"),
)
EXPECTED_MODES = frozenset({"palliative"})

#: Where the child died, as form B asks for it (2008 edition; read in a source).
PLACES: tuple[Choice, ...] = (
    Choice("hospital_ed", "Emergency department", "Acute hospital"),
    Choice("hospital_ward", "Paediatric ward", "Acute hospital"),
    Choice("hospital_neonatal", "Neonatal unit", "Acute hospital"),
    Choice("hospital_icu", "Intensive care unit", "Acute hospital"),
    Choice("hospital_other", "Elsewhere in an acute hospital", "Acute hospital"),
    Choice("home", "Home of normal residence", "Home"),
    Choice("other_home", "Another private residence", "Home"),
    Choice("foster_home", "Foster home", "Care setting"),
    Choice("residential", "Residential care", "Care setting"),
    Choice("public", "Public place", "Public place"),
    Choice("school", "School", "Public place"),
    Choice("hospice", "Hospice", "Hospice"),
    Choice("mental_health", "Mental health inpatient unit", "Other"),
    Choice("abroad", "Abroad", "Other"),
    Choice("other", "Other", "Other"),
    Choice("not_known", "Not known", "Not known"),
)

SEXES = choices("Female", "Male", "Indeterminate", "Not known")
EXPECTEDNESS = (
    Choice("expected", "Expected"),
    Choice("unexpected", "Unexpected"),
    Choice("unknown", "Not yet known"),
)


class AgeBand(StrEnum):
    """The bands of the yearly return (recalled, medium confidence), youngest first."""

    NEONATAL = "0 to 27 days"
    POSTNEONATAL = "28 to 364 days"
    ONE_TO_FOUR = "1 to 4 years"
    FIVE_TO_NINE = "5 to 9 years"
    TEN_TO_FOURTEEN = "10 to 14 years"
    FIFTEEN_TO_SEVENTEEN = "15 to 17 years"


AGE_BANDS: tuple[str, ...] = tuple(band.value for band in AgeBand)
INFANT: tuple[str, ...] = (AgeBand.NEONATAL.value, AgeBand.POSTNEONATAL.value)
NEONATAL_DAYS = 28


class NotAChild(FormError):
    """The death is outside what is reviewed: before birth, or on or after the 18th birthday."""


def birthday(born: date, years: int) -> date:
    """The day a person is so many years old. Born on 29 February, it is 1 March where the year has no such day.

    English law (Re Shurey, 1918): an age is reached at the start of the birthday; the anniversary of 29 February in a
    common year is 1 March.
    """
    day = add_months(born, 12 * years)
    return date(day.year, 3, 1) if (born.month, born.day) == (2, 29) and day.day == 28 else day


def years_old(born: date, on: date) -> int:
    """Whole years of age. Raises `NotAChild` before birth."""
    if on < born:
        raise NotAChild("The date of death is before the date of birth: one of the two is wrong.")
    years = on.year - born.year
    return years if birthday(born, years) <= on else years - 1


def age_band(born: date, died: date) -> AgeBand:
    """The band of the yearly return. Raises `NotAChild` from the 18th birthday on, and before birth."""
    years = years_old(born, died)
    if years >= 18:
        raise NotAChild("The person had reached 18: adults' deaths are not reviewed here.")
    if years == 0:
        return AgeBand.NEONATAL if (died - born).days < NEONATAL_DAYS else AgeBand.POSTNEONATAL
    for last, band in ((4, AgeBand.ONE_TO_FOUR), (9, AgeBand.FIVE_TO_NINE), (14, AgeBand.TEN_TO_FOURTEEN)):
        if years <= last:
            return band
    return AgeBand.FIFTEEN_TO_SEVENTEEN


def place(code: str) -> Choice:
    """The place of that code. Raises `FormError`."""
    for one in PLACES:
        if one.code == code:
            return one
    raise FormError(f"There is no place of death '{code}'; there are {', '.join(p.code for p in PLACES)}.")
