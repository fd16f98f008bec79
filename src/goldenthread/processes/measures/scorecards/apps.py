from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    """Pages only: measures, figures and scorecards themselves are analytics' own."""

    name = "goldenthread.processes.measures.scorecards"
    label = "scorecards"
    verbose_name = "Measures and scorecards"
