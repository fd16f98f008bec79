"""Serious incidents: criteria limb by limb, notification, outcomes under each framework."""
