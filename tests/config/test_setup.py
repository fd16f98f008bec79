"""A partnership is set up in one go: asked for or by options, all of it or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner, Result
from django.db import connection
from django.test import Client
from django.urls import reverse

from goldenthread.config.commands.setup import command
from goldenthread.core.tenancy.models import Agency, Partnership, Person, Place, User
from goldenthread.core.tenancy.roles import Role
from goldenthread.core.tenancy.seats import actor_for
from tests.world import World, owner, world

__all__ = ["world"]
OPTIONS = ["--name", "Eastmoor Partnership", "--short-name", "EP", "--slug", "eastmoor", "--manager", "Ida Firth",
           "--email", "ida@eastmoor.example"]  # fmt: skip
SECRET = "four quiet walnut lanterns"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, db: None) -> Any:
    """The command itself, on the tests' database and as the app's role: it needs no more."""
    within = command.callback.__wrapped__  # type: ignore[union-attr]  # without starting a server of its own
    monkeypatch.setattr(command, "callback", within)

    def invoke(*words: str, typed: str = "") -> Result:
        with connection.cursor() as cursor:
            cursor.execute("set role goldenthread_app")
            try:
                return CliRunner().invoke(command, words, input=typed)
            finally:
                if not connection.needs_rollback:
                    cursor.execute("reset role")

    return invoke


def test_with_options_alone_nothing_is_asked_and_the_manager_can_begin(run: Any, tmp_path: Path) -> None:
    listed, secret = tmp_path / "agencies.txt", tmp_path / "password"
    listed.write_text("# who sits with us\nEastmoor Police, police\nMoor, Dale and Fell Trust, health\n\n")
    secret.write_text(SECRET)
    result = run(*OPTIONS, "--agency", "Eastmoor Council", "--agencies", str(listed), "--password-file", str(secret))
    assert result.exit_code == 0, result.output
    assert "with 3 agencies beside its own office" in result.output
    board = Partnership.objects.get(slug="eastmoor")
    assert (board.short_name, board.era, board.demonstration) == ("EP", "LSCP_2023", False)
    kinds = dict(Agency.objects.filter(partnerships=board).values_list("name", "kind"))
    assert kinds == {
        "Eastmoor Council": "other", "Eastmoor Police": "police", "Moor, Dale and Fell Trust": "health",
        "Eastmoor Partnership office": "board",
    }  # fmt: skip
    user = User.objects.get(email="ida@eastmoor.example")
    assert user.check_password(SECRET)
    assert actor_for(user).roles(board.pk) == {Role.BUSINESS_MANAGER}
    client = Client()
    client.force_login(user)
    first = client.get(reverse("admin", args=["eastmoor"]))
    assert first["Location"] == reverse("mfa_index")  # nobody goes on without a second factor
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    assert client.get(reverse("admin", args=["eastmoor"])).status_code == 200


def test_without_options_everything_is_asked(run: Any) -> None:
    typed = (
        f"Westmere Partnership\nWP\n\nOlu Marsh\nolu@westmere.example\nWestmere Police, police\n\n{SECRET}\n{SECRET}\n"
    )
    result = run(typed=typed)
    assert result.exit_code == 0, result.output
    assert SECRET not in result.output
    assert Partnership.objects.get(slug="wp").name == "Westmere Partnership"


def test_what_cannot_be_is_said_in_words_and_leaves_nothing_behind(run: Any, world: World, tmp_path: Path) -> None:
    secret = tmp_path / "password"

    def refused(password: str, *words: str) -> str:
        secret.write_text(password)
        result = run(*OPTIONS, "--password-file", str(secret), *words)
        assert result.exit_code == 1, result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.output

    assert "There is a partnership at /north/ already" in refused(SECRET, "--slug", "north", "--agency", "A")
    assert "valid" in refused(SECRET, "--slug", "no spaces", "--agency", "A")
    assert "valid email" in refused(SECRET, "--email", "ida", "--agency", "A")
    assert "too short" in refused("short", "--agency", "A")
    assert "at this table already" in refused(SECRET, "--agency", "Twice", "--agency", "Twice")
    with owner():
        assert not Partnership.objects.filter(name="Eastmoor Partnership").exists()
        assert not User.objects.filter(email="ida@eastmoor.example").exists()
        assert not Agency.objects.filter(name__in=["A", "Twice", "Eastmoor Partnership office"]).exists()


def test_someone_who_signs_in_already_keeps_their_account_and_password(run: Any, world: World) -> None:
    address = world.users["south_manager"].email
    result = run(*OPTIONS, "--email", address, "--agency", "Twinshires Police")
    assert result.exit_code == 0, result.output
    assert "with the account they have" in result.output
    with owner():
        assert User.objects.filter(email=address).count() == 1
        board = Partnership.objects.get(slug="eastmoor")
        places = Place.unguarded.filter(partnership=board, agency=world.police)
        assert places.exists()
        assert Person.unguarded.get(partnership=board).user == world.users["south_manager"]
