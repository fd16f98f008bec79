"""How changes are put in words: two ends, amounts, and what they started from; over normal text (``mentions``)."""

from __future__ import annotations

import re

from goldenthread.reading.reports.phrases import DOWN_WORDS, SOME, UP_WORDS, gap, narrow, token

ANY = "cmpdr"
NEITHER = r"improv(?:e|es|ed|ing|ement)|deteriorat(?:ed|ion|ing)|worsen(?:ed|ing)"  # which way depends on the figure
WORDS = rf"(?:{UP_WORDS}|{DOWN_WORDS}|{NEITHER})"
LAST = (
    r"(?:(?:the|a|an|its|our|only|just|same|period|last|previous|prior|year|year's|years|quarter"
    r"|total|figure|figures|of|in"
    r"|number|when|there|were|was|which|at|for|recorded|reported|received|comparable|rate|level"
    r"|position|financial|month"
    r"|compared|with|to|we|had|it|stood|that|average) |\{x\d+\} ?,? ?)*"
)
FROM_TO = re.compile(
    rf"\bfrom {SOME}{token(ANY, 'base')}(?: ?\({narrow(12)}\{{[pc]\d+\}}\))?{gap(60)} to {SOME}{token(ANY, 'new')}"
)
TO_FROM = re.compile(rf"\bto {SOME}{token(ANY, 'new')}{gap(60)}[,(]? ?from {SOME}{token(ANY, 'base')}")
UP_FROM = re.compile(
    rf"{token(ANY, 'new')}(?: ?\([^()]*\))?(?P<mid>{gap(90)})[,(–-]? ?"
    rf"(?:(?:is|was|which is|this is|and|has) )?(?:up|down|rising|falling|increased"
    rf"|decreased|reduced|risen|fallen|an? (?:\w+ )?(?:increase|rise|decrease|fall|drop|reduction)) "
    rf"(?:from|on|compared (?:with|to)|against) {LAST}{token(ANY, 'base')}"
)
AGAINST = re.compile(rf"{token(ANY, 'new')}{gap(90)}[,(]? ?compared (?:with|to) {LAST}{token(ANY, 'base')}")
VERSUS = re.compile(rf"{token(ANY, 'new')}{gap(60)}[,(]? ?(?:against|versus|vs\.?) {LAST}{token(ANY, 'base')}")
BARE = re.compile(
    rf"\( ?(?!.{{0,40}}\b(?:compared|next|due) to){token(ANY, 'base')}{gap(25)} to {token(ANY, 'new')}{gap(20)} ?\)"
)
YEAR_BEFORE = re.compile(rf"{token(ANY, 'new')}{gap(40)} ?\((?:in )?\{{x\d+\}}:? ?{token(ANY, 'base')} ?\)")
MORE_THAN = re.compile(
    rf"{token('cm', 'new')}{gap(90)}[,(–] ?\{{[cm]\d+\}} (?:more|fewer|higher|lower|less) than"
    rf" {LAST}[(]?{token('cm', 'base')}"
)
THEN = re.compile(
    rf"^ (?:in|at|on|by) \{{x\d+\}},? and (?:then )?(?:to )?{token(ANY, 'third')} (?:in|at|on|by) \{{x\d+\}}"
)
AMOUNT = re.compile(
    rf"\b(?P<word>{WORDS})\b(?P<mid>{narrow(30)})(?: by| of|:)? {SOME}{token('cmpqd', 'amount')}"
    rf"(?: ?[(] ?(?:or |an? \w+ of )?{token('pqcm', 'second')}[^()]{{0,25}}[)]"
    rf"|,? ?(?:or|i\.e\.|equivalent to|representing|,) (?:an? \w+ of |about )?{token('pqcm', 'other')})?"
)
AMOUNT_FIRST = re.compile(
    rf"{token('cmpqd', 'amount')}(?: ?[(] ?{token('pqcm', 'second')} ?[)])? (?:(?!or\b)\w+ )?(?P<word>{WORDS})\b"
)
NO_AMOUNT = re.compile(r"\b(?:to|from|in|than|for|at|per|with|was|were|and|on|over|against|compared)\b")
SO = re.compile(rf"\bi\.e\. by {token('cmpqd', 'amount')}")
IN_BRACKETS = re.compile(rf"^(?:[^{{}}.;()]|\{{x\d+\}}){{0,25}}\( ?{token('p', 'amount')} ?\)")
SIGNED = re.compile(r"[(\[] ?\{(?P<amount_>[pqcm])(?P<amount>\d+)\} ?[)\]]")
BASE_AFTER = re.compile(
    rf"^(?P<mid>{gap(50)} ?[(]?)\b(?:from|than|on|over|compared (?:with|to)|against)"
    rf" (?P<lead>{LAST}{gap(60)}[(:]? ?){token(ANY, 'base')}"
)
OWN_BASE = re.compile(r"^[^,{}.;]{0,20}\b(?:than|on)\b")
EARLIER = re.compile(
    r"^(?:twelve months|\{d\d+\}|a year|one year) (?:earlier|before|ago)"
    r"|^(?:in )?(?:the year before|the previous year|last year)\b"
)
THIS = r"this|that|it|these|which|the (?:team|rate|number|figure|total|service)|there (?:was|were|has)|an? |overall"
