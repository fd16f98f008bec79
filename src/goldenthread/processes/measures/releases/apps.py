from __future__ import annotations

from goldenthread.core.casework.apps import ProcessConfig


class ReleasesConfig(ProcessConfig):
    name = "goldenthread.processes.measures.releases"
    label = "releases"
    verbose_name = "Releases"
