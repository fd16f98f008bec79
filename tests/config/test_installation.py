"""An installation's folder and secrets: made once, closed to others, whole or not written."""

from __future__ import annotations

from pathlib import Path

import pytest

from goldenthread.config.installation import APP, OWNER, Installation


def test_a_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    here = Installation(tmp_path / "data")
    first = here.secret("secret_key")
    assert len(first) >= 50
    assert Installation(tmp_path / "data").secret("secret_key") == first
    assert here.secret("another") != first


def test_secrets_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    here = Installation(tmp_path / "data")
    here.keep_secret("secret_key", "x")
    here.keep_secret("password", "y")
    assert here.secrets_file.stat().st_mode & 0o777 == 0o600
    assert here.data.stat().st_mode & 0o066 == 0
    assert here.read_secrets() == {"secret_key": "x", "password": "y"}
    assert [file.name for file in here.data.iterdir()] == ["secrets.json"]


@pytest.mark.parametrize("word", ["1", "true", "Yes", " on "])
def test_demonstration_mode_is_only_on_when_somebody_says_yes(word: str) -> None:
    assert Installation.from_environment({"GOLDENTHREAD_DEMO": word}).demonstration
    assert not Installation.from_environment({"GOLDENTHREAD_DEMO": "0"}).demonstration
    assert not Installation.from_environment({}).demonstration


def test_the_weaker_database_role_is_the_one_nobody_asked_for() -> None:
    assert Installation.from_environment({}).role == APP
    assert Installation.from_environment({"GOLDENTHREAD_DB_ROLE": "superuser"}).role == APP
    assert Installation.from_environment({"GOLDENTHREAD_DB_ROLE": "owner"}).role == OWNER


def test_an_empty_database_url_means_the_embedded_server(tmp_path: Path) -> None:
    assert Installation.from_environment({"DATABASE_URL": ""}).embedded
    assert not Installation.from_environment({"DATABASE_URL": "postgresql://db/x"}).embedded
