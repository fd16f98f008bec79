from goldenthread.core.casework.apps import ProcessConfig


class ReturnsConfig(ProcessConfig):
    name = "goldenthread.processes.measures.returns"
    label = "returns"
    verbose_name = "Returns"
