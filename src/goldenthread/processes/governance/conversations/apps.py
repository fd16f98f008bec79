from importlib import import_module

from goldenthread.core.casework.apps import ProcessConfig


class ConversationsConfig(ProcessConfig):
    name = "goldenthread.processes.governance.conversations"
    label = "conversations"
    verbose_name = "One-to-ones and the board's own effectiveness"

    def ready(self) -> None:
        super().ready()
        import_module(f"{self.name}.planning")  # what each of the three has to do
