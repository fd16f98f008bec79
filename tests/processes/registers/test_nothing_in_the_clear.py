"""A mark in every sealed column that there is: in no dump, file, log, letter, list or backup is it to be found.

The columns are looked up, not listed: one that is added later is filled and looked for by itself.
"""

from __future__ import annotations

import io
import logging
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from psycopg.conninfo import make_conninfo

from goldenthread.config.installation import Installation
from goldenthread.config.keeping import DUMP, back_up
from goldenthread.config.pg_tools import tools_for
from goldenthread.config.sealed import unseal
from goldenthread.core.notices.letters import digest_letter
from goldenthread.core.notices.worklist import worklist
from goldenthread.core.sealing.fields import SealedField
from goldenthread.core.sealing.holders import case_of, unsealed
from goldenthread.core.sealing.opened import opened
from goldenthread.kernel.now import today
from tests.processes.registers.filled import (
    Filled,
    as_the_site,
    filled,
    found_in,
    keeper_of,
    sealed_in,
    sealed_models,
    shown_in,
)
from tests.web.test_access import client_for, say_why
from tests.world import owner

__all__ = ["filled"]
PASSPHRASE = "a passphrase of some length"


def server() -> int:
    """The major version of the tests' PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute("show server_version_num")
        return int(cursor.fetchone()[0]) // 10000


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    told = connection.settings_dict
    where = {"host": told["HOST"], "port": told["PORT"], "user": told["USER"], "password": told["PASSWORD"]}
    given = {name: str(value) for name, value in where.items() if value}
    url = make_conninfo(dbname=told["NAME"], **given)  # type: ignore[arg-type]
    return Installation(data=Path(django_settings.MEDIA_ROOT).parent, database_url=url, role="owner")


def test_every_sealed_column_was_filled_and_opens_again(filled: Filled) -> None:
    every = {str(field) for model in sealed_models() for field in sealed_in(model)}
    assert filled.columns == every
    assert len(every) > 100
    for model in sealed_models():
        with owner():
            row = model.unguarded.get(pk=filled.rows[model].pk)
            for field in (one for one in sealed_in(model) if isinstance(one, SealedField)):
                value = getattr(row, field.name)
                assert str(value) == "Sealed"
                case = case_of(filled.rows[model])
                with opened(case.pk, unsealed(case)):
                    assert found_in(str(value.value()).encode(), filled)


def test_it_is_in_no_dump_and_no_backup_and_no_file(filled: Filled, here: Installation, tmp_path: Path) -> None:
    target, opened_file = tmp_path / "kept.backup", io.BytesIO()
    back_up(here, target, PASSPHRASE)
    assert found_in(target.read_bytes(), filled) == []
    with target.open("rb") as sealed:
        unseal(sealed, opened_file, PASSPHRASE)
    opened_file.seek(0)
    with tarfile.open(fileobj=opened_file) as archive:
        inside = {one.name: archive.extractfile(one).read() for one in archive if one.isreg()}  # type: ignore[union-attr]
    (tmp_path / DUMP).write_bytes(inside.pop(DUMP))
    restore = tools_for(server()) / "pg_restore"
    script = subprocess.run([restore, "--file=-", str(tmp_path / DUMP)], capture_output=True, check=True).stdout
    assert b"-2026-0001" in script, "the dump was looked into"
    assert found_in(script, filled) == []
    assert len(inside) > len(list(filled.cases()))
    assert [name for name, words in inside.items() if found_in(words, filled) or found_in(name.encode(), filled)] == []
    on_disk = [path for path in here.files.rglob("*") if path.is_file()]
    assert [path for path in on_disk if found_in(path.read_bytes() + path.name.encode(), filled)] == []


def pages_of(case: Any) -> list[str]:
    """The pages of a case that show nothing sealed, though it is being read."""
    of = ["north", case.kind, case.pk]
    lists = [reverse("records", args=["north", case.kind]), reverse("register", args=["north", case.kind])]
    logs = [reverse("sealed_readers", args=of), reverse("record_history", args=of)]
    return [*lists, f"{lists[0]}?export=csv", f"{lists[0]}?q=Zqx", *logs, reverse("register_readers", args=of[:2])]


def body(client: Client, url: str) -> bytes:
    response = client.get(url)
    assert response.status_code in (200, 302), (url, response.status_code)
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_it_is_in_no_log_list_letter_or_search_while_it_is_read(
    filled: Filled, caplog: pytest.LogCaptureFixture
) -> None:
    world, shown = filled.world, []
    with as_the_site(), caplog.at_level(logging.DEBUG):
        for case in filled.cases():
            client = say_why(client_for(world, keeper_of(world, case)), case)
            page = body(client, reverse("record", args=["north", case.kind, case.pk]))
            assert found_in(page, filled), f"The page of {case.kind} shows what is read"
            anywhere = [*pages_of(case), reverse("home", args=["north"]), "/north/search/?q=Zqx"]
            shown += [url for url in anywhere if shown_in(body(client, url), filled)]
        for name in world.everyone:
            with world.acting(name):
                letter = digest_letter(worklist(world.actor(name), world.north, today()), world.north)
            assert found_in(f"{letter}".encode(), filled) == []
    assert shown == []
    assert found_in(caplog.text.encode(), filled) == []
    assert found_in("".join(str(one.message()) for one in mail.outbox).encode(), filled) == []
