from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    """Pages only: measures, figures and scorecards themselves are analytics' own."""

    name = "goldenthread.processes.measures.scorecards"
    label = "scorecards"
    verbose_name = "Measures and scorecards"

    def ready(self) -> None:
        # pages need the models, which load after the app registry
        from goldenthread.web.pages.impact_tests import show_beside_impacts  # noqa: PLC0415 - needs the models

        from .beside import tests_of  # noqa: PLC0415 - needs the models

        show_beside_impacts("measures", tests_of)
