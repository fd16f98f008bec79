"""What could name one person is found by its shape; ordinary words and figures are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.identifying import identifying, is_nhs_number, refusal

NAMING = {
    "His number is 943 476 5919, she said": "an NHS number",
    "number 9434765919": "an NHS number",
    "She was born on 12 March 2012 in the hospital": "a date of birth",
    "DOB 12/03/2012": "a date of birth",
    "date of birth: 1.4.11": "a date of birth",
    "write to anna.smith+home@example.org": "an email address",
    "ring 07700 900 123 after school": "a telephone number",
    "UPN H801200001001": "a unique pupil number",
    "they live at AB1 2EF": "a postcode",
    "see https://example.org/me": "the address of a page",
    "AB 12 34 56 C": "a National Insurance number",
}
ORDINARY = (
    "Nobody told us why the worker changed, 3 times in 12 months.",
    "The visit on 12 March 2026 helped; 24 of 60 young people said so.",
    "Care leavers aged 16 to 21, in 4 districts, 1234567890 in all",
    "We waited 10 weeks. In 2024/25 it was 14.",
    "Reference V-2026-0004 and action A-2026-0123",
)


@pytest.mark.parametrize(("text", "kind"), NAMING.items())
def test_what_could_name_a_person_is_found_and_said(text: str, kind: str) -> None:
    assert kind in {shape.kind for shape in identifying(text)}
    assert kind in refusal(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_and_figures_are_left_alone(text: str) -> None:
    assert refusal(text) == ""


@given(st.integers(0, 10**9 - 1))
def test_of_ten_last_figures_at_most_one_makes_an_nhs_number(first: int) -> None:
    assert sum(is_nhs_number(f"{first:09}{last}") for last in range(10)) <= 1
