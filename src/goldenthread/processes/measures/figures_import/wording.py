"""What the pages of figures coming in say."""

from __future__ import annotations

from goldenthread.web.coming_in import Asked, Words

WORDS = Words(
    list="Figures coming in",
    seen_by="",
    none="No report was brought in yet",
    none_yet="Choose an annual report, a performance report or a table: its figures are read, offered to the "
    "measures that they are of, and you check them before anything is written.",
    bring="Bring figures in",
    how="Every table is read, and every sentence with figures: what is counted, of whom, and for which days. "
    "Each row is offered to a measure that you have, or becomes one of your own. You check what was read.",
    read="Read the figures",
    kept="The rows with figures, the words they were read from, and the file’s fingerprint, so that the same "
    "file brought in again changes nothing. The file itself is not kept.",
    undone="Its figures stay in the history of each measure and no longer count.",
    dismiss=Asked(
        "Dismiss this import?",
        "Every verdict given so far is put aside. Nothing of it is written. You can bring the file in again.",
        "Dismiss it",
    ),
    undo=Asked(
        "Take this import back?",
        "Each figure that it wrote stays in the history with this reason, and no longer counts. Measures that it added "
        "stay: they can be retired on their own pages.",
        "Take it back",
    ),
)
