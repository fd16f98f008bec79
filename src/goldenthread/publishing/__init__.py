"""Publishing: a document (a value) becomes tagged PDF, Word and HTML; tables become Excel and CSV; dates iCalendar.

Plain Python: no Django, no database. What a reader may see is decided before a value arrives here.
"""
