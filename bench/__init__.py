"""Measurements: speed and memory, with ratios side by side. `make bench`; figures go into docs/performance.md by hand."""
