"""The pages of a register coming in: who may open which, and the whole way by form from a file to cases and back."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from goldenthread.processes.registers.private_fostering.models import Arrangement, Visit
from goldenthread.processes.registers.register_import import pages
from goldenthread.processes.registers.register_import.models import HeldFile, RegisterImport
from goldenthread.processes.registers.register_import.progress import how_far, telling
from goldenthread.processes.registers.register_import.taking import take_register_in
from goldenthread.processes.registers.register_import.tasks import let_register_go, take_register
from goldenthread.reading.trackers.opening import open_tracker
from tests.processes.registers.register_import.trackers import PLAIN, plain, received, two_sheets
from tests.web.test_access import client_for
from tests.world import World, owner

#: This import is the social worker's own: others' imports are not there. Those who neither open a record of any such
#: register nor keep one get 403. The business manager, the chair and the team manager keep this one here.
STATUS = {"worker": 200, "colleague": 404, "manager": 404, "chair": 404, "team_manager": 404, "nurse": 403, "lay": 403,
          "southerner": 403, "outsider": 404}  # fmt: skip
OPEN_TO = dict.fromkeys(
    ("colleague", "manager", "chair", "team_manager"),
    dict.fromkeys(("register_imports", "import_register", "register_template", "register_example"), 200),
)
STRANGE = plain(["C-104", "CFWD", "1/10/2024", "1/10/2024"], ["C-105", "School", "soon", "1/10/2024"])


def addresses(world: World) -> dict[str, list[Any]]:
    one = received(world, two_sheets())
    other = received(world, plain(), name="other.xlsx")
    with world.acting("worker"):
        take_register_in(other, open_tracker(plain()))
    mine = [one.pk]
    names = (
        "register_import register_sheet register_columns register_words check_register register_report dismiss_register"
    )
    return {
        "register_imports": [], "import_register": [], "register_template": ["private-fostering"],
        "register_example": ["private-fostering"],
        **dict.fromkeys(names.split(), mine),
        "register_below": [one.pk, "visits"], "undo_register": [other.pk],
    }  # fmt: skip


@pytest.mark.parametrize("who", STATUS)
def test_who_may_open_which_page(world: World, who: str) -> None:
    with owner():
        world.seat("colleague", world.council, world.north, "social_worker")
    client = client_for(world, who)
    found = {
        name: client.get(reverse(name, args=["north", *args])).status_code for name, args in addresses(world).items()
    }
    assert found == dict.fromkeys(found, STATUS[who]) | OPEN_TO.get(who, {})


@pytest.mark.parametrize("who", ["colleague", "team_manager", "southerner"])
def test_nobody_else_changes_anything_by_an_address(world: World, who: str) -> None:
    with owner():
        world.seat("colleague", world.council, world.north, "social_worker")
    one = received(world, plain())
    client = client_for(world, who)
    for name in ("register_sheet", "register_columns", "register_words", "check_register", "dismiss_register"):
        assert client.post(reverse(name, args=["north", one.pk]), {}).status_code == STATUS[who]
    with world.acting("worker"):
        assert RegisterImport.objects.get().state == "ready"
        assert not Arrangement.objects.exists()


def sent(client: Any, world: World, data: bytes, name: str = "register.xlsx") -> Any:
    file = SimpleUploadedFile(name, data)
    values = {"process": "private-fostering", "lead_agency": world.council.pk, "file": file}
    return client.post(reverse("import_register", args=["north"]), values)


def test_the_whole_way_from_a_file_to_cases_and_back(world: World) -> None:
    client = client_for(world, "worker")
    page = client.get(reverse("records", args=["north", "private-fostering"])).content.decode()
    assert "Bring a register in" in page
    at = sent(client, world, STRANGE).url
    steps = client.get(at).content.decode()
    assert "1 word to explain" in steps
    with world.acting("worker"):
        one = RegisterImport.objects.get()
    sheet = client.post(f"{at}sheet/", {"sheet": 0, "row": 1, "rows": 1})
    form = client.get(sheet.url).context["form"]
    columns = client.post(sheet.url, {name: form[name].value() for name in form.fields})
    assert columns.url == f"{at}words/"
    words = client.post(columns.url, {"word_0": "social_care"})
    shown = client.get(words.url)
    assert "cell C6" in shown.content.decode()
    assert "soon" in shown.content.decode()
    refused = client.post(words.url, {"seen": shown.context["seen"]})
    assert refused.status_code == 422
    done = client.post(words.url, {"seen": shown.context["seen"], "without": "yes"}, follow=True).content.decode()
    assert "is in" in done
    with world.acting("worker"):
        assert Arrangement.objects.get(notified_on="2024-10-01").notified_by == "social_care"
        assert Arrangement.objects.count() == 4
    assert "taken back" in client.post(f"{at}undo/", follow=True).content.decode()
    with world.acting("worker"):
        assert not Arrangement.objects.exists()
        assert RegisterImport.objects.get(pk=one.pk).state == "undone"


def test_visits_on_another_sheet_have_a_page_of_their_own(world: World) -> None:
    client = client_for(world, "worker")
    at = sent(client, world, two_sheets()).url
    form = client.get(f"{at}columns/").context["form"]
    following = client.post(f"{at}columns/", {name: form[name].value() for name in form.fields})
    assert following.url == f"{at}columns/visits/"
    form = client.get(following.url).context["form"]
    checked = client.post(following.url, {name: form[name].value() for name in form.fields})
    assert checked.url == f"{at}check/"
    wrong = client.post(following.url, {})
    assert wrong.status_code == 422
    assert "has the number of the case" in wrong.content.decode()
    seen = client.get(checked.url).context["seen"]
    client.post(checked.url, {"seen": seen, "without": "yes"})
    with world.acting("worker"):
        assert Visit.objects.count() == 3


def test_a_column_that_is_missing_or_said_twice_is_told_on_the_page(world: World) -> None:
    client = client_for(world, "worker")
    at = sent(client, world, plain()).url
    refused = client.post(
        f"{at}columns/", {"column_0": "child_ref", "column_2": "notified_on", "column_3": "notified_on"}
    )
    told = refused.content.decode()
    assert refused.status_code == 422
    assert "fills date the council was told already" in told
    assert "No column fills: Who told the council, Date the arrangement began" in told


def test_rows_left_out_by_hand_are_counted_and_not_written(world: World) -> None:
    client = client_for(world, "worker")
    at = sent(client, world, plain()).url
    shown = client.get(f"{at}check/", {"aside": "2, 4"})
    assert shown.context["counts"]["aside"] == 2
    assert client.post(f"{at}check/", {"aside": "two", "seen": shown.context["seen"]}).status_code == 422
    client.post(f"{at}check/", {"aside": "2, 4", "seen": shown.context["seen"]})
    with world.acting("worker"):
        assert Arrangement.objects.get().notified_on == date(2024, 5, 12)


def rows_of(response: Any, number: int = 0) -> list[list[Any]]:
    book = load_workbook(BytesIO(response.content))
    return [list(row) for row in book.worksheets[number].iter_rows(values_only=True)]


def test_the_report_has_the_files_own_rows_with_a_verdict_each(world: World) -> None:
    client = client_for(world, "worker")
    at = sent(client, world, STRANGE).url
    before = rows_of(client.get(f"{at}report.xlsx"))
    assert [row[1] for row in before] == ["Verdict", "Taken in", "Taken in", "Taken in", "Not taken", "Not taken"]
    assert before[1][4] == "C-101"
    assert "soon" in str(rows_of(client.get(f"{at}report.xlsx"), 1))
    client.post(f"{at}check/", {"seen": client.get(f"{at}check/").context["seen"], "without": "yes"})
    gone = client.get(f"{at}report.xlsx")
    assert rows_of(gone)[1] == ["Sheet 'Cases', row 2", "Taken in", None, "PF-2024-0001"]
    assert not any("C-101" in str(row) or "soon" in str(row) for n in (0, 1) for row in rows_of(gone, n))


def test_a_file_that_is_gone_is_asked_for_again_and_what_was_said_is_still_known(world: World) -> None:
    client = client_for(world, "worker")
    at = sent(client, world, STRANGE).url
    client.post(f"{at}words/", {"word_0": "social_care"})
    with world.acting("worker"):
        let_register_go(RegisterImport.objects.get().pk, world.users["worker"].pk)
        assert not HeldFile.objects.exists()
    assert "Choose the file again" in client.get(at).content.decode()
    assert client.get(f"{at}check/").status_code == 302
    assert sent(client, world, STRANGE).url == at
    assert "Every word is known" in client.get(at).content.decode()


def test_a_long_register_is_taken_in_by_the_worker_and_what_hinders_it_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "AT_ONCE", 2)
    client = client_for(world, "worker")
    data = plain()
    at = sent(client, world, data).url
    with world.acting("worker"):
        one = RegisterImport.objects.get()
    job = {"import_id": one.pk, "user_id": world.users["worker"].pk, "aside": [], "without_refused": False}

    def handed_over() -> str:
        seen = client.get(f"{at}check/").context["seen"]
        return str(client.post(f"{at}check/", {"seen": seen}, follow=True).content.decode())

    assert "is being taken in" in handed_over()
    assert client.get(f"{at}check/").status_code == 302, "nothing more is changed meanwhile"
    with world.acting("worker"):
        assert not Arrangement.objects.exists()
        held = HeldFile.objects.get()
        let_register_go(one.pk, world.users["worker"].pk)
    take_register(**job)
    assert "Choose it again" in client.get(at).content.decode()
    assert sent(client, world, data).url == at
    assert held.register_import_id == one.pk
    assert "is being taken in" in handed_over()
    take_register(**job)
    take_register(**job)  # twice does no harm
    assert "is in" in client.get(at).content.decode()
    with world.acting("worker"):
        assert Arrangement.objects.count() == 3
        assert RegisterImport.objects.get().state == "accepted"


def test_how_far_the_worker_is_shows_on_the_page_and_is_looked_at_again_by_hand(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "AT_ONCE", 2)
    client = client_for(world, "worker")
    data = plain()
    at = sent(client, world, data).url
    with world.acting("worker"):
        one = RegisterImport.objects.get()
    client.post(f"{at}check/", {"seen": client.get(f"{at}check/").context["seen"]})
    assert "It waits for its turn" in client.get(at).content.decode()
    with telling(one.pk) as told:
        told("looked", 50, 60)
        told("looked", 51, 60)  # not each row by itself
        looked_again()
        shown = client.get(at).content.decode()
    assert "50 of 60 rows looked at" in shown
    assert 'max="60" value="50"' in shown
    assert "Look again" in shown
    assert how_far(one.pk + 1) is None
    looked_again()
    assert how_far(one.pk) is None
    heard: list[tuple[str, int, int]] = []
    with world.acting("worker"):
        one.refresh_from_db()
        one.state = "ready"
        one.save()
        take_register_in(one, open_tracker(data), told=lambda *words: heard.append(words))
    assert [line for line in heard if line[1] == line[2]] == [("looked", 3, 3), ("written", 3, 3), ("timed", 3, 3)]
    assert heard[0] == ("looked", 1, 3)


def looked_again() -> None:
    """Within one transaction the database gives the same answer about its connections until this is called."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_clear_snapshot()")


UNREADABLE = {
    "cut off": (plain()[:3000], "it is damaged"),
    "no spreadsheet": (b"%PDF-1.7 hello", "This is no spreadsheet"),
    "an old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel"),
    "a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "has a password"),
    "nothing": (b"   ", "is empty"),
    "rows without end": (b"Child ref,Source\n" + b"C-1,School\n" * 10_000, "more than 6,000"),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_in_words_and_nothing_is_kept(world: World, what: str) -> None:
    data, words = UNREADABLE[what]
    refused = sent(client_for(world, "worker"), world, data)
    assert refused.status_code == 422
    assert words in refused.content.decode()
    with owner():
        assert not RegisterImport.unguarded.exists()


def test_a_file_without_headings_asks_where_they_stand(world: World) -> None:
    client = client_for(world, "worker")
    at = sent(client, world, b"1,2\n3,4\n", "numbers.csv").url
    assert "Say where they stand" in client.get(at).content.decode()
    assert client.get(f"{at}columns/").status_code == 302
    assert client.get(f"{at}check/").status_code == 302


@pytest.mark.parametrize("name", ["register_imports", "register_import", "register_columns", "check_register"])
def test_a_page_asks_few_questions_however_long_the_register(
    world: World, name: str, django_assert_max_num_queries: Any
) -> None:
    rows = [[f"C-{n}", *PLAIN[1][1:]] for n in range(400)]
    one = received(world, plain(rows=rows))
    client = client_for(world, "worker")
    address = reverse(name, args=["north", *([] if name == "register_imports" else [one.pk])])
    client.get(address)
    with django_assert_max_num_queries(22):  # of which seven begin and end transactions here
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", ["register_import", "undo_register"])
def test_a_page_of_what_was_taken_in_asks_few_questions(
    world: World, name: str, django_assert_max_num_queries: Any
) -> None:
    one = received(world, plain())
    with world.acting("worker"):
        take_register_in(one, open_tracker(plain()))
    client = client_for(world, "worker")
    address = reverse(name, args=["north", one.pk])
    client.get(address)
    with django_assert_max_num_queries(22):  # of which seven begin and end transactions here
        assert client.get(address).status_code == 200
