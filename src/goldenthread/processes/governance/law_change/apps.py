from importlib import import_module

from django.apps import AppConfig


class LawChangeConfig(AppConfig):
    """Pages of a partnership's moves from one framework of the law to another; the moves are kept in the core."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "goldenthread.processes.governance.law_change"
    label = "law_change"
    verbose_name = "Change of law"

    def ready(self) -> None:
        import_module(f"{self.name}.signs")  # a planned move on the board's agenda, and whom it has to be prepared by
