"""Start-up refuses a model that nobody governs."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import Error

from .access import Governed, GovernedManager

#: Tables without a partnership's data, and why each may be read by anyone who is signed in (or by the machinery alone).
SHARED = {
    "auth": "Django's permission names; unused rows",
    "contenttypes": "model names",
    "sessions": "a session is found by its secret key alone",
    "account": "sign-in addresses, read by the sign-in machinery by exact address",
    "socialaccount": "links to an identity provider, read by the sign-in machinery",
    "mfa": "second factors, read by the sign-in machinery for the user who signs in",
    "usersessions": "the sign-in machinery's list of a user's own sessions",
    "procrastinate": "jobs carry ids, never text",
    "tenancy.User": "sign-in identity; people are listed through Person and Seat, which are governed",
    "tenancy.Partnership": "names of public bodies",
    "tenancy.Agency": "names of public bodies",
    "analytics.Area": "official areas",
    "analytics.Neighbour": "published with the statistics",
    "analytics.PublishedSet": "published statistics",
    "analytics.PublishedFigure": "published statistics",
    "analytics.PublishedDefinition": "published with the statistics",
    "analytics.Subgroup": "words for parts of those counted, no figures",
}


def every_model_is_governed(app_configs: Any = None, **kwargs: Any) -> list[Error]:
    return [problem for model in apps.get_models() if (problem := _problem(model))]


def _problem(model: Any) -> Error | None:
    label = model._meta.label
    if model._meta.app_label in SHARED or label in SHARED or not model._meta.managed:
        return None
    if not issubclass(model, Governed):
        return Error(f"{label} is neither Governed nor listed as shared", obj=model, id="tenancy.E001")
    managers = (model._meta.base_manager, model._meta.default_manager)
    if not all(isinstance(manager, GovernedManager) for manager in managers):
        return Error(
            f"{label} must inherit Governed.Meta: its default or base manager is not governed",
            obj=model,
            id="tenancy.E002",
        )
    own_rule = "rule" in {name for parent in model.__mro__ if parent is not Governed for name in vars(parent)}
    if not model.governed_by and not own_rule:
        return Error(f"{label} needs a rule() or governed_by", obj=model, id="tenancy.E003")
    return None
