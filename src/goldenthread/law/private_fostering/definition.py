"""Whether an arrangement is private fostering: the tests of age, of kinship and of 28 days, each with its reason.

Children Act 1989 section 66 and Schedule 8; Children (Private Arrangements for Fostering) Regulations 2005. Under 16
(under 18 if disabled), cared for and accommodated by someone who is no parent, has no parental responsibility and is no
close relative, for 28 days or more or meant to be.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from goldenthread.kernel.calendars import say
from goldenthread.law.deaths.values import birthday
from goldenthread.law.limits import Confidence

SOURCE = ("Children Act 1989 s66, s105 and Sch 8; SI 2005/1533", Confidence.SOURCE)
DAYS = 28
BOARDING_DAYS = 14


class Carer(StrEnum):
    """Who cares for the child, as seen from the child."""

    PARENT = "parent"
    RESPONSIBLE = "person with parental responsibility"
    GRANDPARENT = "grandparent"
    SIBLING = "brother or sister"
    AUNT_UNCLE = "aunt or uncle"
    STEP_PARENT = "step-parent"
    GREAT_AUNT_UNCLE = "great-aunt or great-uncle"
    COUSIN = "cousin"
    PARENTS_PARTNER = "unmarried partner of a parent"
    FRIEND = "friend of the family"
    HOST = "host family or guardian of a student"
    SCHOOL = "boarding school"
    OTHER = "someone else"


#: By full or half blood, or by marriage or civil partnership.
CLOSE = frozenset({Carer.GRANDPARENT, Carer.SIBLING, Carer.AUNT_UNCLE, Carer.STEP_PARENT})
PARENTAL = frozenset({Carer.PARENT, Carer.RESPONSIBLE})


@dataclass(frozen=True)
class Finding:
    """One test: whether it points to private fostering, and why in words."""

    test: str
    holds: bool
    because: str


@dataclass(frozen=True)
class Verdict:
    """What the tests come to on a day. `until`: the day on which the child is too old."""

    is_private_fostering: bool
    findings: tuple[Finding, ...]
    until: date

    @property
    def because(self) -> str:
        """The reasons against if there are any; else all of them."""
        against = [one.because for one in self.findings if not one.holds]
        return " ".join(against or [one.because for one in self.findings])


@dataclass(frozen=True)
class Arrangement:
    """What is known. `ended_on` or `meant_until`: the last day, actual or intended (nothing: no end is in sight).

    `accommodated`: the child sleeps there. `exempt`: looked after by a council, in a children's home, hospital, care
    home, or placed with a view to adoption. `boarding_in_holidays`: a boarding pupil who stays at school in a holiday.
    """

    born: date
    carer: Carer
    began_on: date
    disabled: bool = False
    meant_until: date | None = None
    ended_on: date | None = None
    accommodated: bool = True
    exempt: str = ""
    boarding_in_holidays: bool = False

    @property
    def last_day(self) -> date | None:
        return self.ended_on or self.meant_until

    @property
    def days(self) -> int | None:
        """Days with both ends counted; nothing without an end."""
        return None if self.last_day is None else (self.last_day - self.began_on).days + 1


def too_old_on(born: date, *, disabled: bool) -> date:
    """The 16th birthday, the 18th where the child is disabled. Born on 29 February, it is 1 March in a common year."""
    return birthday(born, 18 if disabled else 16)


def age_test(born: date, on: date, *, disabled: bool = False) -> Finding:
    """Under 16, or under 18 where disabled: until the day before the birthday."""
    until = too_old_on(born, disabled=disabled)
    years = 18 if disabled else 16
    why = f"the child {'is disabled and ' if disabled else ''}"
    if on < until:
        return Finding("age", True, f"On {say(on)} {why}is under {years} (until {say(until - timedelta(days=1))}).")
    return Finding("age", False, f"On {say(on)} {why}has turned {years}: the {years}th birthday was {say(until)}.")


def kinship_test(carer: Carer) -> Finding:
    """No parent, nobody with parental responsibility, no close relative."""
    if carer in PARENTAL:
        return Finding("carer", False, f"A {carer} is never a private foster carer.")
    if carer in CLOSE:
        return Finding("carer", False, f"{_a(carer)} is a close relative (also by half blood or marriage).")
    if carer is Carer.SCHOOL:
        return Finding("carer", True, "A boarding school is no relative: it counts where pupils stay in the holidays.")
    return Finding("carer", True, f"{_a(carer)} is not a close relative.")


def length_test(arrangement: Arrangement) -> Finding:
    """28 days or more, lived or meant; for boarding pupils in the holidays, more than two weeks.

    Both ends count: from 1 to 28 June is 28 days.
    """
    least, what = (BOARDING_DAYS + 1, "more than two weeks of a holiday at school")
    if not arrangement.boarding_in_holidays:
        least, what = DAYS, f"{DAYS} days or more"
    days = arrangement.days
    if days is None:
        return Finding("length", True, f"It has no end in sight, so it is meant for {what}.")
    kind = "It lasted" if arrangement.ended_on else "It is meant to last"
    if arrangement.ended_on and arrangement.meant_until and arrangement.meant_until > arrangement.ended_on:
        meant = (arrangement.meant_until - arrangement.began_on).days + 1
        if meant >= least > days:
            return Finding("length", True, f"It lasted {days} days, but was meant for {meant}: the intention counts.")
    return Finding("length", days >= least, f"{kind} {days} days; the law asks for {what}.")


def private_fostering(arrangement: Arrangement, on: date) -> Verdict:
    """Whether it is private fostering on a day, with the reason of every test. ValueError for dates out of order."""
    last = arrangement.last_day
    if last is not None and last < arrangement.began_on:
        raise ValueError(f"It cannot end on {say(last)}, before it begins on {say(arrangement.began_on)}.")
    findings = (
        age_test(arrangement.born, on, disabled=arrangement.disabled),
        kinship_test(arrangement.carer),
        length_test(arrangement),
        _living_there(arrangement),
    )
    until = too_old_on(arrangement.born, disabled=arrangement.disabled)
    return Verdict(all(one.holds for one in findings), findings, until)


def _living_there(arrangement: Arrangement) -> Finding:
    if arrangement.exempt:
        return Finding("exemption", False, f"It is exempt: {arrangement.exempt}.")
    if arrangement.carer is Carer.SCHOOL and not arrangement.boarding_in_holidays:
        return Finding("exemption", False, "A pupil who boards in term time alone is not privately fostered.")
    if not arrangement.accommodated:
        return Finding("exemption", False, "The child is cared for but does not live there.")
    return Finding("exemption", True, "The child is cared for and lives there.")


def _a(carer: Carer) -> str:
    return f"{'An' if carer.value[0] in 'aeiou' else 'A'} {carer}".replace("A someone else", "Someone else")
