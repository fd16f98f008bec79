"""Migrating without making every class anew for every step.

Django's picture of all models goes along with a migration: a step that touches one makes the classes of all that it is
related to anew, directly or not. Here nearly everything hangs on a partnership or a record, so nearly all were made
anew some seven hundred times, which was nine tenths of the time of a first start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any
from unittest.mock import patch

from django.db.migrations.state import ModelState, ProjectState

#: Adding a model, a field, an index or a constraint, or taking one of the latter two away: the statements for its table
#: need no class but its own.
OF_ONE = ("add_model", "add_field", "_append_option", "_remove_option")
#: Everything else that makes classes anew: they are then all made from what is known, as if nothing had been put off.
OF_MORE = ("reload_model", "reload_models")


@contextmanager
def making_few_classes() -> Iterator[None]:
    """Inside, a step that adds to one model makes that model's class anew and marks the picture as put off
    (`is_delayed`, Django's own mark: what runs Python in a migration, or what follows migrating, has all made anew).
    """
    with ExitStack() as stack:
        for names, instead in ((OF_ONE, _alone), (OF_MORE, _all_if_put_off)):
            for name in names:
                stack.enter_context(patch.object(ProjectState, name, instead(getattr(ProjectState, name))))
        yield


def _alone(change: Callable[..., None]) -> Callable[..., None]:
    @wraps(change)
    def changed(state: ProjectState, *told: Any, **more: Any) -> None:
        key = _key(*told, **more)
        if "apps" not in vars(state) or _is_a_base(state, key):
            change(state, *told, **more)
            return
        classes = vars(state).pop("apps")  # so that the change itself makes none
        change(state, *told, **more)
        vars(state)["apps"] = classes
        classes.render_multiple([state.models[key]])
        state.is_delayed = True

    return changed


def _all_if_put_off(reload: Callable[..., None]) -> Callable[..., None]:
    @wraps(reload)
    def reloaded(state: ProjectState, *told: Any, **more: Any) -> None:
        if "apps" in vars(state) and state.is_delayed:
            state.clear_delayed_apps_cache()
            state.is_delayed = False
            state.apps  # noqa: B018 - made by being asked for
        else:
            reload(state, *told, **more)

    return reloaded


def _key(model: ModelState | str, name: str = "", *_: Any, model_name: str = "", **__: Any) -> tuple[str, str]:
    """(application's label, model's name in small letters), of a new model or of one that is named."""
    if isinstance(model, ModelState):
        return model.app_label, model.name_lower
    return model, (name or model_name).lower()


def _is_a_base(state: ProjectState, key: tuple[str, str]) -> bool:
    """Whether another model inherits from this one: then the two are made anew together."""
    return any(".".join(key) in map(str.lower, filter(_named, other.bases)) for other in state.models.values())


def _named(base: Any) -> bool:
    return isinstance(base, str)
