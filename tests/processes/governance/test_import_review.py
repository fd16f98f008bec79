"""The review: verdicts, corrections, two clerks at once, and who may be there at all."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.core.tenancy.models import Agency, Person
from goldenthread.core.thread.models import Action
from goldenthread.processes.governance.meetings.models import Meeting
from goldenthread.processes.governance.minutes_import import writing
from goldenthread.processes.governance.minutes_import.accepting import accept_as_read, accept_import
from goldenthread.processes.governance.minutes_import.matching import People, alike, person_key
from goldenthread.processes.governance.minutes_import.models import ImportSource, MinutesImport, ReadItem
from goldenthread.processes.governance.minutes_import.plan import plan_of, rows_of_import
from goldenthread.processes.governance.minutes_import.taking import receive_minutes
from goldenthread.processes.governance.minutes_import.verdicts import correct_row, decide_row, seen_of
from tests.processes.governance.minutes_desk import MINUTES, Desk, desk, upload, url
from tests.world import owner

__all__ = ["desk"]


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def fields_of(browser: Client, address: str) -> dict[str, Any]:
    """What a browser would send back if the form were saved as it is shown."""
    form = browser.get(address).context["form"]
    sent: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if hasattr(value, "year"):
            value = value.isoformat()
        sent[bound.html_name] = "" if value in (None, False) else value
    version = re.search(r'name="version" value="(\d+)"', browser.get(address).content.decode())
    assert version
    return sent | {"version": version[1]}


def test_what_was_read_stands_beside_the_words_it_was_read_from(desk: Desk) -> None:
    browser, one = desk.browser(), desk.read()
    page = text(browser.get(url("minutes_section", one.pk, "new-actions")))
    assert "Action 3.1: Tomas Wyke to bring a breakdown by district" in page, "the source"
    assert "At the meeting of 9 May 2017" in page, "what was made of it"
    assert "(line 29)" in page
    source = text(browser.get(url("minutes_source", one.pk)))
    assert 'id="line-29"' in source


def test_people_the_board_knows_are_offered_and_others_are_new(desk: Desk) -> None:
    one = desk.read()
    known = desk.row(one, "attendance", name="Ada Fenwright")
    assert (known.person, known.agency, known.match) == (desk.world.person("nurse"), desk.world.health, "sure")
    new = desk.row(one, "attendance", name="Oswin Tarrant")
    assert (new.person, new.agency, new.match) == (None, None, "none")
    closed = desk.row(one, "previous_action", number="2.1")
    assert (closed.action, closed.match) == (desk.threshold, "sure")


def test_an_unsure_match_is_offered_and_never_accepted_with_the_rest(desk: Desk) -> None:
    with owner():
        Person.unguarded.create(partnership=desk.world.north, name="O. Tarrant")
    browser, one = desk.browser(), desk.read()
    row = desk.row(one, "attendance", name="Oswin Tarrant")
    assert (row.match, row.person.name) == ("likely", "O. Tarrant")
    assert "Perhaps O. Tarrant" in text(browser.get(url("minutes_section", one.pk, "people")))
    answer = browser.post(url("decide_section", one.pk, "people"), {"verdict": "accepted"}, follow=True)
    assert "1 row may be something known already" in text(answer)
    assert desk.row(one, "attendance", name="Oswin Tarrant").verdict == "undecided"


@pytest.mark.parametrize(
    ("kind", "which", "change", "column", "value"),
    [
        ("meeting", {}, {"place": "Town Hall"}, "place", "Town Hall"),
        ("attendance", {"name": "Oswin Tarrant"}, {"status": "deputy", "deputy": "Ines Holt"}, "deputy", "Ines Holt"),
        ("item", {"number": "3"}, {"title": "Children who go missing"}, "title", "Children who go missing"),
        ("decision", {}, {"item": "3"}, "item", "3"),
        ("previous_action", {"number": "2.1"}, {"reason": "overtaken"}, "reason", "overtaken"),
        ("action", {"number": "3.2"}, {"due_at": "2017-07-11"}, "due", "2017-07-11"),
        ("promise", {"confidence": "high"}, {"owners": "Ada Fenwright; Tomas Wyke"}, "owners",
         ["Ada Fenwright", "Tomas Wyke"]),
        ("recommendation", {}, {"text": "Name a lead."}, "text", "Name a lead."),
        ("future_meeting", {"date": "2017-05-09"}, {"starts": "9:30am"}, "starts", "09:30"),
    ],
)  # fmt: skip
def test_every_kind_of_row_can_be_put_right(
    desk: Desk, kind: str, which: dict[str, Any], change: dict[str, Any], column: str, value: Any
) -> None:
    browser, one = desk.browser(), desk.read()
    row = desk.row(one, kind, **which)
    address = url("correct_read_item", one.pk, row.pk)
    answer = browser.post(address, fields_of(browser, address) | change)
    assert answer.status_code == 302, text(answer)
    with desk.world.acting("manager"):
        row.refresh_from_db()
    assert (row.verdict, row.values[column]) == ("corrected", value)
    assert row.read.get(column) != value, "what was read is kept beside it"


def test_a_form_saved_as_it_was_shown_changes_nothing_of_what_was_read(desk: Desk) -> None:
    browser, one = desk.browser(), desk.read()
    with desk.world.acting("manager"):
        rows = list(ReadItem.objects.filter(minutes_import=one).exclude(kind="warning"))
    for row in rows:
        address = url("correct_read_item", one.pk, row.pk)
        assert browser.post(address, fields_of(browser, address)).status_code == 302, row
    with desk.world.acting("manager"):
        for row in ReadItem.objects.filter(minutes_import=one).exclude(kind="warning"):
            assert {name: row.values[name] or None for name in row.read} == {n: v or None for n, v in row.read.items()}


@pytest.mark.parametrize(
    ("kind", "which", "change", "words"),
    [
        ("meeting", {}, {"ends": "9:00"}, "cannot end before it begins"),
        ("meeting", {}, {"known_group": "", "group": ""}, "Choose the group that met"),
        ("attendance", {"name": "Oswin Tarrant"}, {"status": "deputy"}, "Name the deputy who came"),
        ("previous_action", {"number": "2.2"}, {"status": "closed"}, "Choose why it was closed"),
    ],
)
def test_a_correction_that_does_not_hold_says_so_on_its_field(
    desk: Desk, kind: str, which: dict[str, Any], change: dict[str, Any], words: str
) -> None:
    browser, one = desk.browser(), desk.read()
    address = url("correct_read_item", one.pk, desk.row(one, kind, **which).pk)
    answer = browser.post(address, fields_of(browser, address) | change)
    assert answer.status_code == 422
    assert words in text(answer)


def test_of_two_clerks_who_correct_one_row_the_second_sees_both_texts(desk: Desk) -> None:
    one = desk.read()
    row = desk.row(one, "action", number="3.1")
    first, second = desk.browser("manager"), desk.browser("clerk")
    address = url("correct_read_item", one.pk, row.pk)
    sent = fields_of(second, address)
    assert first.post(address, fields_of(first, address) | {"text": "Bring it by district."}).status_code == 302
    answer = second.post(address, sent | {"text": "Bring it by ward."})
    assert answer.status_code == 409
    assert "Bring it by district." in text(answer)
    assert "Bring it by ward." in text(answer)
    version = re.search(r'name="version" value="(\d+)"', answer.content.decode())
    assert version
    assert second.post(address, sent | {"text": "By ward.", "version": version[1]}).status_code == 302
    assert desk.row(one, "action", number="3.1").values["text"] == "By ward."


def test_a_verdict_on_a_row_that_moved_on_is_shown_it_again(desk: Desk) -> None:
    one = desk.read()
    row = desk.row(one, "action", number="3.1")
    with desk.world.acting("clerk"):
        correct_row(row, values={"text": "Something else"}, links={}, expected_version=1)
        with pytest.raises(StaleEdit):
            decide_row(row, verdict="dismissed", expected_version=1)
    address = url("decide_read_item", one.pk, row.pk)
    answer = desk.browser().post(address, {"verdict": "dismissed", "version": 1})
    assert answer.status_code == 409
    assert "Someone else changed this since you saw it" in text(answer)
    swapped = desk.browser().post(address, {"verdict": "dismissed", "version": 1}, headers={"HX-Request": "true"})
    assert "Someone else changed this since you saw it" in text(swapped)


def test_with_the_script_one_card_comes_back_with_the_count_beside_it(desk: Desk) -> None:
    browser, one = desk.browser(), desk.read()
    row = desk.row(one, "action", number="3.1")
    sent = {"verdict": "accepted", "version": row.version}
    card = text(browser.post(url("decide_read_item", one.pk, row.pk), sent, headers={"HX-Request": "true"}))
    assert card.count("<article") == 1
    assert "1 of 2 still to look at" in card
    assert "Take back" in card


def test_what_was_checked_is_what_is_written_or_nothing_is(desk: Desk) -> None:
    one = desk.read()
    with desk.world.acting("manager"):
        accept_everything(one)
        seen = seen_of(one)
        decide_row(desk.row(one, "action", number="3.1"), verdict="dismissed")
        with pytest.raises(ValidationError, match="Someone changed a verdict"):
            accept_import(one, seen=seen)
        assert not Meeting.objects.exists()


def test_nothing_is_written_while_something_waits_for_a_verdict(desk: Desk) -> None:
    browser, one = desk.browser(), desk.read()
    answer = browser.post(url("check_minutes", one.pk), {"seen": ""})
    assert answer.status_code == 422
    assert "Not everything has a verdict yet" in text(answer)
    with desk.world.acting("manager"):
        assert not Meeting.objects.exists()


def test_if_one_thing_fails_half_way_nothing_is_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**values: Any) -> None:
        raise ValidationError("No more recommendations today.")

    monkeypatch.setattr(writing, "recommend", refuse)
    browser, one = desk.browser(), desk.read()
    with desk.world.acting("manager"):
        accept_everything(one)
        before = counts(desk)
    answer = browser.post(url("check_minutes", one.pk), {"seen": ""})
    assert answer.status_code == 422
    assert "No more recommendations today." in text(answer)
    with desk.world.acting("manager"):
        assert counts(desk) == before
        assert MinutesImport.objects.get(pk=one.pk).state == "ready"


def counts(desk: Desk) -> tuple[int, ...]:
    people = Person.objects.filter(partnership=desk.world.north).count()
    return (Meeting.objects.count(), Action.objects.count(), people, Agency.objects.count(), Group.objects.count())


def accept_everything(one: MinutesImport) -> None:
    for row in ReadItem.objects.filter(minutes_import=one).exclude(kind="promise").select_related("minutes_import"):
        decide_row(row, verdict="accepted")


def test_accepted_twice_is_accepted_once(desk: Desk) -> None:
    one = desk.read()
    with desk.world.acting("manager"):
        first, _ = accept_as_read(one)
        before = counts(desk)
        assert accept_import(one).meeting == first.meeting
        assert counts(desk) == before
        with pytest.raises(ValidationError, match="no longer changes"):
            decide_row(desk.row(one, "action", number="3.1"), verdict="dismissed")


def test_accepted_as_read_a_guess_is_not_used_and_is_told(desk: Desk) -> None:
    with owner():
        Person.unguarded.create(partnership=desk.world.north, name="O. Tarrant")
    one = desk.read()
    with desk.world.acting("manager"):
        _, told = accept_as_read(one)
        assert [line for line in told if "O. Tarrant" in line]
        assert Person.objects.filter(name="Oswin Tarrant").exists()


def test_a_text_without_a_place_can_be_given_one(desk: Desk) -> None:
    one = desk.read()
    row = desk.row(one, "recommendation")
    with owner():
        made = ReadItem.unguarded.create(
            minutes_import=one, partnership=desk.world.north, kind="unplaced", order=999, source="Someone to ring",
            read={"text": "x"}, values={"text": "Ring the school", "becomes": "action"}, verdict="corrected",
        )  # fmt: skip
    with desk.world.acting("manager"):
        plan = plan_of(rows_of_import(one))
        assert made in plan.of("action")
        assert row not in plan.of("recommendation"), "no one has accepted it"


def test_an_administrator_may_not_call_minutes_agreed(desk: Desk) -> None:
    one = desk.read()
    with desk.world.acting("clerk"):
        accept_everything(one)
        correct_row(desk.row(one, "meeting"), values={"standing": "agreed"}, links={"group": desk.world.board})
        with pytest.raises(ValidationError, match="Only the business manager or the chair"):
            accept_import(one)
    with desk.world.acting("manager"):
        assert accept_import(one).meeting.state == "agreed"


#               manager clerk chair nurse lay worker southerner south_manager outsider
PEOPLE = ("manager", "clerk", "chair", "nurse", "lay", "worker", "southerner", "south_manager", "outsider")
ALLOWED = (200, 200, 403, 403, 403, 403, 403, 404, 404)


@pytest.mark.parametrize(("name", "status"), list(zip(PEOPLE, ALLOWED, strict=True)))
def test_only_the_business_unit_comes_near_unchecked_minutes(desk: Desk, name: str, status: int) -> None:
    one = desk.read()
    row = desk.row(one, "action", number="3.1")
    browser = desk.browser(name)
    addresses = [
        url("minutes_imports"), url("import_minutes"), url("minutes_import", one.pk), url("minutes_source", one.pk),
        url("dismiss_minutes", one.pk), url("check_minutes", one.pk), url("correct_read_item", one.pk, row.pk),
        url("minutes_section", one.pk, "people"),
    ]  # fmt: skip
    assert {address: browser.get(address).status_code for address in addresses} == dict.fromkeys(addresses, status)
    if status != 200:
        posts = [*addresses, url("decide_read_item", one.pk, row.pk), url("decide_section", one.pk, "people")]
        for address in posts:
            answer = browser.post(address, {"verdict": "accepted", "version": 1} | upload(b"x"))
            assert answer.status_code in (status, 405), address
        assert desk.row(one, "action", number="3.1").verdict == "undecided"


def test_without_signing_in_there_is_no_way_in(desk: Desk) -> None:
    one = desk.read()
    for address in (url("minutes_imports"), url("minutes_import", one.pk), url("minutes_source", one.pk)):
        assert Client().get(address).status_code == 302


@pytest.mark.parametrize("name", ["nurse", "worker", "south_manager", "outsider"])
def test_the_rows_themselves_are_out_of_sight_of_everyone_else(desk: Desk, name: str) -> None:
    desk.read()
    with desk.world.acting(name):
        for model in (MinutesImport, ImportSource, ReadItem):
            assert not model.objects.exists(), "by the manager"
            assert not model.unguarded.exists(), "by row security"


def test_the_verb_itself_refuses_whoever_holds_no_role_for_it(desk: Desk) -> None:
    with desk.world.acting("chair"), pytest.raises(PermissionDenied):
        receive_minutes(partnership=desk.world.north, name="x.txt", data=MINUTES.read_bytes())


@given(st.sampled_from(["", "Dr ", "Cllr ", "Mrs "]), st.sampled_from(["", " (Vice Chair)", " (Chair)"]))
def test_a_name_is_the_same_with_its_honorific_and_its_role(before: str, after: str) -> None:
    assert person_key(f"{before}Ada Fenwright{after}") == person_key("ADA FENWRIGHT") == "ada fenwright"


def test_two_people_with_one_initial_are_never_guessed_between() -> None:
    people = People([(1, "Ada Fenwright"), (2, "Alan Fenwright"), (3, "Oswin Tarrant")])
    assert people.find("A. Fenwright") is None
    offered = people.find("O Tarrant")
    assert offered is not None
    assert (offered.row, offered.sure) == (3, False)
    assert people.find("Olive Tarrant") is None, "another first name is another person"


@given(st.text(), st.text())
def test_likeness_is_a_share_and_the_same_both_ways(first: str, second: str) -> None:
    assert 0 <= alike(first, second) <= 1
    assert alike(first, second) == alike(second, first)
