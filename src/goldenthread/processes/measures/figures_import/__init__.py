"""Figures of a report coming in: read, offered to the measures that they are of, checked by a person, written down."""
