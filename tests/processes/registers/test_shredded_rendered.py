"""What is printed of a year reads the same after one of its cases is destroyed: pages, returns, sections, files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.registering import register_of
from goldenthread.core.casework.retention import set_years
from goldenthread.core.casework.sealed import destroy, reading
from goldenthread.processes.registers.allegations.yearly import count_year as count_allegations
from goldenthread.processes.registers.case_reviews.yearly import count_year as count_reviews
from goldenthread.processes.registers.child_deaths.yearly import count_year as count_deaths
from goldenthread.processes.registers.private_fostering.yearly import count_year as count_fostering
from tests.processes.registers.test_shredded import YEAR, Register, allegations, deaths, fostering, reviews
from tests.web.test_access import client_for
from tests.world import World

Y = str(YEAR.first.year)
WORD, EXCEL = "wordprocessingml", "spreadsheetml"


def _forms(name: str, *kinds: str) -> list[str]:
    """The page of a year and each of its files."""
    there = reverse(name, args=["north"])
    return [f"{there}?year={Y}", *(f"{there}?year={Y}&format={kind}" for kind in kinds)]


def _pages_of_allegations() -> list[str]:
    files = [("board", "docx"), ("board", "xlsx"), ("request", "docx"), ("request", "xlsx"), ("request", "csv")]
    return [
        reverse("allegations_report_of", args=["north", Y]), reverse("allegations_again", args=["north", Y]),
        *(reverse("allegations_report_file", args=["north", Y, *file]) for file in files),
    ]  # fmt: skip


def _pages_of_reviews() -> list[str]:
    tracker = _forms("case_review_tracker", "xlsx", "csv")
    return [*_forms("case_reviews_year", "docx", "xlsx", "csv"), *tracker,
            reverse("case_reviews_again", args=["north", Y])]  # fmt: skip


def _pages_of_deaths() -> list[str]:
    year = _forms("deaths_year", "xlsx", "csv", "docx", "all", "lscb1", "lscb1-csv")
    again = reverse("deaths_again", args=["north", Y])
    return [again, *year, *(f"{year[0]}&years={pool}&rate={rate}" for pool in (1, 5) for rate in ("all", "infant"))]


def _pages_of_fostering() -> list[str]:
    return [*_forms("private_fostering_year", "docx", "xlsx", "csv"),
            reverse("private_fostering_again", args=["north", Y])]  # fmt: skip


#: How the register is filled -> how its year is counted, and every address at which something of it is printed.
PRINTED: dict[Callable[[World], Register], tuple[Callable[..., Any], Callable[[], list[str]]]] = {
    fostering: (count_fostering, _pages_of_fostering),
    allegations: (count_allegations, _pages_of_allegations),
    reviews: (count_reviews, _pages_of_reviews),
    deaths: (count_deaths, _pages_of_deaths),
}


@pytest.mark.parametrize("made", PRINTED)
def test_a_year_is_printed_as_before_when_one_of_its_cases_is_destroyed(
    world: World, made: Callable[[World], Register]
) -> None:
    there, (count, addresses) = made(world), PRINTED[made]
    readers = {name: client_for(world, name) for name in (there.keeper, "nurse")}
    with world.acting(there.keeper):
        count(world.north, YEAR)
    before = {name: _printed(client, addresses()) for name, client in readers.items()}
    assert set(before[there.keeper]) == set(addresses())
    assert all(len(words) > 40 for words in before[there.keeper].values()), "each prints something"
    with world.acting(there.keeper):
        case = Record.objects.get(pk=there.cases[0].pk)
        set_years(register_of(world.north, case.kind), part=there.part, years=1, reason="The board, in March")
        destroy(case)
        with pytest.raises(ValidationError, match="was destroyed"), reading(case, purpose="case", what="The test"):
            raise AssertionError("opened")
    assert {name: _printed(client, addresses()) for name, client in readers.items()} == before
    with world.acting(there.keeper):
        count(world.north, YEAR)
    assert {name: _printed(client, addresses()) for name, client in readers.items()} == before, "and counted again"


def _printed(client: Client, addresses: list[str]) -> dict[str, str]:
    """Address -> what stands there, in words; what is not for this reader is left out."""
    found = {}
    for address in addresses:
        response = client.get(address)
        if response.status_code == 200:
            found[address] = _words(response.content, response["Content-Type"])
    return found


def _words(data: bytes, kind: str) -> str:
    if EXCEL in kind:
        return "\n".join(map(str, _cells(data)))
    if WORD in kind:
        return "\n".join(_paragraphs(data))
    text = data.decode()
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', r"\1", text)


def _cells(data: bytes) -> Iterator[Any]:
    for sheet in load_workbook(BytesIO(data)).worksheets:
        yield from ((sheet.title, *row) for row in sheet.iter_rows(values_only=True))


def _paragraphs(data: bytes) -> Iterator[str]:
    document = Document(BytesIO(data))
    yield from (one.text for one in document.paragraphs)
    yield from (" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows)
