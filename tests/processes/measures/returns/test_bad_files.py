"""Files as they really come: a million rows, moved sheets, old formats, the same one twice, another agency's."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goldenthread.processes.measures.returns.intake.template import to_template
from goldenthread.processes.measures.returns.models import Form, Line
from tests.web.test_access import client_for
from tests.world import World

from .desk import opened, schedule
from .test_intake import filled, good, refused

ROW = '<row r="{n}"><c r="A{n}"><v>1</v></c></row>'


@pytest.fixture
def forms(world: World) -> dict[str, Form]:
    with world.acting("manager"):
        schedule(world)
    made = opened(world)
    return {"council": made[world.council].form, "health": made[world.health].form}


def workbook(write: Callable[[Any], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        write(book)
    return out.getvalue()


def changed(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The same archive with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for one in parts.infolist():
            text = parts.read(one)
            made.writestr(one.filename, change(text.decode()).encode() if one.filename == name else text)
    return out.getvalue()


def answers(form: Form) -> list[tuple[Any, ...]]:
    return list(form.lines.values_list("value", "numerator", "answered_at", "answered_by"))


def send_file(world: World, who: str, form: Form, data: bytes, name: str = "return.xlsx") -> str:
    """What the page says of the file, wherever it leads."""
    address = reverse("return_file", args=["north", form.record_id])
    answer = client_for(world, who).post(address, {"file": SimpleUploadedFile(name, data)}, follow=True)
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_million_rows_are_refused_in_words_before_they_are_read(world: World, forms: dict[str, Form]) -> None:
    def million(text: str) -> str:
        rows = "".join(ROW.format(n=n) for n in range(1, 1_000_001))
        return re.sub(r"<sheetData ?/>|<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>", text, flags=re.S)

    book = changed(workbook(lambda book: book.add_worksheet("Return")), "xl/worksheets/sheet1.xml", million)
    assert len(book) < 5_000_000
    with world.acting("team_manager"):
        assert refused(forms["council"], book) == [
            "The workbook holds far more than a return. Send at most 2,000 rows."
        ]
        assert "larger than 5 MB" in refused(forms["council"], b"code,value\n" + b"missing,1\n" * 1_000_000)[0]


def test_the_error_of_a_formula_is_found_on_a_sheet_that_was_moved(world: World, forms: dict[str, Form]) -> None:
    def write(book: Any) -> None:
        book.add_worksheet("Notes")
        sheet = book.add_worksheet("Return")
        sheet.write_row(0, 0, ("Code", "Figure, or how many"))
        sheet.write_string(1, 0, "missing")
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")

    def swap(text: str) -> str:
        first, second = re.findall(r"<sheet [^>]*/>", text)
        return text.replace(first + second, second + first)

    with world.acting("team_manager"):
        (told,) = refused(forms["council"], changed(workbook(write), "xl/workbook.xml", swap))
        assert told.startswith("Sheet 'Return', cell B2: #DIV/0! is the error of a formula.")


def test_a_format_that_hides_failed_formulas_is_refused(world: World, forms: dict[str, Form]) -> None:
    cell = '<table:table-cell calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", f"<office:document-content>{cell}</office:document-content>")
    with world.acting("team_manager"):
        assert refused(forms["council"], out.getvalue()) == [
            "A formula in this file comes to an error. Mend it, or leave the cell empty."
        ]
        assert "Save it as .xlsx" in refused(forms["council"], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)[0]


def test_the_same_file_twice_changes_nothing_and_says_so(world: World, forms: dict[str, Form]) -> None:
    form = forms["council"]
    with world.acting("team_manager"):
        data = filled(form, good)
    assert "3 answers taken" in send_file(world, "team_manager", form, data)
    with world.acting("manager"):
        once = answers(form)
    assert "nothing has changed" in send_file(world, "manager", form, data)
    with world.acting("manager"):
        assert answers(form) == once  # nor who answered, nor when


def test_a_file_for_another_agency_is_refused_by_its_cell_and_nothing_is_kept(
    world: World, forms: dict[str, Form]
) -> None:
    with world.acting("team_manager"):
        data = filled(forms["council"], good)
    told = send_file(world, "nurse", forms["health"], data)
    assert (
        "cell B3: This file is for &#x27;Northshire County Council&#x27;, "
        "and this return is for &#x27;Northshire Health Trust&#x27;." in told
    )
    with world.acting("manager"):
        assert not Line.objects.filter(answered_at__isnull=False).exists()


def test_a_file_that_comes_after_the_return_was_sent_is_told_so(world: World, forms: dict[str, Form]) -> None:
    form = forms["council"]
    with world.acting("team_manager"):
        data = filled(form, good)
    send_file(world, "team_manager", form, data)
    check = reverse("return_check", args=["north", form.record_id])
    assert client_for(world, "team_manager").post(check, {"declared_by": "x"}).status_code == 302
    assert "This return is received: it takes no answers now." in send_file(world, "team_manager", form, data)


def test_a_template_that_is_sent_back_empty_answers_nothing(world: World, forms: dict[str, Form]) -> None:
    form = forms["council"]
    with world.acting("team_manager"):
        data = to_template(form, list(form.lines.all()))
    assert "nothing has changed" in send_file(world, "team_manager", form, data)
    with world.acting("team_manager"):
        assert not form.lines.filter(answered_at__isnull=False).exists()
