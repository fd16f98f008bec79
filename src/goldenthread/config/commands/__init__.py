"""One module per command: a docstring whose first line is the summary, and a click command named ``command``."""
