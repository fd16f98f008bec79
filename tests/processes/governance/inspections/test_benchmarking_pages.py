"""The pages by which people rate, agree and act."""

from __future__ import annotations

from django.urls import reverse

from goldenthread.core.thread.models import Action
from goldenthread.processes.governance.inspections.benchmarking.models import Exercise, Rating
from tests.processes.governance.inspections.exercising import rated, rating, sheet, shown
from tests.web.test_access import client_for
from tests.world import World


def at(name: str, exercise: Exercise, *more: int) -> str:
    return reverse(name, args=["north", exercise.pk, *more])


def test_a_theme_is_kept_as_it_is_typed_and_saved_at_the_end(world: World) -> None:
    exercise = rating(world)
    client = client_for(world, "lay")
    with world.acting("lay"):
        mine = sheet(world, exercise, "lay")
        first, second, third = exercise.asked.all()
    theme = at("rate_theme", exercise, mine.pk, 1)
    typed = {f"grade_{first.pk}": "2", f"why_{first.pk}": "They do, "}
    kept = client.post(theme, typed | {"version": "1"}, headers={"HX-Request": "true"})
    assert "Kept as you typed it" in kept.text
    assert 'value="2"' in kept.text
    full = typed | {f"why_{first.pk}": "They do, mostly", f"grade_{second.pk}": "0", f"why_{second.pk}": "Never met it"}
    assert client.post(theme, full | {"version": "2"}).url == at("rate_theme", exercise, mine.pk, 2)
    last = {f"grade_{third.pk}": "1", f"why_{third.pk}": "Seen", f"evidence_{third.pk}": "The survey"}
    assert client.post(at("rate_theme", exercise, mine.pk, 2), last | {"version": "3"}).url == at(
        "rate_exercise", exercise
    )
    assert client.post(at("hand_in_rating", exercise, mine.pk)).status_code == 302
    with world.acting("lay"):
        assert list(Rating.objects.values_list("grade", "why")) == [
            (2, "They do, mostly"),
            (0, "Never met it"),
            (1, "Seen"),
        ]
    assert "Handed in" in client.get(at("exercise_raters", exercise)).text


def test_a_colleague_who_saved_meanwhile_is_shown_and_not_written_over(world: World) -> None:
    exercise = rating(world)
    client = client_for(world, "nurse")
    with world.acting("nurse"):
        mine = sheet(world, exercise, "nurse")
        first = exercise.asked.earliest("number")
    theme = at("rate_theme", exercise, mine.pk, 1)
    client.post(theme, {f"grade_{first.pk}": "2", f"why_{first.pk}": "One reason", "version": "1"})
    answer = client.post(theme, {f"grade_{first.pk}": "2", f"why_{first.pk}": "Another reason", "version": "1"})
    assert answer.status_code == 409
    assert "One reason" in answer.text
    assert "Another reason" in answer.text
    kept = client.post(theme, {f"grade_{first.pk}": "3", "version": "1"}, headers={"HX-Request": "true"})
    assert "A colleague saved" in kept.text
    with world.acting("nurse"):
        assert Rating.objects.get(asked=first).why == "One reason"


def test_the_chair_agrees_a_grade_and_turns_the_gap_into_an_action(world: World) -> None:
    exercise = rating(world)
    rated(world, exercise, "chair", 1, 2, 2)
    rated(world, exercise, "officer", 4, 2, 2)
    shown(world, exercise)
    client = client_for(world, "chair")
    page = client.get(at("divergence", exercise)).text
    assert page.index("Members challenge each other") < page.index("The chair is held to account")
    assert "Did not rate" in page
    one = at("asked", exercise, 1)
    assert "Paper of officer" in client.get(one).text
    answer = client.post(one, {"agreed": "3", "agreed_why": "The audit shows it", "version": "1"})
    assert answer.status_code == 302
    assert client.post(one, {"agreed": "2", "agreed_why": "Another view", "version": "1"}).status_code == 409
    assert "Turn the gap" in client.get(one).text
    done = client.post(at("raise_gap", exercise, 1), {"becomes": "action", "text": "Teach members to challenge"})
    assert done.url == one
    with world.acting("chair"):
        action = Action.objects.get(text="Teach members to challenge")
    assert action.reference in client.get(one).text
    member = client_for(world, "nurse")
    assert "Agree a grade" not in member.get(one).text
    assert member.post(one, {"agreed": "1", "agreed_why": "All is well", "version": "2"}).status_code == 403


def test_the_list_of_statements_is_kept_by_the_office(world: World) -> None:
    client = client_for(world, "manager")
    there = reverse("statements", args=["north"])
    client.post(reverse("adopt_statements", args=["north", "JTAI"]))
    assert "The front door responds" in client.get(there).text
    new = {"framework": "JTAI", "theme": "Own", "text": "We rehearse", "grade": "1", "source": "Development day"}
    assert client.post(reverse("add_statement", args=["north"]), new).status_code == 302
    wrong = client.post(reverse("add_statement", args=["north"]), new | {"grade": "4", "text": "We guess"})
    assert wrong.status_code == 422
    assert "no such grade" in wrong.text
    assert "We rehearse" in client_for(world, "lay").get(there).text
