from importlib import import_module

from goldenthread.core.casework.apps import ProcessConfig


class ReturnsConfig(ProcessConfig):
    name = "goldenthread.processes.measures.returns"
    label = "returns"
    verbose_name = "Returns"

    def ready(self) -> None:
        super().ready()
        import_module(f"{self.name}.overview")  # the front page counts what waits
        import_module(f"{self.name}.keepers")  # it follows what changes in a measure
        import_module(f"{self.name}.links")  # a link opens one form
        import_module(f"{self.name}.warning")  # early warnings for the register of risks
