"""Invented documents in which everything adds up, unlike each other: what a checker must be quiet about."""

from __future__ import annotations

ANNUAL_REPORT = """\
Annual Report 2022/23

Foreword by the Independent Scrutineer

This report covers 1 April 2022 to 31 March 2023. The Partnership met 6 times and its 5 subgroups met 22 times between them.

About the county

612,400 people live in Wealdshire, of whom 128,600 (21%) are under 18. 14.2% of children live in low income families, \
below the England average of 18.5%. 71% of the population live in towns and the remaining 29% in villages.

Contacts and referrals

In 2022/23 the front door received 14,310 contacts, 4% more than the 13,760 received in 2021/22. Of these, 3,435 (24%) \
became referrals. Referrals rose from 3,210 to 3,435, an increase of 225 (7.0%). The re-referral rate was 19.4%, down \
from 21.1% the year before, a fall of 1.7 percentage points.

Of the 3,435 referrals, 1,240 (36%) came from the police, 893 (26%) from schools, 618 (18%) from health and 684 (20%) \
from others.

Child protection

At 31 March 2023 there were 412 children on a child protection plan, compared with 389 a year earlier, a rise of 5.9%. \
The category was neglect for 46%, emotional abuse for 38%, physical abuse for 10% and sexual abuse for 6%. A further 52 \
children were temporarily living in the county on other authorities' plans.

- 96% of review conferences were held on time.
- 212 of the 265 young people invited to their conference took part (80%).
- More than a third (36%) of plans ended within 9 months.

Priorities for 2023-26

1. Neglect
2. Exploitation
3. Domestic abuse

There are three priorities and each is owned by one of 3 executive leads.
"""

PERFORMANCE_TABLE = """\
Performance scorecard

Table 4: Key indicators

Indicator\tMar-22\tMar-23\tChange
Number of children looked after\t598\t623\t+25
Number of children on a child protection plan\t389\t412\t+23
Number of children in need\t1,742\t1,690\t-52
Percentage of assessments within 45 days\t84.1%\t87.9%\t+3.8
Private fostering arrangements known\t31\t27\t-4
Average caseload\t18.2\t17.6\t-0.6

All figures are as at the end of the month.
"""

FINANCE_TABLE = """\
Appendix B: Income and expenditure

\t2021/22\t2022/23\tVariance
Income
Wealdshire County Council\t152,000\t155,000\t3,000
Wealdshire NHS Integrated Care Board\t98,500\t98,500\t0
Wealdshire Police\t41,250\t42,075\t825
Probation Service\t3,146\t3,146\t0
Training income\t21,840\t17,209\t-4,631
Total income\t£316,736\t£315,930\t-£806
Expenditure
Staffing\t221,406\t228,912\t7,506
Independent scrutiny\t24,000\t24,600\t600
Training\t31,975\t29,480\t-2,495
Reviews\t27,300\t18,140\t-9,160
Total expenditure\t£304,681\t£301,132\t-£3,549
"""

ATTENDANCE = """\
Attendance at Board meetings

The Board met six times between April 2022 and March 2023.

Agency\tInvited\tAttended\tAttendance
County Council\t6\t6\t100%
Police\t6\t5\t83%
Integrated Care Board\t6\t6\t100%
Probation\t6\t4\t67%
Schools forum\t5\t4\t80%
Voluntary sector\t3\t1\t33%
Lay member\t6\t6\t100%
Total\t38\t32\t84%
"""

YEARS = """\
Table 2 - Allegations against adults who work with children, three years

Employer | 2020/21 | 2021/22 | 2022/23 | % change 2021/22 to 2022/23
Education | 148 | 171 | 196 | 14.6%
Early years | 61 | 58 | 74 | 27.6%
Foster carers | 52 | 49 | 41 | -16.3%
Health | 20 | 31 | 28 | -9.7%
Faith groups | 9 | 7 | 12 | 71.4%
Transport | 13 | 16 | 16 | 0.0%
Total | 303 | 332 | 367 | 10.5%
"""

FOI = """\
Freedom of information request 2023-114

You asked how many children were reported missing and how often.

Between 1 April 2022 and 31 March 2023 we recorded 1,018 missing episodes, which concerned 431 children. 118 of these \
children were in care, 27.4% of the total. We offered 1,002 return home interviews, of which 761 (76%) were accepted and \
the remaining 241 were declined.

Number of times missing\tChildren\t% of children
Once\t262\t61%
2 to 4 times\t119\t28%
5 times or more\t50\t12%
All children\t431\t100%

Percentages may not sum to 100 because of rounding. Section 40 of the Freedom of Information Act 2000 applies to figures \
under 5.
"""

DASHBOARD = """\
<html><body><h1>Quarterly dashboard, Q3 2023/24</h1>
<table>
<tr><th>Measure</th><th>Q1</th><th>Q2</th><th>Q3</th><th>Year to date</th><th>Target</th></tr>
<tr><td>Contacts</td><td>3,604</td><td>3,290</td><td>3,551</td><td>10,445</td><td></td></tr>
<tr><td>Referrals</td><td>842</td><td>771</td><td>866</td><td>2,479</td><td></td></tr>
<tr><td>Assessments within 45 days</td><td>86%</td><td>88%</td><td>85%</td><td>86%</td><td>85%</td></tr>
<tr><td>Children on a plan at quarter end</td><td>402</td><td>411</td><td>419</td><td>419</td><td></td></tr>
<tr><td>Strategy discussions</td><td>310</td><td>288</td><td>297</td><td>895</td><td></td></tr>
</table>
<p>Assessments within 45 days stand at 85%, which meets the target of 85%.</p>
</body></html>
"""

SURVEY = """\
What children told us

We asked 240 young people in 12 schools. 58% had heard of the partnership, 71% knew whom to tell, and 83% felt safe at \
school. Three quarters (75%) would talk to a friend first. One in five (19%) would tell no one.

When asked to choose one priority, 42% chose online safety, 33% chose mental health and 25% chose bullying.

Of the 96 who gave a comment, 54 (56.3%) were girls, 38 (39.6%) boys and 4 (4.2%) did not say.

Girls were more likely to worry: 62% of girls and 47% of boys said so.
"""

SUPPRESSED = """\
Ethnicity of children subject to a plan

Ethnic group,Children,Percentage
White British,301,73.1
Mixed,46,11.2
Asian or Asian British,38,9.2
Black or Black British,c,c
Other,c,c
Not recorded,9,2.2
Total,412,100.0
"""

ROUNDED = """\
Referrals by source, rounded to the nearest 5

Source\t2021\t2022\t2023
Police\t1,245\t1,190\t1,310
Schools\t895\t930\t985
Health\t615\t640\t600
Individuals\t320\t315\t290
Others\t140\t160\t150
Total\t3,210\t3,235\t3,340

Figures are rounded to the nearest 5 and may not add up to totals.
"""

DISTRICTS = """\
<h2>Training by district</h2>
<table>
<tr><td rowspan="2">Area</td><td rowspan="2">District</td><td colspan="2">2021/22</td><td colspan="2">2022/23</td></tr>
<tr><td></td><td></td><td>Courses</td><td>Places</td><td>Courses</td><td>Places</td></tr>
<tr><td>North</td><td>Ashby</td><td>12</td><td>240</td><td>14</td><td>280</td></tr>
<tr><td></td><td>Brindle</td><td>8</td><td>156</td><td>7</td><td>131</td></tr>
<tr><td></td><td>Total</td><td>20</td><td>396</td><td>21</td><td>411</td></tr>
<tr><td>South</td><td>Corley</td><td>11</td><td>209</td><td>9</td><td>188</td></tr>
<tr><td></td><td>Denholm</td><td>4</td><td>76</td><td>10</td><td>197</td></tr>
<tr><td></td><td>Total</td><td>15</td><td>285</td><td>19</td><td>385</td></tr>
<tr><td>Grand total</td><td></td><td>35</td><td>681</td><td>40</td><td>796</td></tr>
</table>
<p>Places rose by 16.9%, from 681 to 796.</p>
"""

LEARNING = """\
Reviews and child deaths

The panel was told of 41 deaths, made up of 24 expected and 17 unexpected. It completed 38 reviews: 14 (36.8%) found \
modifiable factors. The average time to completion fell from 214 days to 187 days.

There were 9 serious incident notifications: 3 led to a local review, 5 needed no further review and 1 is awaiting a \
decision. The National Panel agreed with all 9 decisions.

Our audits looked at 60 cases. 13 were outstanding, 31 good, 14 required improvement and 2 were inadequate. 44 of 60 (73%) \
were therefore good or better, up from 32 of 50 (64%) in 2021/22.

The four themes are:

- Was the child seen?
- Were fathers included?
- Was the plan clear?
- Did supervision challenge?
"""

RATES = """\
Children looked after by district at 31 March 2023

District\tChildren looked after\tPopulation under 18\tRate per 10,000\tRank
Ashby\t112\t21,450\t52.2\t3
Brindle\t64\t18,920\t33.8\t5
Corley\t187\t27,310\t68.5\t1
Denholm\t95\t16,240\t58.5\t2
Eastley\t71\t19,880\t35.7\t4
Wealdshire\t529\t103,800\t51.0\t
"""

OPEN_AND_CLOSED = """\
Movement of child protection plans

\t2021/22\t2022/23
Plans at 1 April\t371\t389
Plans started\t402\t441
Plans ended\t384\t418
Plans at 31 March\t389\t412
Of which second or subsequent plans\t88\t91
"""

COMPOSITE = """\
| Timeliness | 2021/22 | 2022/23 |
|---|---|---|
| Initial conferences held | 402 | 441 |
| Held within 15 days | 338 (84.1%) | 384 (87.1%) |
| Seen within 5 days | 371 (92.3%) | 399 (90.5%) |

Figure 3 shows that timeliness improved from 84.1% to 87.1%, or by 3 percentage points. It is above the statistical \
neighbour average of 82%.
"""

PLAIN_WORDS = """\
Our year in numbers

Over 2,300 professionals were trained. We held 64 courses, twice as many as the 32 held in 2020/21. Nearly half (48%) were \
online. Costs fell by £4,631 to £17,209 from £21,840. The newsletter goes to about 1,800 people and 412 follow us.

Our bulletin is read by 62% of staff in health and 55% of staff in schools.

By March 2023 the backlog had halved from 64 to 31. The helpline took 1,204 calls, 301 a quarter. Calls lasting longer \
than 30 minutes made up a quarter of them.

Working Together 2018 requires 3 safeguarding partners. Key stage 2 pupils and those in years 7 and 8 took part in 2 days \
of activity on 14 and 15 November 2022. Phone 0300 555 0100.
"""

PART_YEAR = """\
Online referral form

Route\t2021/22*\t2022/23
Online form\t412\t1,960
Telephone\t2,310\t1,475

* The online form did not commence until January 2022, so this is a part year figure.

Referrals by the online form cannot be compared between the two years.
"""

SOUND: dict[str, tuple[str, str]] = {
    "annual report": ("report.txt", ANNUAL_REPORT),
    "performance table": ("scorecard.txt", PERFORMANCE_TABLE),
    "finance table": ("finance.txt", FINANCE_TABLE),
    "attendance": ("attendance.txt", ATTENDANCE),
    "years compared": ("years.txt", YEARS),
    "freedom of information answer": ("foi.txt", FOI),
    "dashboard": ("dashboard.html", DASHBOARD),
    "survey": ("survey.txt", SURVEY),
    "suppressed": ("ethnicity.csv", SUPPRESSED),
    "rounded": ("sources.txt", ROUNDED),
    "districts": ("districts.html", DISTRICTS),
    "learning": ("learning.txt", LEARNING),
    "rates": ("rates.txt", RATES),
    "open and closed": ("plans.txt", OPEN_AND_CLOSED),
    "numbers with percentages": ("timeliness.txt", COMPOSITE),
    "plain words": ("year.txt", PLAIN_WORDS),
    "part year": ("online.txt", PART_YEAR),
}
