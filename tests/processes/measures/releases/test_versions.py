"""A correction is a new version; the one before stays as it went out, and the two are held against each other."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from goldenthread.core.casework.services import amend_record, take_step
from goldenthread.processes.measures.releases.models import Release, ReleaseFile
from goldenthread.processes.measures.releases.putting import add_table, begin_correction, order_tables
from goldenthread.processes.measures.releases.versions import versions
from tests.web.test_access import client_for, let_go
from tests.world import World

from .made import APRIL, MARCH, QUARTERS, again, audited, begun, cells, counted, let_out


def test_a_correction_takes_the_place_of_a_release_that_stays_as_it_was(world: World) -> None:
    one = counted(world, [9, 4, 11, 8], QUARTERS)
    first = let_out(world, audited(world, begun(world, [one], cut="", commentary="As sent.")))
    counted(world, [12], QUARTERS[2:3], one)
    manager = client_for(world, "manager")
    begun_at = manager.post(reverse("correct_release", args=["north", first.pk]))
    assert begun_at.status_code == 302
    with world.acting("manager"):
        draft = Release.objects.get(replaces=first)
        (table,) = draft.tables.all()
        assert (table.title, table.commentary, table.chart) == ("Episodes", "As sent.", True)
        assert [line.measure_id for line in table.measures.all()] == [one.pk]
    second = let_out(world, audited(world, draft))
    assert cells(second, world) == [["9", "c", "12", "8"]]
    assert cells(again(world, first), world) == [["9", "c", "11", "8"]]
    nurse = client_for(world, "nurse")
    old = nurse.get(reverse("release", args=["north", first.pk])).content.decode()
    assert "Another version has taken the place of this one" in old
    assert " 11 " in re.sub(r"<[^>]+>", " ", old)
    assert let_go(nurse.get(reverse("release_file", args=["north", first.pk, "pdf"]))).status_code == 200
    new = nurse.get(reverse("release", args=["north", second.pk])).content.decode()
    assert "Earlier versions" in new
    assert reverse("release", args=["north", first.pk]) in new
    with world.acting("nurse"):
        assert [one.pk for one in versions(Release.objects.get(pk=second.pk))] == [first.pk, second.pk]


def test_the_files_of_a_correction_say_what_it_takes_the_place_of(world: World) -> None:
    first = let_out(world, audited(world, begun(world, [counted(world, [9, 4, 11, 8], QUARTERS)])))
    with world.acting("manager"):
        draft = begin_correction(first)
    second = let_out(world, audited(world, draft))
    with world.acting("nurse"):
        page = bytes(ReleaseFile.objects.get(record=second, format="html").content).decode()
        book = load_workbook(BytesIO(bytes(ReleaseFile.objects.get(record=second, format="xlsx").content)))
    assert f"{first.reference}, version 1" in page
    assert f"{second.reference}, version 2" in page
    about, table = book.worksheets
    assert ["Reference", f"{second.reference}, version 2"] in [[c.value for c in row] for row in about.iter_rows()]
    assert ["c", "Withheld so that nobody can be identified."] in [[c.value for c in r] for r in about.iter_rows()]
    assert [c.value for c in table[2]][2:] == [9, "c", 11, 8], "figures as numbers, the symbol as text"


def test_one_correction_is_begun_at_a_time_and_only_of_what_is_out(world: World) -> None:
    draft = begun(world, [counted(world, [9, 4, 11, 8], QUARTERS)])
    with world.acting("manager"), pytest.raises(ValidationError, match="Only one of the same kind that is out"):
        begin_correction(draft)
    out = let_out(world, audited(world, draft))
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        begin_correction(out)
    with world.acting("manager"):
        draft = begin_correction(out)
    pages = {name: client_for(world, name).get(reverse("release", args=["north", out.pk])).content.decode()
             for name in ("chair", "nurse")}  # fmt: skip
    assert draft.reference in pages["chair"]
    assert draft.reference not in pages["nurse"], "a draft is not even named to others"
    again_asked = client_for(world, "clerk").post(reverse("correct_release", args=["north", out.pk]))
    assert again_asked.status_code == 409
    assert "has been begun to take its place" in again_asked.content.decode()


def test_a_corrected_small_count_is_no_difference_of_two_versions(world: World) -> None:
    """9 was one too many: shown beside 8 it tells that one child was taken out, which is what a correction is for; but
    a count that was withheld stays withheld, though it has grown out of the band."""
    one = counted(world, [9, 4, 11, 8], QUARTERS)
    first = let_out(world, audited(world, begun(world, [one])))
    counted(world, [7], QUARTERS[1:2], one)
    with world.acting("manager"):
        draft = begin_correction(first)
    second = audited(world, draft)
    assert cells(second, world) == [["9", "7", "11", "8"]]
    counted(world, [3], QUARTERS[1:2], one)
    third = let_out(world, audited(world, begun(world, [one], name="Third")))
    assert cells(third, world) == [["9", "c", "11", "8"]]


def test_tables_are_put_in_order_by_number_and_the_files_follow(world: World) -> None:
    one = counted(world, [9, 14, 11, 8], QUARTERS)
    release = begun(world, [one], title="First")
    with world.acting("manager"):
        for title in ("Second", "Third"):
            add_table(release, measures=[one], title=title, since=APRIL, until=MARCH)
        tables = {table.title: table.pk for table in release.tables.all()}
    manager = client_for(world, "manager")
    address = reverse("order_release_tables", args=["north", release.pk])
    page = manager.get(address).content.decode()
    assert [title for title in ("First", "Second", "Third") if f">{title}" in page.replace("\n", "")]
    places = {f"table_{tables['First']}": 3, f"table_{tables['Second']}": 2, f"table_{tables['Third']}": 1}
    assert manager.post(address, places).status_code == 302
    release = audited(world, release)
    with world.acting("manager"):
        frozen = release.frozen.filter(number=release.edition)
        assert [table.title for table in frozen] == ["Third", "Second", "First"]
    late = manager.post(address, places)
    assert "no longer being put together" in late.content.decode()


def test_a_table_moved_to_anothers_place_goes_before_it_and_down_to_it_after_it(world: World) -> None:
    one = counted(world, [9, 14, 11, 8], QUARTERS)
    release = begun(world, [one], title="A")
    with world.acting("manager"):
        for title in ("B", "C"):
            add_table(release, measures=[one], title=title, since=APRIL, until=MARCH)
        pks = [table.pk for table in release.tables.all()]
    address = reverse("order_release_tables", args=["north", release.pk])
    manager = client_for(world, "manager")

    def put(places: list[int]) -> str:
        fields = {f"table_{pk}": place for pk, place in zip(pks, places, strict=True)}
        assert manager.post(address, fields).status_code == 302
        with world.acting("manager"):
            said = "".join(table.title for table in release.tables.all())
            order_tables(release, pks)
        return said

    assert put([1, 2, 1]) == "CAB"
    assert put([3, 2, 3]) == "BCA"
    assert put([1, 2, 3]) == "ABC"
    assert manager.post(address, dict.fromkeys((f"table_{pk}" for pk in pks), "9")).status_code == 422
    with world.acting("manager"):
        assert "".join(table.title for table in release.tables.all()) == "ABC"


def test_tables_that_changed_meanwhile_are_not_put_in_an_old_order(world: World) -> None:
    one = counted(world, [9, 14, 11, 8], QUARTERS)
    release = begun(world, [one], title="A")
    with world.acting("manager"):
        (only,) = (table.pk for table in release.tables.all())
        add_table(release, measures=[one], title="B", since=APRIL, until=MARCH)
        with pytest.raises(ValidationError, match="changed meanwhile"):
            order_tables(release, [only])
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        order_tables(release, [only])


def test_what_was_audited_for_the_partnership_is_never_turned_public(world: World) -> None:
    """Its tables as they were audited are kept, and hold figures as they are."""
    one = counted(world, [9, 4, 11, 8], QUARTERS)
    release = audited(world, begun(world, [one], kind_of_release="internal", profile="internal"))
    with world.acting("manager"):
        take_step(release, "revise", note="For everyone")
        with pytest.raises(ValidationError, match="audited for other readers before"):
            amend_record(again(world, release), kind_of_release="public", profile="local")


def test_a_long_title_and_many_tables_make_all_their_files(world: World) -> None:
    one = counted(world, [9, 4, 11, 8], QUARTERS)
    name = ("Children missing from home and from care, " * 5)[:200].strip()
    release = begun(world, [one], name=name, title=("Episodes of going missing " * 8)[:200].strip())
    with world.acting("manager"):
        for n in range(11):
            add_table(release, measures=[one], title=f"Table [{n}]: a/b? of *all*", since=APRIL, until=MARCH)
    out = let_out(world, audited(world, release))
    with world.acting("nurse"):
        files = {file.format: file for file in ReleaseFile.objects.filter(record=out)}
    assert sorted(files) == ["docx", "html", "pdf", "xlsx", "zip"]
    assert len(load_workbook(BytesIO(bytes(files["xlsx"].content))).sheetnames) == 13
