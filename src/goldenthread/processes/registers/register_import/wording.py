"""What the pages of registers coming in say."""

from __future__ import annotations

from goldenthread.web.coming_in import Asked, Words

WORDS = Words(
    list="Registers coming in",
    seen_by="Only you see what you brought in.",
    none="You brought no register in yet",
    none_yet="Choose the spreadsheet in which the cases were kept until now. Each row becomes a case as it truly "
    "stands, and each cell that cannot be taken is named with the reason. You check it all before "
    "anything is written.",
    bring="Bring a register in",
    how="Choose the spreadsheet in which the cases were kept until now. Columns and words are matched to what"
    " is asked for here, and you check them.",
    read="Read the register",
    kept="While you check it, the file is held encrypted, for a day, and nobody but you can open it. Of "
    "registers of sealed cases it goes at once when they are taken in. What stays is how its columns are "
    "read, and which cells were not taken, by their places: never what a cell says.",
    undone="Every case that it wrote is gone; their references are not given again.",
    dismiss=Asked(
        "Dismiss this register?",
        "Nothing of it was written. The file goes at once; you can bring it in again.",
        "Dismiss it",
    ),
    undo=Asked(
        "Take this register back?",
        "Every case that it wrote is removed, with what was written with it. What it wrote stays in the history of the "
        "installation; the references are not given again.",
        "Take it back",
    ),
)
