from importlib import import_module

from goldenthread.core.casework.apps import ProcessConfig


class BenchmarkingConfig(ProcessConfig):
    name = "goldenthread.processes.governance.inspections.benchmarking"
    label = "benchmarking"
    verbose_name = "Bench-marking"

    def ready(self) -> None:
        super().ready()
        import_module(f"{self.name}.waiting")  # raters are reminded, and the chair asks about silent ones
