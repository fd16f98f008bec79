"""A register coming in, in a real browser, without a script and on a phone: from the file to the cases and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.demonstrated import PATIENCE, Demonstrated
from tests.processes.registers.register_import.trackers import plain

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(PATIENCE)]
REGISTER = plain(["J-104", "CFWD", "1/10/2024", "1/10/2024"], ["J-105", "School", "soon", "1/10/2024"], ["Total", 5])


def test_a_duty_worker_brings_a_register_in_and_takes_it_back(
    demonstrated: Demonstrated, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    file = tmp_path / "register.xlsx"
    file.write_bytes(REGISTER)
    page = new_page(360, java_script_enabled=False)
    demonstrated.sign_in(page, "duty.worker")
    page.goto(f"{demonstrated.url}/wealdshire/work/private-fostering/")
    page.get_by_role("link", name="Bring a register in").click()
    page.get_by_label("The register").set_input_files(str(file))
    page.get_by_role("button", name="Read the register").click()
    page.get_by_role("link", name="Columns").click()
    expect(page.get_by_label("Date closed")).to_have_value("ended_on")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("“CFWD”").select_option("social_care")
    page.get_by_role("button", name="Look at every row").click()
    expect(page.get_by_text("Sheet 'Cases', cell C6").first).to_be_visible()
    page.get_by_role("button", name="Take in 4 cases").click()
    expect(page.get_by_role("alert")).to_contain_text("Mend the file")
    page.get_by_label("Leave out the 1 row").check()
    page.get_by_role("button", name="Take in 4 cases").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("register.xlsx is in")
    page.get_by_text("Cases that were written").click()
    page.get_by_role("link", name="PF-2024-").first.click()
    expect(page.get_by_text("Brought in from a register").first).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Take this register back").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("register.xlsx was taken back")
