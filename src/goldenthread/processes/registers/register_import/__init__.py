"""Registers kept in spreadsheets coming in, for any process that says what one may fill (core.casework.importable)."""
