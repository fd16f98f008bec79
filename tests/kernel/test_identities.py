"""What looks like a child's identity is found where it stands; dates and numbers of other things are left alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.identities import identities_in, is_nhs_number

DAY = date(2026, 5, 18)
FOUND = {
    "NHS number 943 476 5919, seen": ["943 476 5919"],
    "9434765919": ["9434765919"],
    "He was born 3 May 2015 in": ["born 3 May 2015"],
    "DOB: 03/05/15": ["DOB: 03/05/15"],
    "the girl (03/05/2015) and 2014-01-30": ["03/05/2015", "2014-01-30"],
}
LEFT_ALONE = (
    "by 3 March 2027, as agreed on 12/05/2026",
    "943 476 5918 is no NHS number",
    "call 01622 123456 about C-2026-0042",
    "1,283 of 1,319 children; ratio 3.5.2015/7",
    "children born in 2015",
)


@pytest.mark.parametrize(("text", "expected"), FOUND.items())
def test_it_is_found_as_it_is_written(text: str, expected: list[str]) -> None:
    assert identities_in(text, on=DAY) == expected


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_other_dates_and_numbers_are_left_alone(text: str) -> None:
    assert identities_in(text, on=DAY) == []


@given(st.integers(0, 10**9 - 1))
def test_at_most_one_last_digit_makes_an_nhs_number_and_it_is_found_in_any_writing(nine: int) -> None:
    right = [f"{nine:09d}{last}" for last in range(10) if is_nhs_number(f"{nine:09d}{last}")]
    assert len(right) <= 1
    for digits in right:
        spaced = f"{digits[:3]} {digits[3:6]} {digits[6:]}"
        assert identities_in(f"see {spaced}.", on=DAY) == [spaced]
