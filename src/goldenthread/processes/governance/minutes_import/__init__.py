"""The minutes come in: a published document becomes a meeting, once a clerk has looked at what was read."""
