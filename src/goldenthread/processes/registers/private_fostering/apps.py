from goldenthread.core.casework.apps import ProcessConfig


class PrivateFosteringConfig(ProcessConfig):
    name = "goldenthread.processes.registers.private_fostering"
    label = "private_fostering"
    verbose_name = "Private fostering"
