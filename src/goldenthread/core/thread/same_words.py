"""Words that safeguarding uses for one another, as PostgreSQL's English dictionary stems them.

A short list kept by hand: a board that asked for "training" and now asks for "a course" asked for the same. Only what
is meant alike in a recommendation stands here; more would make everything close to everything.
"""

from __future__ import annotations

#: Each group of stems that count as one word.
GROUPS = (
    ("train", "cours", "workshop", "learn", "seminar", "e-learn"),
    ("child", "children", "young", "youngster", "pupil", "babi", "infant", "teenag", "adolesc"),
    ("parent", "mother", "father", "carer", "famili", "dad"),
    ("voic", "view", "wish", "feel", "listen", "heard", "hear"),
    ("audit", "sampl", "review", "examin"),
    ("procedur", "protocol", "guidanc", "polici", "pathway"),
    ("share", "exchang", "pass"),
    ("inform", "intellig"),
    ("escal", "challeng", "disput", "disagr"),
    ("partner", "agenc", "multi-ag"),
    ("gp", "doctor", "surgeri"),
    ("school", "academi", "colleg", "educ"),
    ("supervis", "oversight"),
    ("ensur", "assur", "satisfi", "sure"),
    ("absent", "miss", "runaway"),
    ("alcohol", "drug", "substanc"),
    ("violenc", "abus", "domest"),
    ("staff", "worker", "profession", "workforc", "practition"),
    ("referr", "refer", "contact"),
    ("threshold", "criteria"),
    ("sleep", "bed"),
    ("neglect", "neglig"),
    ("curios", "curious", "inquisit"),
    ("confer", "meet"),
    ("midwif", "midwiv", "matern", "antenat", "unborn", "pregnanc", "pregnant"),
)

#: Stem -> the stem that stands for its group.
SAME: dict[str, str] = {stem: group[0] for group in GROUPS for stem in group}
