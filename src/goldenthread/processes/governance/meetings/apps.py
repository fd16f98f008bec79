from __future__ import annotations

from importlib import import_module

from goldenthread.core.casework.apps import ProcessConfig


class MeetingsConfig(ProcessConfig):
    name = "goldenthread.processes.governance.meetings"
    label = "meetings"
    verbose_name = "Meetings"

    def ready(self) -> None:
        super().ready()
        import_module(f"{self.name}.searched")  # items, decisions and papers are found by their words
        import_module(f"{self.name}.warning")  # early warnings for the register of risks
        import_module(f"{self.name}.gate")  # what waits at a gate is on its keeper's agenda
        import_module(f"{self.name}.coming")
        import_module(f"{self.name}.telling")  # a group's update is drawn from its meetings too
