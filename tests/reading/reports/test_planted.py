"""Planted faults are found: in every sentence that has one, and in tables by changing one digit."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.kernel.arithmetic.findings import Finding, Kind
from goldenthread.reading.reports.checking import check_document
from tests.reading.reports.sound import WRONG_SENTENCES, text_of

CHANGES = text_of("performance table")
TOTALS = text_of("finance table")


def findings(text: str) -> list[Finding]:
    return list(check_document(text.encode(), "report.txt").findings)


@pytest.mark.parametrize(("kind", "sentence"), WRONG_SENTENCES)
def test_a_fault_in_a_sentence_is_found(kind: str, sentence: str) -> None:
    found = [f for f in findings(f"About the figures\n\n{sentence}\n") if f.kind == kind]
    assert found, sentence
    assert kind == Kind.TRUNCATION or found[0].alarm
    assert found[0].where
    assert found[0].text.endswith(".")


def test_every_kind_that_a_sentence_can_have_is_planted() -> None:
    of_tables_or_pairs = {Kind.TOTAL, Kind.FEWER_AGENCIES, Kind.RANK, Kind.QUOTED_TWICE, Kind.CANNOT_TELL}
    assert {kind for kind, _ in WRONG_SENTENCES} == {str(kind) for kind in set(Kind) - of_tables_or_pairs}


def _other_digit(data: st.DataObject, text: str, at: int) -> str:
    """``text`` with the digit at ``at`` changed."""
    digit = data.draw(st.sampled_from([d for d in "123456789" if d != text[at]]))
    return text[:at] + digit + text[at + 1 :]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_digit_changed_in_a_total_is_found(data: st.DataObject) -> None:
    totals = list(re.finditer(r"^Total \w+\t£([\d,]+)\t£([\d,]+)", TOTALS, re.MULTILINE))
    spots = [at for m in totals for g in (1, 2) for at in range(*m.span(g)) if TOTALS[at].isdigit()]
    text = _other_digit(data, TOTALS, data.draw(st.sampled_from(spots)))
    found = [f for f in findings(text) if f.alarm]
    off = [
        abs(int(a.replace(",", "")) - int(b.replace(",", "")))
        for a, b in zip(_money(text), _money(TOTALS), strict=True)
    ]
    # pounds may have been rounded: one or two pounds off in a sum of five lines is no fault
    assert found or max(off) <= 3


def _money(text: str) -> list[str]:
    return re.findall(r"£([\d,]+)", text)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_digit_changed_in_a_change_is_found_and_named(data: st.DataObject) -> None:
    rows = list(re.finditer(r"^Number of[^\n]*\t[+-](\d+)$", CHANGES, re.MULTILINE))
    row = data.draw(st.sampled_from(rows))
    at = data.draw(st.integers(row.start(1), row.end(1) - 1))
    found = [f for f in findings(_other_digit(data, CHANGES, at)) if f.kind == Kind.CHANGE]
    assert [f.computed.lstrip("+-") for f in found] == [row.group(1)]
    assert found[0].confidence == "sure"


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(5)), st.integers(1, 9))
def test_the_order_of_the_lines_does_not_matter(order: list[int], more: int) -> None:
    values = [120, 87, 305, 44, 261]
    wrong = sum(values) + more
    rows = "\n".join(f"Agency {'ABCDE'[at]}\t{values[at]}" for at in order)
    found = findings(f"Attendance\n\nAgency\t2022/23\n{rows}\nTotal\t{wrong}\n")
    assert [(f.kind, f.printed, f.computed) for f in found] == [(Kind.TOTAL, str(wrong), str(sum(values)))]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 400), min_size=3, max_size=8), st.integers(0, 3))
def test_percentages_rounded_to_any_number_of_places_are_silent(parts: list[int], places: int) -> None:
    whole = sum(parts)
    rows = "\n".join(
        f"Source {'ABCDEFGH'[n]}\t{part}\t{100 * part / whole:.{places}f}%" for n, part in enumerate(parts)
    )
    assert findings(f"Referrals by source\n\nSource\tNumber\tPercentage\n{rows}\nTotal\t{whole}\t100%\n") == []


@settings(max_examples=60, deadline=None)
@given(st.integers(20, 5000), st.integers(20, 5000), st.integers(0, 2))
def test_a_rightly_rounded_change_in_words_is_silent_and_a_wrong_one_is_not(base: int, new: int, places: int) -> None:
    percent = abs(100 * (new - base) / base)
    verb = "rose" if new > base else "fell"
    noun = "an increase" if new > base else "a reduction"
    said = "Contacts {} from {:,} to {:,}, {} of {:.{}f}%."
    assert findings(said.format(verb, base, new, noun, percent, places)) == [] or new == base
    wrong = findings(said.format(verb, base, new, noun, percent + 5, places))
    assert [f.kind for f in wrong] == [Kind.PERCENTAGE_CHANGE] or new == base


def test_truncation_is_a_note_and_rounding_is_silent() -> None:
    text = "The Board met seven times.\n\nAttendance at meetings\n\nMember\tAttendance\n{}\n"
    rounded = "Chair\t100%\nPolice\t42.9%\nHealth\t71.4%\nSchools\t85.7%"
    assert findings(text.format(rounded)) == []
    (found,) = findings(text.format(rounded.replace("42.9", "42.8")))
    assert (found.kind, found.confidence, found.printed, found.computed) == ("truncation", "note", "42.8%", "42.9%")
    (found,) = findings(text.format(rounded.replace("42.9", "44.9")))
    assert (found.kind, found.confidence, found.computed) == ("percentage", "likely", "42.9%")


def test_a_table_with_fewer_agencies_than_the_one_before_it() -> None:
    names = ["Council", "Police", "Health", "Probation", "Schools", "Housing", "Fire service"]
    first = "\n".join(f"{name}\t{n + 3}" for n, name in enumerate(names))
    second = "\n".join(f"{name}\t{n + 5}" for n, name in enumerate(names[:-1]))
    text = f"Table 1: Attendance\n\nAgency\t2023\n{first}\n\nTable 2: E-learning\n\nAgency\t2023\n{second}\n"
    (found,) = findings(text)
    assert (found.kind, found.printed, found.computed) == (Kind.FEWER_AGENCIES, "6", "7")
    assert "Fire service" in found.text
    assert findings(text + "\nThe fire service did not send figures for e-learning.\n") == []


def test_a_figure_quoted_in_the_text_otherwise_than_in_the_table() -> None:
    table = "Figures\n\n\tMar-22\tMar-23\nNumber of children on a child protection plan\t389\t412\n\n"
    told = "At 31 March 2023 there were {} children on a child protection plan."
    assert findings(table + told.format("412")) == []
    (found,) = findings(table + told.format("421"))
    assert (found.kind, found.printed, found.computed) == (Kind.QUOTED_TWICE, "421", "412")


def test_words_about_a_table_are_checked_against_it() -> None:
    table = "Table 1: Training\n\n\t2021/22\t2022/23\nTraining courses\t64\t72\nOverall attendance\t1,204\t1,302\n\n"
    told = "Attendance has increased by {} (see table 1)."
    assert findings(table + told.format("8.1%")) == []
    (found,) = findings(table + told.format("9.1%"))
    assert (found.kind, found.printed, found.computed) == (Kind.PERCENTAGE_CHANGE, "9.1%", "8.1%")


def test_a_rank_out_of_order() -> None:
    rows = [
        ("Ashby", "12.1", 2),
        ("Brindle", "15.9", 4),
        ("Corley", "11.0", 1),
        ("Denholm", "19.3", 6),
        ("Eastley", "14.2", 3),
    ]
    rows += [("Fenwick", "17.7", 5), ("Garside", "22.4", 7)]
    text = "Re-referrals\n\nDistrict\tRe-referral rate\tRank\n" + "\n".join(f"{n}\t{r}%\t{k}" for n, r, k in rows)
    assert findings(text) == []
    (found,) = findings(text.replace("12.1%\t2", "12.1%\t6"))
    assert (found.kind, found.printed) == (Kind.RANK, "6")
    assert "Ashby" in found.where


def test_cannot_tell_is_said_only_when_asked() -> None:
    text = "Group,Children\nA,30\nB,c\nC,12\nTotal,61\n"
    assert check_document(text.encode(), "t.csv").findings == ()
    (found,) = check_document(text.encode(), "t.csv", every=True).findings
    assert (found.kind, found.confidence) == (Kind.CANNOT_TELL, "note")
    assert "Cannot tell" in found.text


def test_what_was_kept_back_cannot_make_a_total_smaller() -> None:
    (found,) = check_document(b"Group,Children\nA,30\nB,c\nC,42\nTotal,61\n", "t.csv").findings
    assert (found.kind, found.printed, found.computed) == (Kind.TOTAL, "61", "72")
