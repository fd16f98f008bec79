"""What the browser is told to refuse, and how often anyone may try."""
