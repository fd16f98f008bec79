from importlib import import_module

from goldenthread.core.casework.apps import ProcessConfig


class VoiceConfig(ProcessConfig):
    name = "goldenthread.processes.governance.voice"
    label = "voice"
    verbose_name = "Voice of children, families and staff"

    def ready(self) -> None:
        super().ready()
        import_module(f"{self.name}.asking")  # what waits for the Board, the front page and the chair
