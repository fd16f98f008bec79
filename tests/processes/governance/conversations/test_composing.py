"""The composite tells nothing of who said what: whoever says it, it reads the same, and few are never counted."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.processes.governance.conversations.composing import (
    FEW,
    LEAST,
    NEARLY_ALL,
    Told,
    TooFew,
    compose,
    tells_who,
)

THEMES = ("Capacity", "Neglect", "Trust", "Data")
MEMBERS = st.builds(Told, st.frozensets(st.sampled_from(THEMES)), st.just(()))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # a busy machine
@given(st.lists(MEMBERS, min_size=LEAST, max_size=14), st.randoms())
def test_whoever_says_it_it_reads_the_same_and_few_are_never_counted(told: list[Told], luck: object) -> None:
    shuffled = list(told)
    luck.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis' own random
    found = compose(told)
    assert compose(shuffled) == found
    for theme, words in found.themes:
        said = sum(theme in one.themes for one in told)
        assert said >= FEW
        if number := re.match(r"(\d+) of", words):
            assert int(number[1]) == said
            assert len(told) - said >= FEW
    named = {theme for theme, _ in found.themes}
    raised = {theme for one in told for theme in one.themes}
    assert all(sum(theme in one.themes for one in told) < FEW for theme in raised - named)
    assert found.others is bool(raised - named)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.integers(LEAST, 14), st.data())
def test_one_member_more_or_less_on_a_theme_of_few_or_of_nearly_all_changes_no_word(
    members: int, data: st.DataObject
) -> None:
    """Within a band, nobody who knows what all others said can tell what the last one did."""
    band = data.draw(st.sampled_from([(1, FEW - 1), (members - FEW + 1, members - 1)]))
    one, other = (
        compose([Told(frozenset({"Trust"} if n < said else set())) for n in range(members)]).themes for said in band
    )
    assert one == other or members - FEW + 1 < FEW


def test_nearly_all_is_said_without_the_number() -> None:
    told = [Told(frozenset({"Trust"}))] * 8 + [Told(frozenset())]
    assert compose(told).themes == (("Trust", NEARLY_ALL),)


def test_of_too_few_nothing_is_told() -> None:
    with pytest.raises(TooFew, match="At least 5"):
        compose([Told(frozenset({"Trust"}))] * 4)


NAMES = ("Twinshires Police", "Imran Siddiqui", "Harbour Lights")
TELLS = (
    "As the only lay person here I am heard last", "Our officers never see the papers", "Twinshires is not listened to",
    "Ask Siddiqui", "Write to me@example.org", "At Harbour we do it well", "My ward managers are tired",
)  # fmt: skip
KEEPS = ("We talk too much and decide too little", "Papers come late", "I value the people round the table")


@pytest.mark.parametrize("quote", TELLS)
def test_a_quote_that_tells_who_is_held_back_and_counted_for_the_chair(quote: str) -> None:
    told = [*(Told(frozenset(), (kept,)) for kept in KEEPS), Told(frozenset(), (quote,)), Told(frozenset())]
    found = compose(told, NAMES)
    assert found.quotes == tuple(sorted(KEEPS))
    assert found.held_back == 1


@pytest.mark.parametrize("quote", KEEPS)
def test_a_quote_that_anyone_could_have_said_is_kept(quote: str) -> None:
    assert not tells_who(quote)


def test_quotes_of_fewer_than_three_members_are_not_printed() -> None:
    told = [Told(frozenset(), (KEEPS[0], KEEPS[2])), Told(frozenset(), (KEEPS[1],)), *[Told(frozenset())] * 4]
    found = compose(told)
    assert (found.quotes, found.held_back) == ((), 3)
