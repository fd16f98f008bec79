"""The shapes and lists by which words are recognised. Invented and common words only: no list of real people."""

from __future__ import annotations

import re
from collections.abc import Callable

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_NUMBER = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|twenty(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)(?![A-Za-z\d])"
)
_FEAST = (
    r"(?:Christmas(?: Day| Eve)?|Boxing Day|New Year's (?:Day|Eve)|Easter(?: Sunday| Monday)?|Good Friday|Halloween"
    r"|Eid)"
)
_DAY = r"(?:[0-3]?\d(?:st|nd|rd|th)?)"
_QUARTERS = {
    "jan": 4, "feb": 4, "mar": 4, "apr": 1, "may": 1, "jun": 1,
    "jul": 2, "aug": 2, "sep": 2, "oct": 3, "nov": 3, "dec": 3,
}  # fmt: skip


def _in(match: re.Match[str], said: str) -> str:
    """After "on", which a day asks for and a quarter does not, as "in"."""
    return f"{'I' if match[0][:1] == 'O' else 'i'}n {said}" if match[0][:3].lower() == "on " else said


def _year_of(match: re.Match[str]) -> str:
    """The quarter of the financial year in place of a date, where its year is said."""
    return _in(match, _quarter_of(match))


def _quarter_of(match: re.Match[str]) -> str:
    found = re.search(r"(?:19|20)\d\d", match[0])
    month = re.search(_MONTH, match[0], re.IGNORECASE)
    if not found:
        return "that year"
    if not month:
        return f"{found[0]}"
    name = month[0][:3].lower()
    year = int(found[0]) - (name in {"jan", "feb", "mar"})
    return f"quarter {_QUARTERS[name]} of {year}-{(year + 1) % 100:02d}"


def _numeric(match: re.Match[str]) -> str:
    found = re.search(r"(?:19|20)\d\d", match[0])
    return _in(match, f"{found[0]}" if found else "that year")


Instead = Callable[[re.Match[str]], str]
#: (shape, why, what might stand instead)
DATES: tuple[tuple[re.Pattern[str], str, Instead], ...] = tuple(
    (re.compile(shape, re.IGNORECASE), why, instead)
    for shape, why, instead in (
        (
            rf"\b(?:on )?(?:{_WEEKDAY},? )?(?:the )?{_DAY}(?: of)? {_MONTH}(?:,? (?:19|20)\d\d)?(?!\w)",
            "A day points to one death.", _year_of,
        ),
        (rf"\b(?:on )?{_MONTH} {_DAY}(?:,? (?:19|20)\d\d)?\b(?!\d)", "A day points to one death.", _year_of),
        (r"(?:\bon )?(?<![\d/])[0-3]?\d[/.-][01]?\d[/.-](?:(?:19|20)\d\d|\d\d)(?![\d/])", "A day points to one death.",
         _numeric),
        (r"(?:\bon )?(?<!\d)(?:19|20)\d\d[-/.][01]?\d[-/.][0-3]?\d(?!\d)", "A day points to one death.", _numeric),
        (rf"\b{_MONTH},? (?:19|20)\d\d\b", "A month points to few deaths: give the quarter.", _year_of),
        (rf"\b(?:on|last|that) {_WEEKDAY}(?: (?:morning|afternoon|evening|night))?(?: the {_DAY})?\b",
         "A day of the week points to one death.", lambda _: "one day"),
        (rf"\b{_FEAST}(?:,? (?:19|20)\d\d)?", "A feast is a day.", lambda _: "that year"),
        (r"\b(?:at|around|about|by) (?:[01]?\d|2[0-3])[:.][0-5]\d(?: ?[ap]\.?m\.?)?(?!\d)",
         "A time points to one death.",
         lambda _: ""),
        (r"\b(?:at|around|about|by) (?:1[0-2]|[1-9]) ?[ap]\.?m\b\.?", "A time points to one death.", lambda _: ""),
    )
)  # fmt: skip

#: What may stand after "7-year-old": without the age it says enough. Another word may stand between.
_CHILD = (
    r"(?:\w+ )?(?:boy|girl|child|baby|infant|toddler|twin|son|daughter|brother|sister|sibling|male|female|pupil"
    r"|teenager|patient)s?\b"
)
AGE = re.compile(
    rf"\b(?:aged? (?:only |just )?{_NUMBER}(?: and a half)?(?: (?P<u1>hours?|days?|weeks?|months?|years?))?"
    rf"|(?P<article>an? )?{_NUMBER}[ -](?P<u2>hour|day|week|month|year)s?[ -]old(?P<many>s?)\b(?P<noun>(?= {_CHILD}))?"
    rf"|{_NUMBER} (?P<u3>hours|days|weeks|months) of age"
    rf"|day {_NUMBER} of life|(?:lived|survived) (?:for )?(?:only |just )?{_NUMBER} (?P<u4>hours?|days?|weeks?|months?)"
    rf"|(?:died|dies) (?:at|after) {_NUMBER} (?P<u5>hours?|days?|weeks?|months?)|turned {_NUMBER}\b"
    rf"|on (?:his|her|their) (?:\w+ )?birthday|(?:the )?day (?:before|after) (?:his|her|their) (?:\w+ )?birthday)",
    re.IGNORECASE,
)
BARE_AGE = re.compile(rf"^\s*{_NUMBER} ?(?:hours?|hrs?|days?|d|weeks?|wks?|months?|mths?)(?: old)?\s*$", re.IGNORECASE)
BAND = re.compile(
    r"^\s*(?:\d+ (?:(?:days|weeks|months|years) )?to \d+|under \d+|\d+ (?:and|or) over)(?: \w+)?\s*$", re.IGNORECASE
)


def age_instead(match: re.Match[str]) -> str:
    """An infant, or a child: by the unit of the age, in words that fit where it stood."""
    unit = next((found for found in (match[f"u{n}"] for n in range(1, 6)) if found), "year")
    young = unit.lower().startswith(("hour", "day", "week", "month"))
    if match["u2"]:
        return _somebody(match, young)
    if _AFTER_CHILD.search(match.string[: match.start()]):
        return ""  # "a boy aged 7": "a boy" says enough
    begins = "I" if match[0][:1].isupper() else "i"
    return f"{begins}n infancy" if young else f"{begins}n childhood"


def _somebody(match: re.Match[str], young: bool) -> str:
    """In place of "a 7-year-old", with or without a word for a child after it."""
    article = match["article"] or ""
    if match["noun"] is not None:
        after = match.string[match.end() :].lstrip()
        return f"{article[:1]}{'n' if after[:1].lower() in _VOWELS else ''}" if article else ""
    if match["many"]:
        return "infants" if young else "children"
    if article:
        return f"{article[:1]}n infant" if young else f"{article[:1]} child"
    before = match.string[: match.start()]
    if before.endswith(", "):  # "died, 17 days old"
        return "in infancy" if young else "in childhood"
    alone = _WHOSE.search(before)
    return ("" if alone else "an " if young else "a ") + ("infant" if young else "child")


_VOWELS = "aeiou"
_AFTER_CHILD = re.compile(rf"\b{_CHILD} $", re.IGNORECASE)
#: What stands before a noun, so that no article does.
_WHOSE = re.compile(
    r"\b(?:an?|the|this|that|his|her|their|its|our|another|each|every|one|only|first|second)(?: \w+)? $", re.IGNORECASE
)

_NAME = r"[A-Z][a-zà-ÿ]+(?:[-'][A-Z]?[a-zà-ÿ]+)?"
_FULL = rf"{_NAME}(?: {_NAME})?"
_RELATION = (
    r"(?i:mother|father|mum|dad|brother|sister|twin|sibling|cousin|aunt|uncle|grandmother|grandfather|grandma|nan"
    r"|partner"
    r"|boyfriend|girlfriend|stepfather|stepmother|carer|friend|neighbour|child|baby|boy|girl|son|daughter|worker"
    r"|teacher)"
)
#: (shape, the group that is the name)
NAMES: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof(?:essor)?|PC|DC|DS|DI|DCI|Sgt|Sergeant|Cllr|Councillor|Rev(?:erend)?"
                rf"|Father|Sister|Lady|Lord|Sir|Nurse)\.? ({_FULL})"), 0),
    (re.compile(rf"\b{_RELATION},? ({_FULL})"), 1),
    (re.compile(rf"\b(?:named|called|known as|nicknamed|surname|first name|forename)(?: is| was)?:? ({_FULL})"), 1),
    (re.compile(rf"\b({_FULL})(?:'s|\u2019s) (?:{_RELATION}|death|school|family|GP|case)\b"), 1),
    (re.compile(rf"\b({_FULL}),? (?:his|her|their|the child's|the baby's) {_RELATION}\b"), 1),
)  # fmt: skip
#: Looked for at every capital: "The Jane Doe" holds two pairs.
PAIR = re.compile(rf"(?=\b({_NAME} {_NAME})\b)")
#: Capitals that name services, reviews, peoples, days: no person is called so.
NO_NAMES = frozenset(
    re.split(
        r"\s+",
        """Child Children Children's Childrens Safeguarding Serious Case Review Reviews Local Health Social Care
        Services Service Police Panel Board Partnership Death Overview Designated Doctor Nurse Visitor
        Working Together Act Form Section Early Help Family Adult Mental Hospital Ambulance Trust Foundation
        National Public Department Education Council County City Borough District Emergency Royal College
        General Practitioner Practice Clinical Commissioning Group Integrated Joint Agency Response Rapid
        Learning Action Plan Annual Report Quarter January February March April May June July August
        September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday White
        Black Asian British English Welsh Scottish Irish European African Caribbean Indian Pakistani
        Bangladeshi Chinese Polish Romanian Roma Gypsy Traveller Arab Mixed Other Any Not Known United
        Kingdom England Wales Great Britain Europe North South East West Northern Southern Eastern Western
        Sudden Unexpected Unexplained Infant Infancy Syndrome Perinatal Neonatal Intensive Unit Team Officer
        Manager Chair Independent Coroner Coroner's Crown Prosecution Probation Youth Offending Justice Data
        Protection The This That These Those He She They It His Her Their There When Where After Before
        During While Both All Some Each In On At By For From With No A An Down Edwards Type Stage Level
        Grade Category Domain Factor Modifiable
        Sexual Exploitation Sub Groups Domestic Abuse Modern Slavery Board's Business Online Safety Lay Members
        Member Quality Assurance Unaccompanied Asylum Seeking Returner Interviews Interview Private Fostering Multi
        Multi-Agency Structure Chart Training Ofsted Inspection Partner Partners Agencies Next Steps Community
        Rehabilitation Company Safer Sleeping Transfer Scheme Strategy Strategic Toxic Trio Parental Substance
        Misuse Young People Person Boards Financial Arrangements Additional Reports Reviewing Officers Key Themes
        Female Genital Mutilation Chief Nurses Director Directors Head Assistant Deputy Executive Lead Principal
        Senior Sub-Group Committee Forum Network Conference Meeting Core Assessment Framework Guidance Statutory
        Operational Regulations Order Care Leaver Leavers Looked After Missing Criminal Gangs Violence Reduction
        Public Protection Primary Secondary Special Educational Needs Disabilities Disability Education Attendance
        Exclusion Elective Home Midwife Midwifery Visiting Paediatric Paediatrician Consultant Registrar Medical
        Examiner Post Mortem Inquest Court Crown Legal Services Housing Association Voluntary Sector Faith Trustee
        Commissioner Commissioning Governance Risk Register Performance Data Dashboard Scorecard Outcomes Impact
        Evidence Recommendation Recommendations Finding Findings Priority Priorities Objective Objectives Appendix
        Table Figure Chapter Introduction Summary Background Conclusion Foreword Contents Page Version Draft Final
        Full Terms Reference Chronology Event Events Signs Neglect Emotional Physical Mental Alcohol Drug Drugs
        Smoking Pregnancy Birth Weight Premature Road Traffic Collision Fire Rescue Coastguard Army Navy Prison
        Secure Centre Office Government Parliament Secretary State Minister Ministry Justice University Academy
        School Schools Nursery College Sixth Form Reception Year Stage Free Meals Universal Credit Benefit Benefits
        Cafcass Barnardo's Childline Helpline Service Users User Parent Parents Mother Father Carer Carers Sibling
        Siblings Grandparent Grandparents Household Significant Harm Threshold Thresholds Contact Referral Referrals
        Enquiry Section Initial Review Rapid Response Visit Emergency Department""",
    )
)
#: Words that only open a sentence, before a single name.
OPENERS = frozenset(
    {"Although", "Because", "However", "If", "Since", "Then", "Two", "Three", "Parents", "Mother", "Father"}
)

_KIND = (
    r"(?:Primary|Infant|Junior|Secondary|Grammar|High|Special|Catholic|C of E)? ?(?:School|Academy|College|Nursery"
    r"|Pre-?school)"
    r"|(?:General |District |Royal |Children's |University |Community )?(?:Hospital|Infirmary)|Hospice|Surgery"
    r"|Medical Centre"
    r"|Health Centre|Children's Centre|Family Centre|Medical Practice|(?:Caravan|Holiday|Country|Leisure) (?:Park"
    r"|Centre)"
    r"|Road|Street|Lane|Avenue|Close|Drive|Crescent|Terrace|Way|Court|House|Gardens|Hill|Estate|Beach|Bridge|Station"
    r"|Quarry"
    r"|Church|Mosque|Temple|Farm|Common|Ward|Village|Lake|Reservoir|Canal|Pier|Harbour|Park"
)
PLACE = re.compile(
    rf"\b(?:(?:St\.?|Saint|The|Upper|Lower|Great|Little|Royal) )?(?:[A-Z][a-z]+(?:'s)? ){{1,3}}(?P<kind>{_KIND})\b"
    r"|\b(?:[Rr]iver|[Ll]ake|[Mm]otorway|[Jj]unction) (?:[A-Z]\w+|\d+)\b|\b[AM]\d{1,4}(?:\(M\))?\b"
)


def place_instead(match: re.Match[str]) -> str:
    """ "Ashby Primary School" is "a school"."""
    kind = (match["kind"] or "").split()
    return f"a {kind[-1].lower()}" if kind else "a public place"


CAUSE = re.compile(
    r"\b(?:struck by lightning|lightning strike|electrocut\w+|carbon monoxide|button batter(?:y|ies)|blind cord"
    r"|(?:dog|animal) (?:attack|bite|maul\w*)|attacked by (?:a|the|two|\w+) dogs?|mauled"
    r"|(?:stabb|shoot|gunshot|strangl|decapitat|behead|burn(?:t|ed) alive)\w*|was shot|hit by a train|railway line"
    r"|train (?:track|line)s?|quad bikes?|trampoline|hot tub|paddling pool|garden pond|slurry|silo|tractor|avalanche"
    r"|plane crash|helicopter|boat(?:ing)? accident|jet ?ski|fell from (?:a |the )?(?:\w+ )?(?:window|balcony|cliff"
    r"|bridge|roof)"
    r"|bee sting|wasp sting|anaphyla\w+|meningococcal outbreak|exorcism|witchcraft|faith.based abuse|honour.based"
    r"|chok(?:ed|ing) on (?:a|an) \w+|washing machine|tumble dryer|house fire|arson|kidnap\w*|abduct\w*)\b",
    re.IGNORECASE,
)
#: (shape, why, what might stand instead)
ROLES: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(shape, re.IGNORECASE), why, instead)
    for shape, why, instead in (
        (r"\b(?:the|an|his|her|their) only (?:\w+ )?(?:child|son|daughter|boy|girl|pupil|case|death|family|survivor"
         r"|sibling)\b",
         "There is only one.", "a child"),
        (r"\b(?:the|their) (?:sole|youngest|eldest|oldest|first|last|second|third|middle) (?:\w+ )?(?:child|son"
         r"|daughter"
         r"|boy|girl|death|case|sibling|pupil|of (?:two|three|four|five|six|seven|eight|nine|ten))\b",
         "It says which one.", "a child"),
        (r"\bone of (?:the |identical )?(?:twins|triplets|quadruplets)\b|\b(?:surviving|identical|conjoined) twins?\b"
         r"|\btriplets?\b|\bquadruplets?\b", "Multiple births are few.", "a child"),
        (r"\b(?:the )?(?:only|first|last) (?:\w+ ){0,3}(?:in (?:the )?(?:area|county|town|village|year)|ever"
         r"|of its kind)\b",
         "It says that there is no other.", "rare"),
        (r"\b(?:family|household|sibling group) of (?:six|seven|eight|nine|ten|eleven|twelve|\d{1,2})\b",
         "Large families are few.", "a family"),
        (r"\b(?:a |the )?(?:head ?teacher|mayor|vicar|imam|footballer|celebrity|MP|councillor"
         r"|police officer)'s (?:\w+ )?"
         r"(?:child|son|daughter)\b", "The role is one person's.", "a child"),
        (r"\b(?:reported|covered|appeared) in the (?:\w+ )?(?:press|media|news|papers)\b|\bmade (?:the )?(?:national "
         r"|local )?(?:headlines|news)\b|\bwidely reported\b", "Who reads the reports knows who it is.", ""),
    )
)  # fmt: skip
