"""The vocabulary of themes that is shipped: what reviews, child deaths, audits and challenges keep coming back to.

Names follow the themes of the national panel's annual reports and of the analyses of serious case reviews (field's own
words; a partnership adds, merges and retires as it likes).
"""

from __future__ import annotations

#: (theme, what belongs to it)
THEMES: tuple[tuple[str, str], ...] = (
    ("Neglect", "Physical, emotional, medical or educational neglect; its build-up over time"),
    ("Professional curiosity", "Asking, checking, looking behind what is said"),
    ("Disguised compliance", "Families who seem to go along; what is done about it"),
    ("Domestic abuse", "Abuse between adults or by a child, and what it does to children"),
    ("Parental mental health", "A parent's mental ill health and its effect on the child"),
    ("Parental substance misuse", "Alcohol and drugs in the family"),
    ("Safer sleeping", "Sudden unexpected death in infancy and advice on sleep"),
    ("Voice of the child", "Children seen, heard and understood; lived experience"),
    ("Information sharing", "What was known and not passed on; consent as a barrier"),
    ("Thresholds and decisions", "When to refer, step up, step down; drift"),
    ("Strategy discussions", "Convening, attendance and quality of strategy discussions"),
    ("Escalation and challenge", "Disagreement between professionals and what became of it"),
    ("Supervision and management oversight", "Reflective supervision, oversight of decisions"),
    ("Capacity and workload", "Vacancies, caseloads, sickness, lost posts"),
    ("Child sexual abuse", "Abuse within and outside the family; harmful sexual behaviour"),
    ("Exploitation", "Sexual and criminal exploitation, county lines, trafficking"),
    ("Missing children", "Missing episodes and return home interviews"),
    ("Online safety", "Harm online, images, grooming, bullying"),
    ("Suicide and self-harm", "Young people's suicide, self-harm and mental health"),
    ("Physical abuse of infants", "Non-accidental injury, bruising in babies who do not move about"),
    ("Unborn children", "Pre-birth assessment and planning"),
    ("Disabled children", "Children with disabilities or special educational needs"),
    ("Fathers and other men", "Men in the family not seen, not assessed or not involved"),
    ("Identity, race and culture", "Ethnicity, faith, language; adultification and bias"),
    ("Children in care", "Placements, stability, out-of-area children"),
    ("Education and absence", "Exclusion, absence, elective home education"),
    ("Transition to adulthood", "Sixteen and seventeen year-olds, care leavers, adult services"),
    ("Training and learning", "What people were taught, and whether it reached practice"),
)
