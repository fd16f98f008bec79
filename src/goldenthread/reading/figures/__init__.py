"""The figures of a report as rows that can be written down: what each is of, of whom, and for which span.

    from goldenthread.reading.figures.reader import read_figures

``read_figures(data, name) -> FiguresRead``; raises ``UnreadableDocument`` within 5 seconds. Nothing here knows a
database: what a partnership calls its measures and agencies is looked up by whoever keeps the figures.
"""
