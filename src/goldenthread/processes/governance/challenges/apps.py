from importlib import import_module

from goldenthread.core.casework.apps import ProcessConfig


class ChallengesConfig(ProcessConfig):
    name = "goldenthread.processes.governance.challenges"
    label = "challenges"
    verbose_name = "Challenges"

    def ready(self) -> None:
        super().ready()
        import_module(f"{self.name}.into_plans")  # what a business plan says of challenges before it
        import_module(f"{self.name}.providers")  # agendas, the chair's page, the front page, early warnings
