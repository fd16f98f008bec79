"""A sealed file opens with its passphrase and in no other way, and no change to it goes unnoticed."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.config import sealed
from goldenthread.config.sealed import MAGIC, NotOpened, SealWriter, read_header, unseal

SMALL = 64
unhurried = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small chunks and a cheap key: the construction is what is tested, not the cost of guessing."""
    monkeypatch.setattr(sealed, "CHUNK", SMALL)
    monkeypatch.setattr(sealed, "COST", {"n": 2, "r": 1, "p": 1})


def seal(data: bytes, passphrase: str = "right", pieces: int = 1000) -> bytes:
    target = io.BytesIO()
    writer = SealWriter(target, passphrase, {"by": "a test"})
    for start in range(0, len(data), pieces):
        writer.write(data[start : start + pieces])
    writer.finish()
    return target.getvalue()


def opened(data: bytes, passphrase: str = "right") -> bytes:
    target = io.BytesIO()
    unseal(io.BufferedReader(io.BytesIO(data)), target, passphrase)
    return target.getvalue()


@unhurried
@given(data=st.binary(max_size=5 * SMALL), pieces=st.integers(1, 3 * SMALL), passphrase=st.text(min_size=1))
def test_what_went_in_comes_out_however_it_was_written(data: bytes, pieces: int, passphrase: str) -> None:
    assert opened(seal(data, passphrase, pieces), passphrase) == data


@pytest.mark.parametrize("length", [0, 1, SMALL - 1, SMALL, SMALL + 1, 2 * SMALL, 2 * SMALL + 1])
def test_lengths_around_a_chunk_come_out_whole(length: int) -> None:
    assert opened(seal(b"x" * length)) == b"x" * length


@unhurried
@given(data=st.binary(max_size=4 * SMALL), share=st.floats(0, 1, exclude_max=True))
def test_a_cut_anywhere_is_noticed(data: bytes, share: float) -> None:
    whole = seal(data)
    with pytest.raises(NotOpened):
        opened(whole[: int(len(whole) * share)])


@unhurried
@given(data=st.binary(min_size=1, max_size=4 * SMALL), where=st.integers(0, 10_000), flip=st.integers(1, 255))
def test_a_changed_byte_anywhere_is_noticed(data: bytes, where: int, flip: int) -> None:
    changed = bytearray(seal(data))
    changed[where % len(changed)] ^= flip
    with pytest.raises(NotOpened):
        opened(bytes(changed))


@unhurried
@given(more=st.binary(min_size=1, max_size=200))
def test_anything_added_at_the_end_is_noticed(more: bytes) -> None:
    with pytest.raises(NotOpened):
        opened(seal(b"data") + more)


def test_chunks_that_changed_places_are_noticed() -> None:
    whole = seal(b"a" * SMALL + b"b" * SMALL + b"c")
    _, preamble = read_header(io.BytesIO(whole))
    size = 4 + SMALL + sealed.TAG_LENGTH
    first, second = whole[len(preamble) :][:size], whole[len(preamble) + size :][:size]
    rest = whole[len(preamble) + 2 * size :]
    assert opened(preamble + first + second + rest)
    with pytest.raises(NotOpened):
        opened(preamble + second + first + rest)


def test_a_wrong_passphrase_is_said_to_be_a_possibility() -> None:
    with pytest.raises(NotOpened, match="passphrase is wrong"):
        opened(seal(b"data"), "wrong")


def test_the_same_data_is_never_sealed_to_the_same_bytes() -> None:
    assert seal(b"data") != seal(b"data")


def test_the_plain_text_is_not_in_the_file() -> None:
    assert b"a rather telling sentence" not in seal(b"a rather telling sentence")


def test_another_format_is_named() -> None:
    whole = bytearray(seal(b"data"))
    whole[len(MAGIC) : len(MAGIC) + 2] = struct.pack(">H", 7)
    with pytest.raises(NotOpened, match="format 7"):
        opened(bytes(whole))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 some zip file", MAGIC[:10]])
def test_a_file_that_is_no_backup_is_told_apart(data: bytes) -> None:
    with pytest.raises(NotOpened, match="not a Golden Thread backup"):
        opened(data)


def test_a_header_that_asks_for_all_the_memory_there_is_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = seal(b"data").replace(b'"n": 2,', b'"n": 999999999,')
    grown = len(b'"n": 999999999,') - len(b'"n": 2,')
    at = len(MAGIC) + 2
    length = struct.unpack(">I", whole[at : at + 4])[0] + grown
    with pytest.raises(NotOpened, match="no backup of ours"):
        opened(whole[:at] + struct.pack(">I", length) + whole[at + 4 :])
