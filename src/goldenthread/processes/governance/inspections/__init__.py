"""Inspection: bench-marking against what inspectorates look for, readiness for a joint one, and their reports."""
