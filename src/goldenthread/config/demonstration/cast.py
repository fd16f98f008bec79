"""Who is in the demonstration: two partnerships, their agencies and invented people. Nobody here exists."""

from __future__ import annotations

from dataclasses import dataclass

DOMAIN = "demo.example"
WEALDSHIRE = "wealdshire"
MEDBOURNE = "medbourne"

#: Key -> (name, short name, kind). The first is the partnership's own office.
AGENCIES = {
    "office": ("Wealdshire Safeguarding Children Partnership Office", "WSCP office", "board"),
    "council": ("Wealdshire County Council", "WCC", "council"),
    "police": ("Wealdshire and Medbourne Police", "Police", "police"),
    "icb": ("NHS Wealdshire and Medbourne Integrated Care Board", "ICB", "health"),
    "community": ("Wealdshire Community Health Trust", "WCHT", "health"),
    "east": ("East Weald Hospitals Trust", "EWHT", "health"),
    "west": ("West Weald Hospitals Trust", "WWHT", "health"),
    "mental": ("Weald Partnership Mental Health Trust", "WPMHT", "health"),
    "ambulance": ("Southern Weald Ambulance Trust", "SWAT", "health"),
    "aldermere": ("Aldermere District Council", "Aldermere", "district"),
    "brackwell": ("Brackwell Borough Council", "Brackwell", "district"),
    "castlebourne": ("Castlebourne City Council", "Castlebourne", "district"),
    "downsley": ("Downsley District Council", "Downsley", "district"),
    "schools": ("Wealdshire Association of School Leaders", "WASL", "education"),
    "colleges": ("Wealdshire Colleges Group", "Colleges", "education"),
    "probation": ("Probation Delivery Unit for Wealdshire and Medbourne", "Probation", "probation"),
    "youth": ("Wealdshire Youth Justice Service", "YJS", "probation"),
    "fire": ("Wealdshire and Medbourne Fire and Rescue Service", "Fire", "fire"),
    "voluntary": ("Wealdshire Voluntary Action", "WVA", "voluntary"),
    "harbour": ("Harbour Lights Children's Charity", "Harbour Lights", "voluntary"),
}
#: At the neighbour's table: three of its own, and those that sit at both.
NEIGHBOURS = {
    "medbourne_office": ("Medbourne Safeguarding Children Partnership Office", "MSCP office", "board"),
    "medbourne_council": ("Medbourne City Council", "MCC", "council"),
    "medbourne_health": ("Medbourne Community Health Trust", "MCHT", "health"),
}
SHARED = ("police", "icb", "probation", "fire")

#: Four of each agency, in the order in which groups ask for them.
TITLES = {
    "council": (
        "Corporate Director, Children and Families",
        "Assistant Director, Safeguarding and Quality",
        "Head of Early Help",
        "Principal Social Worker",
    ),
    "police": (
        "Detective Superintendent, Protecting Vulnerable People",
        "Detective Chief Inspector, Child Protection",
        "Detective Inspector, Missing and Exploitation",
        "Manager, Referral Unit",
    ),
    "health": (
        "Executive Lead for Safeguarding",
        "Named Nurse for Safeguarding Children",
        "Named Doctor for Safeguarding Children",
        "Safeguarding Practitioner",
    ),
    "district": (
        "Head of Housing and Communities",
        "Safeguarding Lead Officer",
        "Community Safety Manager",
        "Housing Options Manager",
    ),
    "education": ("Head Teacher", "Designated Safeguarding Lead", "Inclusion Manager", "Safeguarding Governor"),
    "probation": ("Head of Service", "Team Manager", "Senior Practitioner", "Safeguarding Champion"),
    "fire": ("Assistant Chief Officer", "Safeguarding Manager", "Community Safety Officer", "Station Manager"),
    "voluntary": ("Chief Executive", "Services Manager", "Participation Worker", "Trustee for Safeguarding"),
}

#: Taken in order, four to an agency. Common enough to be read aloud, found in no document that this is modelled on.
NAMES = """Ngozi Achterberg|Ruaridh Thistlewood|Aiko Nakamura|Saoirse Pemberton-Rao|Imran Siddiqui|Folasade Oyelaran|
Declan Brannigan|Lucía Vasquez|Agnieszka Kowalczyk|Thandi Mbeki|Rosalind Fairweather|Astrid Lindqvist|Layla Haddad|
Jory Trevanion|Nusrat Chaudhry|Beatriz Ferreira|Leonie Abernathy|Cormac Quigley|Abena Osei|Eleni Papadakis|
Tariq Rahman|Winifred Whitcombe|Ishaan Mukherjee|Océane Delacroix|Kwame Yeboah|Harriet Hartnell|Zofia Szymanski|
Meera Bhatt|Ewan Carrick|Chidi Eze|Margaux Fontaine|Clement Goldsworthy|Zainab Hussain|Kenji Ikeda|Tamsin Jessop|
Harpreet Kaur|Blythe Larkspur|Esi Mensah|Tomáš Novak|Adaeze Oduya|Demelza Penhaligon|Bilal Qureshi|Miriam Rosenthal|
Jasdeep Sandhu|Morwenna Tregear|Haruto Ueda|Lakshmi Venkataraman|Edmund Winterbourne|Li Na Xu|Emre Yilmaz|
Kasia Zielinska|Constance Ashdown|Tunde Balogun|Phoebe Cartmell|Gurpreet Dhillon|Barnaby Eastlake|Sana Farooq|
Isla Galloway|Rufus Hollis|Chinwe Igwe|Marek Jankowski|Wanjiru Kimathi|Octavia Lovegrove|Conrad Maddox|Obinna Nwosu|
Verity Orchardson|Hugo Pargeter|Freja Rasmussen|Nia Sinclair-Obi|Jocelyn Tansley|Piers Underhay|Ilona Varga|
Cressida Wetherby|Ibrahim Yusuf|Levi Zachariah|Priya Anand|Lawrence Birchall|Honor Coldstream|Fergus Drummond|
Sybil Emsworth|Jonty Fenwick|Niamh Garrity|Percival Hathersage|Anjali Iyer|Thierry Joubert|Maeve Kilbride|Dinah Lacey|
Oisín Molloy|Ottilie Nettleship|Uche Onwudiwe""".replace("\n", "").split("|")


@dataclass(frozen=True)
class Seated:
    """Someone who can sign in: the part of the address before the @, name, job title, agency, role."""

    address: str
    name: str
    title: str
    agency: str
    role: str

    @property
    def email(self) -> str:
        return f"{self.address}@{DOMAIN}"


#: One for each role. Those with a name from NAMES are that person.
WHO_SIGN_IN = (
    Seated("business.manager", "Cerys Pryce", "Business Manager", "office", "business_manager"),
    Seated("clerk", "Matthias Rudge", "Partnership Administrator", "office", "administrator"),
    Seated("chair", "Philippa Standish", "Independent Chair and Scrutineer", "office", "chair"),
    Seated("lay.member", "Solomon Tolliver", "Lay Member", "office", "lay_member"),
    Seated("analyst", "Bronagh Usher", "Performance and Quality Officer", "office", "analyst"),
    Seated(
        "member.police", "Imran Siddiqui", "Detective Superintendent, Protecting Vulnerable People", "police", "member"
    ),
    Seated("agency.lead.health", "Thandi Mbeki", "Named Nurse for Safeguarding Children", "icb", "agency_lead"),
    Seated("duty.worker", "Amara Vickery", "Duty Social Worker", "council", "duty_worker"),
    Seated("social.worker", "Denzil Wragge", "Social Worker, Fostering", "council", "social_worker"),
    Seated("team.manager", "Orla Bellweather", "Team Manager, Fostering", "council", "team_manager"),
    Seated("designated.officer", "Hestia Quarrington", "Designated Officer", "council", "designated_officer"),
    Seated("designated.manager", "Gwilym Tarrant", "Head of Safeguarding Quality", "council", "designated_manager"),
    Seated("designated.doctor", "Abena Osei", "Designated Doctor for Child Deaths", "east", "designated_doctor"),
    Seated("practitioner", "Mei Cheung", "Family Support Worker", "harbour", "practitioner"),
)
NEIGHBOUR = Seated("neighbour.manager", "Rohan Dravid", "Business Manager", "medbourne_office", "business_manager")
SECOND_LAY = ("Bathsheba Everdown", "Lay Member")
MEDBOURNE_NAMES = ("Gideon Marchetti", "Yewande Sowande", "Ffion Llewellyn-Das", "Anselm Crowhurst", "Ruth Okonjo")


def people_of(key: str) -> list[str]:
    """The four people of an agency of Wealdshire other than its office, in the order of its titles."""
    place = list(AGENCIES).index(key) - 1
    return NAMES[4 * place : 4 * place + 4]
