"""What is sealed opens with its own key, in its own place, and in no other way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.sealing.envelope import CaseKey, new_seal, open_seal, rewrapped, wrapped_with
from goldenthread.core.sealing.keyring import KeyRing, SealingTrouble, write_ring

RING = KeyRing.new()
SEAL = new_seal("7 CD-2026-0001", RING)
KEY = open_seal(SEAL, "7 CD-2026-0001", RING)


@given(st.text())
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert KEY.open(KEY.close(text, "a.b"), "a.b") == text


@given(st.text(min_size=1))
def test_the_same_text_never_looks_the_same_twice(text: str) -> None:
    assert KEY.close(text, "a.b") != KEY.close(text, "a.b")


@given(st.data())
def test_a_value_with_any_bit_changed_does_not_open(data: st.DataObject) -> None:
    closed = bytearray(KEY.close("Ellis Marlow", "a.b"))
    closed[data.draw(st.integers(0, len(closed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SealingTrouble, match="altered"):
        KEY.open(bytes(closed), "a.b")


@given(st.integers(0, 40))
def test_a_value_cut_off_anywhere_does_not_open(length: int) -> None:
    with pytest.raises(SealingTrouble, match="altered"):
        KEY.open(KEY.close("Ellis Marlow", "a.b")[:length], "a.b")


def test_a_value_moved_to_another_column_does_not_open() -> None:
    with pytest.raises(SealingTrouble, match="altered"):
        KEY.open(KEY.close("Ellis Marlow", "a.b"), "a.c")


@given(st.data())
def test_a_seal_with_any_bit_changed_does_not_open(data: st.DataObject) -> None:
    changed = bytearray(SEAL)
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SealingTrouble):
        open_seal(bytes(changed), "7 CD-2026-0001", RING)


@pytest.mark.parametrize("bound_to", ["7 CD-2026-0002", "8 CD-2026-0001", ""])
def test_a_seal_of_one_case_does_not_open_another(bound_to: str) -> None:
    with pytest.raises(SealingTrouble, match="another one's, or the case's row was altered"):
        open_seal(SEAL, bound_to, RING)


def test_a_ring_without_the_key_says_which_is_wanted() -> None:
    with pytest.raises(SealingTrouble, match=f"sealed with the key {wrapped_with(SEAL)}, which is not in"):
        open_seal(SEAL, "7 CD-2026-0001", KeyRing.new())


def test_a_turned_ring_opens_what_the_old_key_sealed_and_wraps_it_anew() -> None:
    turned = RING.turned()
    closed = KEY.close("Ellis Marlow", "a.b")
    anew = rewrapped(SEAL, "7 CD-2026-0001", turned)
    assert wrapped_with(anew) == turned.current != RING.current
    alone = turned.without(RING.current)
    assert open_seal(anew, "7 CD-2026-0001", alone).open(closed, "a.b") == "Ellis Marlow"
    with pytest.raises(SealingTrouble):
        open_seal(SEAL, "7 CD-2026-0001", alone)


def test_the_current_key_is_not_taken_off() -> None:
    with pytest.raises(SealingTrouble, match="sealed with now"):
        RING.without(RING.current)


def test_fingerprints_tell_the_same_from_another_and_boards_apart() -> None:
    mine = RING.fingerprint(7, "nhs", "9434765919")
    assert mine == RING.turned().fingerprint(7, "nhs", "9434765919")
    others = [
        RING.fingerprint(8, "nhs", "9434765919"),
        RING.fingerprint(7, "name", "9434765919"),
        RING.fingerprint(7, "nhs", "9434765918"),
        KeyRing.new().fingerprint(7, "nhs", "9434765919"),
    ]
    assert mine not in others
    assert len(set(others)) == len(others)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"current": "a", "keys": {}, "index": ""}', "not json", "null"])
def test_what_is_no_key_ring_is_refused_in_words(text: str) -> None:
    with pytest.raises(SealingTrouble, match="key ring"):
        KeyRing.from_json(text)


def test_a_ring_with_a_key_cut_off_is_refused() -> None:
    said = RING.as_json()
    start = said.index('"key": "') + len('"key": "')
    with pytest.raises(SealingTrouble, match=r"cut off|damaged"):
        KeyRing.from_json(said[:start] + said[start + 4 :])


def test_a_ring_is_written_for_its_owner_alone_and_read_back(tmp_path: Path) -> None:
    file = tmp_path / "sealing.json"
    write_ring(RING, file)
    assert file.stat().st_mode & 0o077 == 0
    assert KeyRing.from_json(file.read_text()) == RING
    assert [path.name for path in tmp_path.iterdir()] == ["sealing.json"]


def test_no_key_is_printed() -> None:
    key: CaseKey = KEY
    for shown in (repr(RING), repr(RING.key(RING.current)), str(RING), repr(key)):
        assert RING.key(RING.current).secret.hex() not in shown
        assert "secret" not in shown
