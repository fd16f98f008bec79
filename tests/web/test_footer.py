"""The foot of every page leads to the source of what runs, where its address is set."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.web.test_access import client_for
from tests.world import World

SOURCE = "https://source.example/golden-thread"


@pytest.mark.parametrize("signed_in", [True, False])
def test_the_source_is_offered_on_every_page_when_its_address_is_set(
    world: World, settings: Any, signed_in: bool
) -> None:
    client, path = (client_for(world, "nurse"), "/north/") if signed_in else (Client(), "/account/login/")
    assert "Source code" not in client.get(path).content.decode()
    settings.SOURCE_URL = SOURCE
    assert f'href="{SOURCE}">Source code</a>' in client.get(path).content.decode()
