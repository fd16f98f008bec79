"""The page that puts a report or a table to the test."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goldenthread.core.casework.services import open_record
from goldenthread.core.files.models import StoredFile
from goldenthread.core.files.services import shred_file, store_file
from goldenthread.processes.registers.private_fostering.process import private_fostering
from tests.web.test_access import DAY, PEOPLE, client_for
from tests.world import World

WRONG = "Agency\tPlaces\nCouncil\t40\nPolice\t25\nHealth\t30\nTotal\t105\n"
SOUND = WRONG.replace("105", "95")


def send(world: World, name: str = "lay", **values: Any) -> Any:
    return client_for(world, name).post(reverse("check_figures", args=["north"]), values)


def test_a_pasted_table_that_does_not_add_up_is_told(world: World) -> None:
    shown = send(world, pasted=WRONG).content.decode()
    assert "105" in shown
    assert "95" in shown
    assert "Wrong" in shown


def test_a_sound_table_is_left_in_peace(world: World) -> None:
    shown = send(world, pasted=SOUND).content.decode()
    assert "Nothing was found" in shown
    assert "1 table " in shown


def test_a_file_is_checked_and_the_list_taken_away(world: World) -> None:
    file = SimpleUploadedFile("places.csv", WRONG.replace("\t", ",").encode())
    taken = send(world, file=file, **{"as": "csv"})
    assert taken["Content-Type"].startswith("text/csv")
    assert "total" in taken.content.decode()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Choose a file, or paste"),
        ({"pasted": SOUND, "file": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")}, "one of the two"),
        ({"file": SimpleUploadedFile("a.docx", b"\x00\x01\x02 no document")}, "Word document"),
    ],
)
def test_what_cannot_be_checked_is_refused_in_words(world: World, values: dict[str, Any], words: str) -> None:
    refused = send(world, **values)
    assert refused.status_code == 422
    assert words in refused.content.decode()


@pytest.mark.parametrize(
    ("name", "status"), {"manager": 200, "lay": 200, "south_manager": 404, "outsider": 404}.items()
)
def test_who_may_open_it(world: World, name: str, status: int) -> None:
    assert client_for(world, name).get(reverse("check_figures", args=["north"])).status_code == status


def kept(world: World, name: str, data: bytes) -> StoredFile:
    """A file on a record of the council's, seen by the council and by the unit."""
    with world.acting("worker"):
        values = {"child_ref": "C-78", "notified_by": "school", "notified_on": DAY, "began_on": DAY}
        record = open_record(private_fostering, partnership=world.north, lead_agency=world.council, **values)
        return store_file(name=name, data=data, record=record)


def check(world: World, file: StoredFile, name: str = "worker") -> Any:
    client = client_for(world, name)
    client.post(reverse("read_sealed", args=["north", "private-fostering", file.record_id]), {"purpose": "quality"})
    return client.get(reverse("check_file", args=["north", file.key]))


def test_a_kept_file_is_checked_with_one_press(world: World) -> None:
    shown = check(world, kept(world, "places.txt", WRONG.encode())).content.decode()
    assert "places.txt" in shown
    assert "add up to 95" in shown


def test_the_link_stands_beside_the_file(world: World) -> None:
    file = kept(world, "places.txt", WRONG.encode())
    page = client_for(world, "worker").get(reverse("record", args=["north", "private-fostering", file.record_id]))
    assert reverse("check_file", args=["north", file.key]) in page.content.decode()


def test_a_kept_picture_is_refused_in_words_and_a_destroyed_file_is_gone(world: World) -> None:
    file = kept(world, "photo.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 17)
    shown = check(world, file)
    assert shown.status_code == 200
    assert "This file is a picture" in shown.content.decode()
    with world.acting("manager"):
        shred_file(file, reason="Sent by mistake")
    assert check(world, file).status_code == 410


#                                    manager chair worker t_mgr nurse officer lay southerner s_mgr outsider
@pytest.mark.parametrize(
    ("name", "status"),
    list(zip(PEOPLE, [*[200] * 4, *[404] * 6], strict=True)),
)
def test_only_who_may_see_a_file_may_have_it_checked(world: World, name: str, status: int) -> None:
    assert check(world, kept(world, "places.txt", WRONG.encode()), name).status_code == status
