"""Registers kept in spreadsheets: the cells as they stand, the row of headings, dates as they were typed."""
