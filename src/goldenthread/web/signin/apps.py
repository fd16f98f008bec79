"""Sign-in as a Django application: invitations are its only table; the rest is allauth's."""

from __future__ import annotations

from django.apps import AppConfig


class SignInConfig(AppConfig):
    """Stands before allauth in INSTALLED_APPS, so that our templates are found first."""

    name = "goldenthread.web.signin"
    label = "signin"
    verbose_name = "Sign-in"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # allauth's signals belong to its models, which may not be imported before the registry is ready
        from .security_log import listen  # noqa: PLC0415 - models load after the app registry

        listen()
