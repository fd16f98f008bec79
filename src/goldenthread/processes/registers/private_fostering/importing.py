"""What a private fostering register kept in a spreadsheet may fill, in the words that such registers use."""

from __future__ import annotations

from goldenthread.core.casework.importable import Fills, FillsEntries, Importable, said, takes_registers

from .example import EXAMPLE

CHILD = said(
    "child ref, child reference, case ref, case reference, case number, case no, child id, client id, person id, "
    "system number, ics number, lcs id, lcs number, mosaic id, liquidlogic id, eclipse id, carefirst number, pid, "
    "unique reference, file number"
)
TOLD_BY = said(
    "notified by, source, source of notification, source of referral, referral source, referrer, referred by, "
    "who notified, notifier, notified from, how identified"
)
SOURCES = {
    "carer": said("private foster carer, pfc, foster carer, host family, host"),
    "parent": said("parents, mother, father, mum, dad, birth parent, family"),
    "school": said("education, college, academy, nursery, admissions, dsl"),
    "health": said("gp, health visitor, hv, school nurse, hospital, nhs, midwife"),
    "social_care": said(
        "csc, childrens social care, childrens services, social worker, mash, sw, other la, another local authority, "
        "early help"
    ),
    "other": said("anonymous, neighbour, police, self"),
}
TOLD_ON = said(
    "date notified, notification date, date of notification, notified, notified on, referral date, date of referral, "
    "date received, date of contact, date aware, date la aware, date la notified, date council told, date told"
)
BEGAN = said(
    "start date, date started, started, began, date began, commenced, date commenced, commencement date, "
    "arrangement start, placement start, pf start date, date placed, moved in, date moved in, date of placement"
)
SUITABLE = said(
    "decision date, date of decision, date agreed, date approved, approved, approved on, assessment agreed, "
    "suitability decision, date suitable, panel date"
)
ENDED = said(
    "end date, date ended, ended, ended on, date closed, closed, closure date, ceased, date ceased, pf end date, "
    "placement end, date of ending, left on"
)
VISIT = said(
    "visit, visits, visit date, date visited, statutory visit, stat visit, reg visit, sv, first visit, initial visit, "
    "visited"
)
ALONE = said("seen alone, child seen alone, alone, visit seen alone, visit alone, visit child alone")

SEX = {"female": said("f, girl"), "male": said("m, boy"), "unknown": said("u, not recorded")}
ORIGINS = {
    "uk": said("england, britain, great britain, british, wales, scotland, northern ireland"),
    "europe": said("france, germany, spain, italy, poland, romania, ireland, portugal, eu, european"),
    "africa": said("nigeria, ghana, south africa, kenya, african"),
    "asia": said("china, hong kong, india, pakistan, japan, korea, thailand, vietnam, malaysia, asian"),
    "oceania": said("australia, new zealand"),
    "north_america": said("usa, united states, canada"),
    "south_america": said("brazil, jamaica, caribbean, south america"),
    "unknown": said("not recorded, n k"),
}
CARER = {
    "friend": said("family friend, friend of family, parents friend, friends parent, friends family"),
    "host": said("host family, homestay, language school host"),
}

takes_registers(
    Importable(
        process="private-fostering",
        fields=(
            Fills("child_ref", words=CHILD),
            Fills("child_name", words=said("name, child, childs name, name of child, full name, young person")),
            Fills("born_on", words=said("dob, date of birth, born, d o b, birth date, child dob")),
            Fills("nhs_number", words=said("nhs no, nhs, nhs num")),
            Fills("sex", words=said("gender, m f"), values=SEX),
            Fills(
                "origin",
                words=said("country of birth, place of birth, born in, nationality, country of origin"),
                values=ORIGINS,
            ),
            Fills("disabled", words=said("disability, child disabled, disabled child")),
            Fills("notified_by", words=TOLD_BY, values=SOURCES),
            Fills("notified_on", words=TOLD_ON),
            Fills("arranged_on", words=said("date arranged, date agreed between parent and carer")),
            Fills("began_on", words=BEGAN, ahead=True),
            Fills(
                "meant_until",
                words=said("expected end date, planned end date, expected to end, due to end"),
                ahead=True,
            ),
            Fills(
                "carer_name",
                words=said(
                    "carer, name of carer, carers name, private foster carer, foster carer, host, host family, pf carer"
                ),
            ),
            Fills(
                "carer_is",
                words=said("relationship, relationship to child, carer relationship, relation to child"),
                values=CARER,
            ),
            Fills(
                "suitable_on",
                label="Date it was found suitable",
                words=SUITABLE,
                step="find_suitable",
                reaches="suitable",
            ),
            Fills(
                "prohibited_on",
                label="Date it was prohibited",
                words=said("prohibition date, date of prohibition, prohibited, prohibited on"),
                step="prohibit",
                reaches="prohibited",
            ),
            Fills("ended_on", words=ENDED, step="end", reaches="ended"),
            Fills("ended_because", words=said("reason ended, reason for ending, end reason, closure reason")),
        ),
        entries=(
            FillsEntries(
                "visits",
                words=VISIT,
                fields=(
                    Fills("visited_on"),
                    Fills("child_seen_alone", words=ALONE),
                    Fills("what_was_seen", words=said("notes, visit notes, comments, what was seen, observations")),
                ),
            ),
        ),
        same_when=("ref_index", "began_on"),
        states={
            "notified": said("open, new, being assessed, assessment, under assessment, pending, referral"),
            "suitable": said("approved, agreed, satisfactory, ongoing, active, assessed, monitoring"),
            "prohibited": said("not suitable, unsuitable, refused, not approved, prohibition"),
            "ended": said("closed, ceased, end, finished, nfa, inactive"),
        },
        example=EXAMPLE,
    )
)
