"""A sealed case on its pages: shut until its reader says why, written down, kept, held, destroyed; and its register."""

from __future__ import annotations

import logging
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from goldenthread.core.casework.log_reviews import sign_log
from goldenthread.core.casework.models import (
    Draft,
    Hold,
    Keeper,
    LocalRetention,
    LogReview,
    Participant,
    Reading,
    Record,
    Register,
)
from goldenthread.core.casework.people import let_go, let_someone_in
from goldenthread.core.casework.registering import appoint_keeper
from goldenthread.core.casework.retention import set_years
from goldenthread.core.casework.sealed import destroy, kept, reading
from goldenthread.core.casework.services import open_record, take_step
from goldenthread.core.files.services import store_file
from goldenthread.core.sealing.keyring import KeyRing, write_ring
from goldenthread.core.tenancy.courses import course_of
from goldenthread.core.tenancy.models import Person
from goldenthread.kernel.now import LONDON, now, today
from goldenthread.processes.registers.private_fostering.models import Arrangement
from goldenthread.processes.registers.private_fostering.process import private_fostering
from goldenthread.web.pages.log_reviews import WITHIN, to_sign
from tests.core.sealing.test_reading import every_text
from tests.web.test_access import PEOPLE, client_for, say_why
from tests.world import World, owner

MARK = "Quillfeather"
DAY = date(2026, 3, 2)
PF = "private-fostering"


@pytest.fixture
def case(world: World) -> Arrangement:
    with world.acting("worker"):
        found: Arrangement = open_record(
            private_fostering, partnership=world.north, lead_agency=world.council, child_ref="C-77",
            child_name=f"Robin {MARK}", notified_by="school", notified_on=DAY, began_on=DAY,
        )  # fmt: skip
    return found


def page(name: str, case: Record, *more: Any) -> str:
    return reverse(name, args=["north", PF, case.pk, *more])


def text(client: Client, url: str, **more: Any) -> str:
    response = client.get(url, more)
    assert response.status_code == 200, (url, response.status_code)
    return response.content.decode()


def test_a_file_that_nothing_can_be_written_into_leaves_as_it_is_with_a_line_of_its_own(
    world: World, case: Arrangement, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    with world.acting("team_manager"):
        content = b"%PDF-1.7 nothing that can be read %%EOF"
        file = store_file(name=f"{MARK}.pdf", data=content, record=case)
    client = say_why(client_for(world, "team_manager"), case)
    address = reverse("file", args=["north", file.key])
    told = client.get(address)
    assert (told.status_code, b"Take it as it is" in told.content) == (409, True)
    assert b"".join(client.get(address, {"unmarked": "1"}).streaming_content) == content
    added = f"A file, added {file.uploaded_at:%-d %B %Y}"
    with world.acting("team_manager"):
        lines = Reading.objects.filter(record=case).order_by("-pk").values_list("what", flat=True)[:2]
        assert list(lines) == [f"{added}, without a mark", added]


def test_a_case_is_shut_until_its_reader_says_why_and_each_look_is_written_down(
    world: World, case: Arrangement
) -> None:
    client = client_for(world, "worker")
    shut = text(client, page("record", case))
    assert "Read the sealed part" in shut
    assert MARK not in shut
    say_why(client, case)
    assert MARK in text(client, page("record", case))
    assert MARK in text(client, page("record", case))
    with world.acting("worker"):
        lines = list(Reading.objects.filter(record=case))
    assert [(line.by, line.purpose, line.what) for line in lines] == 2 * [("Worker Person", "case", "The case's page")]
    log = text(client, page("sealed_readers", case))
    assert log.count("Worker Person") >= 2
    assert MARK not in log


def test_it_shuts_by_itself_after_half_an_hour_and_at_once_when_asked(world: World, case: Arrangement) -> None:
    with time_machine.travel(datetime(2026, 3, 3, 9, 0, tzinfo=LONDON), tick=False) as clock:
        client = say_why(client_for(world, "worker"), case)
        clock.move_to(datetime(2026, 3, 3, 9, 29, tzinfo=LONDON))
        assert MARK in text(client, page("record", case))
        clock.move_to(datetime(2026, 3, 3, 9, 31, tzinfo=LONDON))
        assert MARK not in text(client, page("record", case))
        say_why(client, case)
        assert MARK in text(client, page("record", case))
        assert client.post(page("shut_sealed", case)).status_code == 302
        assert MARK not in text(client, page("record", case))


def test_what_one_person_said_opens_nothing_for_another(world: World, case: Arrangement) -> None:
    say_why(client_for(world, "worker"), case)
    assert MARK not in text(client_for(world, "team_manager"), page("record", case))


def test_saying_why_of_one_case_opens_no_other(world: World, case: Arrangement) -> None:
    with world.acting("worker"):
        other = open_record(
            private_fostering, partnership=world.north, lead_agency=world.council, child_ref="C-78",
            child_name="Wren Thistledown", notified_by="school", notified_on=DAY, began_on=DAY,
        )  # fmt: skip
    client = say_why(client_for(world, "worker"), case)
    assert "Thistledown" not in text(client, page("record", other))


@pytest.mark.parametrize(
    "sent", [{}, {"purpose": "nosiness"}, {"purpose": "other"}, {"purpose": "other", "words": " "}]
)
def test_without_a_reason_it_stays_shut(world: World, case: Arrangement, sent: dict[str, str]) -> None:
    client = client_for(world, "worker")
    assert client.post(page("read_sealed", case), sent).status_code == 422
    assert MARK not in text(client, page("record", case))


@pytest.mark.parametrize("there", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_the_way_on_leads_nowhere_else(world: World, case: Arrangement, there: str) -> None:
    client = client_for(world, "worker")
    response = client.post(f"{page('read_sealed', case)}?next={there}", {"purpose": "case"})
    assert response["Location"] == page("record", case)


def test_lists_exports_and_histories_hold_nothing_sealed_even_while_it_is_read(world: World, case: Arrangement) -> None:
    client = say_why(client_for(world, "worker"), case)
    listed = reverse("records", args=["north", PF])
    for url, more in [
        (listed, {}), (listed, {"export": "csv"}), (listed, {"q": MARK}), (page("record_history", case), {}),
        (page("sealed_readers", case), {"export": "csv"}),
    ]:  # fmt: skip
        response = client.get(url, more)
        held = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code in (200, 302)
        assert f"Robin {MARK}".encode() not in held, url


def test_a_form_that_begins_with_what_is_sealed_asks_why_first_and_loses_nothing(
    world: World, case: Arrangement
) -> None:
    client = client_for(world, "worker")
    there = page("change_record", case)
    asked = client.get(there)
    assert asked.status_code == 302
    assert asked["Location"].startswith(page("read_sealed", case))
    assert client.post(asked["Location"], {"purpose": "case"})["Location"] == there
    form = client.get(there)
    assert MARK in form.content.decode()
    values = {key: value for key, value in form.context["form"].initial.items() if value is not None}
    dates = {k: v for k, v in values.items() if isinstance(v, date)}
    sent = {k: v for k, v in values.items() if k not in dates and v is not False}
    for name, day in dates.items():
        sent |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
    assert client.post(there, {**sent, "carer_name": "Ash Thornbury", "version": case.version}).status_code == 302
    with world.acting("worker"), reading(case, purpose="case", what="The test"):
        now = Arrangement.objects.get(pk=case.pk)
        assert (str(now.child_name), str(now.child_ref), str(now.carer_name)) == (
            f"Robin {MARK}", "C-77", "Ash Thornbury",
        )  # fmt: skip


def test_what_is_typed_and_not_sent_is_not_in_the_clear_either(world: World, case: Arrangement) -> None:
    client = say_why(client_for(world, "worker"), case)
    there = page("change_record", case)
    url = f"{reverse('drafts')}?path={there}"
    assert client.post(url, {"child_name": f"Robin {MARK} typed"}).status_code == 200
    with world.acting("worker"):
        assert Draft.objects.get().values["child_name"] == [f"Robin {MARK} typed"]
    assert MARK not in every_text()


def test_nothing_sealed_reaches_the_log(world: World, case: Arrangement, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client = say_why(client_for(world, "worker"), case)
        text(client, page("record", case))
        text(client, page("change_record", case))
        client.get(page("record", case) + "no-such-page/")
    assert MARK not in caplog.text


def test_a_ring_that_does_not_open_it_says_so_and_shows_nothing(
    world: World, case: Arrangement, settings: Any, tmp_path: Path
) -> None:
    client = say_why(client_for(world, "worker"), case)
    wrong = tmp_path / "sealing.json"
    write_ring(KeyRing.new(), wrong)
    settings.SEALING_KEYRING = str(wrong)
    with world.acting("worker"):
        before = Reading.objects.count()
    response = client.get(page("record", case))
    assert response.status_code == 503
    assert "goldenthread sealing recover" in response.content.decode()
    assert MARK not in response.content.decode()
    with world.acting("worker"):
        assert Reading.objects.count() == before  # nothing was read


def ended(world: World, case: Arrangement) -> None:
    with world.acting("team_manager"):
        take_step(case, "end", on=date(2026, 6, 1), ended_on=date(2026, 6, 1), ended_because="home")


def later(year: int, month: int = 7) -> Any:
    return time_machine.travel(datetime(year, month, 2, 10, 0, tzinfo=LONDON), tick=False)


def test_a_case_is_kept_its_time_held_beyond_it_and_then_destroyed_with_every_copy(
    world: World, case: Arrangement
) -> None:
    ended(world, case)
    with later(2040):
        keeper = client_for(world, "team_manager")
        assert "1 June 2041" in text(keeper, page("sealed_keeping", case))
        assert keeper.post(page("destroy_sealed", case), {"sure": "on"}).status_code == 422  # its time has not come
        assert keeper.post(page("place_hold", case), {"reason": "inquest", "words": MARK}).status_code == 302
    with later(2042):
        keeper = client_for(world, "team_manager")
        with world.acting("team_manager"), pytest.raises(ValidationError, match="on hold: inquest"):
            destroy(case)
        assert "On hold" in text(keeper, reverse("register", args=["north", PF]))
        hold = Hold.unguarded.values_list("pk", flat=True)
        with owner():
            (pk,) = hold
        assert keeper.post(page("lift_hold", case, pk)).status_code == 302
        assert keeper.post(page("destroy_sealed", case), {"sure": "on"}).status_code == 302
        gone = text(keeper, page("record", case))
        assert "The sealed part of this case was destroyed on" in gone
        with world.acting("team_manager"):
            found = Arrangement.objects.get(pk=case.pk)
            assert (found.state, found.seal, found.notified_by) == ("ended", None, "school")  # what is counted stays
            with pytest.raises(ValidationError, match="was destroyed"), reading(found, purpose="case", what="x"):
                raise AssertionError("opened")
    with owner():
        assert not Arrangement.unguarded.filter(pk=case.pk, nhs_index__isnull=False).exists()


def test_who_only_was_let_in_destroys_nothing(world: World, case: Arrangement) -> None:
    ended(world, case)
    with later(2042), world.acting("nurse"), pytest.raises(Record.DoesNotExist):
        destroy(case)


def addresses(case: Record, keeper: int, let_in: int) -> dict[str, str]:
    return {
        "read_sealed": page("read_sealed", case),
        "sealed_readers": page("sealed_readers", case),
        "sealed_people": page("sealed_people", case),
        "let_in": page("let_in", case),
        "let_go": page("let_go", case, let_in),
        "sealed_keeping": page("sealed_keeping", case),
        "place_hold": page("place_hold", case),
        "destroy_sealed": page("destroy_sealed", case),
        "registers": reverse("registers", args=["north"]),
        "register": reverse("register", args=["north", PF]),
        "register_readers": reverse("register_readers", args=["north", PF]),
        "appoint_keeper": reverse("appoint_keeper", args=["north", PF]),
        "end_keeper": reverse("end_keeper", args=["north", PF, keeper]),
        "register_years": reverse("register_years", args=["north", PF]),
        "sign_log": reverse("sign_log", args=["north", PF]),
    }


# manager, chair, worker and team manager keep this register in the tests' world; lay reviews it
TABLE = {
    #                   mgr   chair worker tm     nurse officer lay southerner s_mgr  outsider
    "read_sealed":      "200   200   200    200   404   404    404   404       404    404",
    "sealed_readers":   "200   200   200    200   404   404    404   404       404    404",
    "sealed_people":    "200   200   200    200   404   404    404   404       404    404",
    "let_in":           "200   200   200    200   404   404    404   404       404    404",
    "let_go":           "200   200   200    200   404   404    404   404       404    404",
    "sealed_keeping":   "200   200   200    200   404   404    404   404       404    404",
    "place_hold":       "200   200   200    200   404   404    404   404       404    404",
    "destroy_sealed":   "200   200   200    200   404   404    404   404       404    404",
    "registers":        "200   200   200    200   200   200    200   404       404    404",
    "register":         "200   200   200    200   200   200    200   404       404    404",
    "register_readers": "200   200   200    200   403   403    200   404       404    404",
    "appoint_keeper":   "200   200   200    200   403   403    403   404       404    404",
    "end_keeper":       "200   200   200    200   403   403    403   404       404    404",
    "register_years":   "200   200   200    200   403   403    403   404       404    404",
    "sign_log":         "403   403   403    403   403   403    200   404       404    404",
}  # fmt: skip


def test_every_page_of_a_sealed_case_and_its_register_against_every_person(world: World, case: Arrangement) -> None:
    with world.acting("team_manager"):
        register = Register.objects.get(kind=PF, partnership=world.north)
        keeper = appoint_keeper(register, world.person("lay"), why="Reviews", capacity="reviewer")
        with owner():
            someone = Person.unguarded.create(partnership=world.north, name="Lou Carrow", agency=world.health)
        row = let_someone_in(case, person=someone, why="The panel")
    urls = addresses(case, keeper.pk, row.pk)
    for person in PEOPLE:
        client = client_for(world, person)
        found = {name: str(client.get(urls[name]).status_code) for name in TABLE}
        assert found == {name: row.split()[PEOPLE.index(person)] for name, row in TABLE.items()}, person


def test_a_reviewer_signs_for_the_looks_that_were_shown_and_later_ones_wait(world: World, case: Arrangement) -> None:
    with world.acting("team_manager"):
        register = Register.objects.get(kind=PF, partnership=world.north)
        appoint_keeper(register, world.person("lay"), why="Reviews", capacity="reviewer")
    reader, lay = say_why(client_for(world, "worker"), case), client_for(world, "lay")
    text(reader, page("record", case))
    sign, there = (reverse(name, args=["north", PF]) for name in ("sign_log", "register"))
    shown = text(lay, sign)
    through = shown.partition('name="through" value="')[2].partition('"')[0]
    assert case.reference not in shown
    assert world.actor("worker").name in shown
    text(reader, page("record", case))
    empty = lay.post(sign, {"through": through, "concern": "on"})
    assert "Say what is to be followed up" in empty.content.decode()
    assert lay.post(sign, {"through": through, "concern": "on", "note": "Why twice?"}).status_code == 302
    for name in ("lay", "worker"):
        seen = text(client_for(world, name), there)
        assert "1 look that nobody has signed for" in seen
        assert "Why twice?" in seen
    assert "Why twice?" not in text(client_for(world, "nurse"), there)
    with world.acting("lay"):
        (review,) = LogReview.objects.filter(register=register)
        assert (review.looks, review.concern, review.by) == (1, True, world.actor("lay").name)
    again = lay.post(sign, {"through": through})
    assert "There is nothing new to sign for" in again.content.decode()


def test_nobody_signs_for_their_own_looks(world: World, case: Arrangement) -> None:
    with world.acting("team_manager"):
        register = Register.objects.get(kind=PF, partnership=world.north)
        appoint_keeper(register, world.person("team_manager"), why="Both", capacity="reviewer")
    with world.acting("team_manager"):
        with reading(case, purpose="case", what="The case"):
            pass
        with pytest.raises(PermissionDenied, match="read no case"):
            sign_log(register, through=now())
        assert list(to_sign(world.actor("team_manager"), world.north, DAY)) == []


def test_a_reviewer_is_reminded_a_quarter_after_the_first_look_that_nobody_signed_for(
    world: World, case: Arrangement
) -> None:
    with world.acting("team_manager"):
        register = Register.objects.get(kind=PF, partnership=world.north)
        appoint_keeper(register, world.person("lay"), why="Reviews", capacity="reviewer")
        assert list(to_sign(world.actor("lay"), world.north, DAY)) == []
        with reading(case, purpose="case", what="The case"):
            pass
        looked = Reading.objects.latest("at").at
    with world.acting("lay"):
        (item,) = to_sign(world.actor("lay"), world.north, today())
        assert item.due == (looked + WITHIN).astimezone(LONDON).date()
        sign_log(register, through=now())
        assert list(to_sign(world.actor("lay"), world.north, today())) == []


def test_years_of_one_era_hold_for_the_cases_opened_in_it_and_others_keep_theirs(
    world: World, case: Arrangement
) -> None:
    ended(world, case)
    with world.acting("team_manager"):
        register = Register.objects.get(kind=PF, partnership=world.north)
        era = course_of(world.north).on(case.opened_on).key
        found = Arrangement.objects.get(pk=case.pk)
        closed = found.closed_on
        assert (kept(found).years, kept(found).decided_here) == (15, False)
        set_years(register, part="", years=20, reason="Board, March 2026", era="LSCB_2015")
        assert kept(found).years == 15
        set_years(register, part="", years=12, reason="Board, March 2026")
        assert kept(found).until == closed.replace(year=closed.year + 12)
        set_years(register, part="", years=30, reason="Board, March 2026", era=era)
        assert kept(found).until == closed.replace(year=closed.year + 30)
        for wrong in ({"part": "none"}, {"part": "", "era": "none"}, {"part": "", "reason": " "}):
            with pytest.raises(ValidationError):
                set_years(register, **{"years": 5, "reason": "Why", **wrong})
    shown = text(client_for(world, "worker"), reverse("register", args=["north", PF]))
    assert "12 years; 20 years if opened under" in " ".join(shown.split())


def test_years_are_decided_on_a_page(world: World, case: Arrangement) -> None:
    url = reverse("register_years", args=["north", PF])
    client = client_for(world, "team_manager")
    assert client.post(url, {"years": "9", "reason": "Board, March 2026", "era": "LSCB_2015"}).status_code == 302
    assert "Who decided it" in text(client, url)
    with world.acting("worker"):
        (row,) = LocalRetention.objects.filter(partnership=world.north)
        assert (row.years, row.era, row.reason) == (9, "LSCB_2015", "Board, March 2026")
    assert "There is a problem" in client.post(url, {"years": "0", "reason": "x"}).content.decode()


def test_keepers_are_appointed_and_the_last_one_is_not_let_go(world: World, case: Arrangement) -> None:
    client = client_for(world, "team_manager")
    with world.acting("team_manager"):
        nurse = world.person("nurse")
    sent = {"person": nurse.pk, "capacity": "keeper", "why": "Covers in summer"}
    assert client.post(reverse("appoint_keeper", args=["north", PF]), sent).status_code == 302
    assert case.reference in text(client_for(world, "nurse"), reverse("records", args=["north", PF]))
    assert client.post(reverse("appoint_keeper", args=["north", PF]), sent).status_code == 422  # twice
    with world.acting("team_manager"):
        keepers = list(Keeper.objects.filter(capacity="keeper").exclude(person=nurse))
        last = Keeper.objects.get(person=nurse)
    last_day = {"on-day": "2", "on-month": "3", "on-year": "2030"}
    ended = [client.post(reverse("end_keeper", args=["north", PF, k.pk]), last_day).status_code for k in keepers]
    assert ended == [302] * len(keepers)
    assert client.post(reverse("end_keeper", args=["north", PF, last.pk]), last_day).status_code == 422


def test_a_keeper_who_is_no_more_sees_nothing_from_the_next_day(world: World, case: Arrangement) -> None:
    with owner():
        Keeper.unguarded.filter(person=world.person("worker")).update(until=date(2026, 3, 4))
    for day, status in ((4, 200), (5, 404)):
        with time_machine.travel(datetime(2026, 3, day, 9, 0, tzinfo=LONDON), tick=False):
            assert client_for(world, "worker").get(page("record", case)).status_code == status


def test_who_keeps_no_register_opens_no_case_and_is_told_what_to_do(world: World) -> None:
    with owner():
        Keeper.unguarded.filter(person=world.person("worker")).update(until=date(2026, 1, 1))
    client = client_for(world, "worker")
    response = client.get(reverse("open_record", args=["north", PF]))
    assert response.status_code in (200, 403)
    with world.acting("worker"), pytest.raises(Exception, match="ask to be appointed"):
        open_record(
            private_fostering, partnership=world.north, lead_agency=world.council, child_ref="C-1",
            notified_by="school", notified_on=DAY, began_on=DAY,
        )  # fmt: skip


def test_somebody_is_let_in_by_name_reads_the_case_and_is_let_go_again(world: World, case: Arrangement) -> None:
    keeper, nurse = client_for(world, "team_manager"), client_for(world, "nurse")
    assert nurse.get(page("record", case)).status_code == 404
    assert "Nobody. Let in whoever works on this case" in text(keeper, page("sealed_people", case))
    who = {"person": world.person("nurse").pk}
    missing = keeper.post(page("let_in", case), who)
    assert missing.status_code == 422
    assert keeper.post(page("let_in", case), {**who, "why": f"{MARK} is her patient"}).status_code == 302
    twice = keeper.post(page("let_in", case), {**who, "why": "Again"})
    assert "is let in already" in " ".join(twice.content.decode().split())
    kept = keeper.post(page("let_in", case), {"person": world.person("manager").pk, "why": "To help"})
    assert "keeps the register, and sees every case" in kept.content.decode()

    told = text(keeper, page("sealed_people", case))
    assert "Nurse Person" in told
    assert MARK not in told, "why is sealed with the case"
    assert MARK in text(say_why(keeper, case), page("sealed_people", case))
    assert nurse.get(page("record", case)).status_code == 200
    assert MARK not in text(nurse, page("record", case)), "before she says why"
    assert nurse.get(page("let_in", case)).status_code == 403, "she lets in nobody else"
    assert MARK in text(say_why(nurse, case), page("record", case))

    with owner():
        row = Participant.unguarded.get(record=case.pk, person=world.person("nurse")).pk
    assert nurse.post(page("let_go", case, row)).status_code == 403
    assert keeper.get(page("let_go", case, row)).status_code == 200
    assert keeper.post(page("let_go", case, row), {"why": "She works there no more"}).status_code == 302
    assert nurse.get(page("record", case)).status_code == 404
    assert "Nurse Person may see it no more" in text(keeper, page("record", case))
    with world.acting("team_manager"):
        assert Reading.objects.filter(record=case.pk, user_id=world.users["nurse"].pk).exists(), "what she read stays"


def test_a_person_of_another_partnership_is_not_offered_and_cannot_be_let_in(world: World, case: Arrangement) -> None:
    keeper = client_for(world, "team_manager")
    with owner():
        stranger = Person.unguarded.exclude(partnership=world.north).first()
    assert stranger is not None
    answer = keeper.post(page("let_in", case), {"person": stranger.pk, "why": "To help"})
    assert answer.status_code == 422
    with owner():
        assert not Participant.unguarded.filter(record=case.pk, person=stranger).exists()


def test_who_opens_such_cases_and_keeps_no_register_is_told_that_somebody_is_let_in_already(
    world: World, case: Arrangement
) -> None:
    with owner():
        world.seat("opener", world.council, world.north, "social_worker")
    keeper, opener = client_for(world, "team_manager"), client_for(world, "opener")
    for name in ("opener", "nurse"):
        said = {"person": world.person(name).pk, "why": "The panel"}
        assert keeper.post(page("let_in", case), said).status_code == 302
    assert "Nurse Person" not in text(opener, page("sealed_people", case)), "whom others let in is not theirs to see"
    twice = opener.post(page("let_in", case), {"person": world.person("nurse").pk, "why": "Again"})
    assert twice.status_code == 422
    assert "is let in already" in " ".join(twice.content.decode().split())


def test_of_two_people_of_one_name_each_has_the_reason_that_was_given_for_them(world: World, case: Arrangement) -> None:
    with owner():
        world.seat("namesake", world.police, world.north, "member")
    keeper, why = client_for(world, "team_manager"), {"nurse": "She nurses him", "namesake": "She is on the panel"}
    with owner():
        Person.unguarded.filter(pk=world.person("namesake").pk).update(name=world.person("nurse").name)
    for name, words in why.items():
        assert keeper.post(page("let_in", case), {"person": world.person(name).pk, "why": words}).status_code == 302
    told = text(say_why(keeper, case), page("sealed_people", case))
    assert [told.count(words) for words in why.values()] == [1, 1]


def test_what_two_end_at_once_is_told_once(world: World, case: Arrangement) -> None:
    with world.acting("team_manager"):
        let_someone_in(case, person=world.person("nurse"), why="The panel")
        rows = [Participant.objects.get(record=case.pk, person=world.person("nurse")) for _ in range(2)]
        for row in rows:  # as two pages have it that were opened before
            let_go(row, why="Done")
        assert case.events.filter(name="let_go").count() == 1
