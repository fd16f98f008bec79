"""Figures that come as a file, pasted or from a program: one way in for all, with messages by cell."""
