"""Does it add up? Figures, tables and claims as values, and the checks on them. Plain Python, no input or output."""
