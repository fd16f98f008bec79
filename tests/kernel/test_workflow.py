"""A workflow is checked when it is built, and says in words what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from goldenthread.kernel.workflow import Step, StepRefused, Workflow, WorkflowError, step

NOTIFIED, SUITABLE, ENDED = "notified", "suitable", "ended"


def seen_enough(record: list[str]) -> bool:
    """once the child has been seen twice"""
    return len(record) >= 2


VISIT = step(
    "visit",
    "Record a visit",
    (NOTIFIED, SUITABLE),
    by="social_worker",
    adds="visits",
    fields=("visited_on", "seen_alone"),
)
SUIT = step("find_suitable", "Decide it is suitable", NOTIFIED, SUITABLE, by="team_manager", when=seen_enough)
END = step(
    "end",
    "End it",
    (NOTIFIED, SUITABLE),
    ENDED,
    by="social_worker team_manager",
    fields=("ended_on",),
    asks="Why did it end?",
    confirm="This cannot be undone.",
)


def fostering() -> Workflow:
    return Workflow(NOTIFIED, {ENDED}, (VISIT, SUIT, END))


def names(steps: Iterable[Step]) -> list[str]:
    return [s.name for s in steps]


def test_the_states_are_those_the_steps_name_the_first_first() -> None:
    assert fostering().states == (NOTIFIED, SUITABLE, ENDED)
    assert fostering().is_final(ENDED)
    assert not fostering().is_final(NOTIFIED)


def test_a_step_is_open_to_the_roles_it_names_from_the_states_it_names() -> None:
    workflow = fostering()
    assert names(workflow.open_to(NOTIFIED, {"social_worker"})) == ["visit", "end"]
    assert names(workflow.open_to(NOTIFIED, "team_manager")) == ["find_suitable", "end"]
    assert names(workflow.open_to(SUITABLE, frozenset({"team_manager"}))) == ["end"]
    assert names(workflow.open_to(ENDED, {"social_worker", "team_manager"})) == []
    assert names(workflow.open_to(NOTIFIED, {"duty_worker"})) == []


def test_a_condition_closes_a_step_for_a_record_that_does_not_meet_it() -> None:
    workflow = fostering()
    assert names(workflow.open_to(NOTIFIED, "team_manager", ["once"])) == ["end"]
    assert names(workflow.open_to(NOTIFIED, "team_manager", ["once", "twice"])) == ["find_suitable", "end"]


def test_following_a_step_leads_to_its_target_or_stays() -> None:
    workflow = fostering()
    assert workflow.follow(NOTIFIED, "find_suitable") == SUITABLE
    assert workflow.follow(SUITABLE, "visit") == SUITABLE


def test_a_step_that_is_not_open_or_unknown_is_refused_in_words() -> None:
    with pytest.raises(
        StepRefused, match="'Decide it is suitable' is not open from suitable; it is open from notified"
    ):
        fostering().follow(SUITABLE, "find_suitable")
    with pytest.raises(StepRefused, match="no step called 'prohibit'"):
        fostering().follow(NOTIFIED, "prohibit")


def test_it_reads_aloud() -> None:
    assert fostering().as_text({SUITABLE: "found suitable"}) == (
        "It starts as notified and ends as ended.\n"
        "- Record a visit: when notified or found suitable, by a social worker, giving visited on and seen alone "
        "(one of its visits is added); its state stays.\n"
        "- Decide it is suitable: when notified, by a team manager; it becomes found suitable. "
        "Only once the child has been seen twice.\n"
        "- End it: when notified or found suitable, by a social worker or a team manager, giving ended on; "
        "it becomes ended. They are asked: Why did it end?"
    )


@pytest.mark.parametrize(
    ("final", "steps", "problem"),
    [
        ("z", [step("x", "X", "a", "z", by="r"), step("x", "X", "a", "z", by="r")], "2 steps are called 'x'"),
        (
            "z",
            [step("x", "X", "a", "z", by="r"), step("y", "Y", "z", "a", by="r")],
            "step 'y' leaves z, which is final",
        ),
        ("z", [step("x", "X", "a", "z", by="r"), step("y", "Y", "b", "z", by="r")], "no step leads to b"),
        ("z", [step("x", "X", "a", "z", by="r"), step("y", "Y", "a", "b", by="r")], "from b no end can be reached"),
        ("z", [step("x", "X", "a", by="r")], "no step leads to z"),
        ("z", [step("x", "X", "a", "z", by="")], "step 'x' may be taken by nobody"),
        ("z", [step("x", " ", "a", "z", by="r")], "step 'x' has no label"),
        ("z", [step("x", "X", (), "z", by="r")], "step 'x' is open from no state"),
        ("z", [step("not a name", "X", "a", "z", by="r")], "'not a name' cannot be the name of a step"),
        ("z", [step("import", "X", "a", "z", by="r")], "'import' cannot be the name of a step"),
        ("z", [step("x", "X", ("a", "a"), "z", by="r")], "step 'x' names 'a' twice"),
        ("z", [step("x", "X", "a", "z", by="r", fields=("on", "on"))], "step 'x' names 'on' twice"),
        ((), [step("x", "X", "a", "b", by="r")], "it has no final state"),
        (("a", "z"), [step("x", "X", "a", "z", by="r")], "it starts in a, which is final"),
    ],
)
def test_a_broken_workflow_is_refused_with_the_reason(
    final: str | tuple[str, ...], steps: list[Step], problem: str
) -> None:
    with pytest.raises(WorkflowError) as refused:
        Workflow("a", final, steps)
    assert f"- {problem}" in str(refused.value)


def test_every_problem_is_listed_at_once() -> None:
    with pytest.raises(WorkflowError) as refused:
        Workflow("a", "z", [step("x", "", "a", "b", by="")])
    assert str(refused.value).splitlines() == [
        "This workflow cannot run:",
        "- step 'x' has no label",
        "- step 'x' may be taken by nobody",
        "- no step leads to z",
        "- from a no end can be reached",
        "- from b no end can be reached",
    ]


def test_a_model_must_have_exactly_the_states_of_the_steps() -> None:
    fostering().check_states([NOTIFIED, SUITABLE, ENDED])
    with pytest.raises(WorkflowError, match="the model lacks the state suitable"):
        fostering().check_states([NOTIFIED, ENDED])
    with pytest.raises(WorkflowError, match="no step names the state long gone"):
        fostering().check_states([NOTIFIED, SUITABLE, ENDED, "long_gone"])


states = st.sampled_from("abcde")
any_steps = st.lists(st.tuples(st.sets(states, min_size=1), st.none() | states), max_size=8)


@given(st.sets(states, max_size=3), any_steps)
def test_whatever_is_accepted_can_reach_every_state_and_always_end(
    final: set[str], drawn: list[tuple[set[str], str | None]]
) -> None:
    steps = [step(f"s{n}", "Go", sorted(source), target, by="r") for n, (source, target) in enumerate(drawn)]
    try:
        workflow = Workflow("a", final, steps)
    except WorkflowError:
        workflow = None
    moves = {(x, y) for source, y in drawn if y for x in source}
    named = {"a", *final, *(x for source, _ in drawn for x in source), *(y for _, y in drawn if y)}

    def closure(seed: set[str], pairs: set[tuple[str, str]]) -> set[str]:
        for _ in named:
            seed = seed | {y for x, y in pairs if x in seed}
        return seed

    sound = (
        bool(final)
        and "a" not in final
        and closure({"a"}, moves) >= named
        and closure(set(final), {(y, x) for x, y in moves}) >= named
        and not any(source & final for source, _ in drawn)
    )
    assert (workflow is not None) is sound


@given(st.data())
def test_only_open_steps_can_be_followed_and_they_lead_to_known_states(data: st.DataObject) -> None:
    workflow = fostering()
    state = data.draw(st.sampled_from(workflow.states))
    name = data.draw(st.sampled_from(names(workflow.steps)))
    open_now = names(workflow.open_to(state, {"social_worker", "team_manager"}))
    if name in open_now:
        assert workflow.follow(state, name) in workflow.states
    else:
        with pytest.raises(StepRefused):
            workflow.follow(state, name)


@given(st.lists(st.sampled_from(["visit", "find_suitable", "end"]), max_size=6))
def test_a_walk_through_the_steps_stops_for_good_at_the_end(taken: list[str]) -> None:
    workflow, state = fostering(), NOTIFIED
    for name in taken:
        assume(state in workflow[name].source)
        state = workflow.follow(state, name)
    assert workflow.is_final(state) is (taken[-1:] == ["end"])
