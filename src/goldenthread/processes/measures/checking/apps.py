from django.apps import AppConfig


class CheckingConfig(AppConfig):
    """A page only: nothing of what is checked is kept."""

    name = "goldenthread.processes.measures.checking"
    label = "checking"
    verbose_name = "Does it add up?"
