"""A report (bytes) into typed tables and sentences with figures, and what in it does not add up.

    from goldenthread.reading.reports.checking import check_document, Checked

``check_document(data, name) -> Checked(findings, tables, sentences)``; raises ``UnreadableDocument`` within 5 seconds.
"""
