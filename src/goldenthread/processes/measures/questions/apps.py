from importlib import import_module

from goldenthread.core.casework.apps import ProcessConfig


class QuestionsConfig(ProcessConfig):
    name = "goldenthread.processes.measures.questions"
    label = "questions"
    verbose_name = "Questions about figures"

    def ready(self) -> None:
        super().ready()
        import_module(f"{self.name}.overview")  # the front page counts what waits
        import_module(f"{self.name}.warning")  # early warnings for the register of risks
