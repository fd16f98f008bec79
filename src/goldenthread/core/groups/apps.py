"""Groups of a partnership: the board, its sub-groups, panels and task groups."""

from __future__ import annotations

from django.apps import AppConfig

from goldenthread.core.tenancy.holding import CLAIM_QUERIES

from .claims import GROUPS_HELD


class GroupsConfig(AppConfig):
    name = "goldenthread.core.groups"
    label = "groups"
    verbose_name = "Groups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        CLAIM_QUERIES["groups"] = GROUPS_HELD
