"""Allegations against people who work with children: threshold, outcomes, sectors, by edition."""
