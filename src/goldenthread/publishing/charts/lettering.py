"""How wide words are, where lines break, and how labels beside one another keep apart."""

from __future__ import annotations

from collections.abc import Sequence

#: Advance widths of Noto Sans in thousandths of the type size, regular and bold, from space to tilde. It is the
#: widest of the typefaces that a chart may be shown in, so what fits by it fits in the others.
_FIRST = 32
_REGULAR = (
    260, 269, 408, 646, 572, 831, 732, 225, 300, 300, 551, 572, 268, 322, 268, 372, 572, 572, 572, 572, 572, 572, 572,
    572, 572, 572, 268, 268, 572, 572, 572, 434, 899, 639, 650, 632, 730, 556, 519, 728, 741, 339, 273, 619, 524, 907,
    760, 781, 605, 781, 622, 549, 556, 731, 600, 930, 586, 566, 572, 329, 372, 329, 572, 444, 281, 561, 615, 480, 615,
    564, 344, 615, 618, 258, 258, 534, 258, 935, 618, 605, 615, 615, 413, 479, 361, 618, 508, 786, 529, 510, 470, 380,
    551, 380, 572,
)  # fmt: skip
_BOLD = (
    260, 286, 472, 646, 572, 901, 750, 266, 339, 339, 545, 572, 285, 322, 285, 413, 572, 572, 572, 572, 572, 572, 572,
    572, 572, 572, 285, 285, 572, 572, 572, 477, 897, 690, 672, 637, 740, 560, 549, 724, 765, 389, 331, 664, 565, 943,
    813, 796, 628, 796, 660, 551, 579, 756, 650, 967, 667, 624, 579, 331, 413, 331, 572, 411, 362, 604, 633, 514, 633,
    591, 387, 633, 657, 305, 305, 620, 305, 982, 657, 619, 633, 633, 454, 497, 434, 657, 569, 856, 578, 569, 488, 394,
    551, 394, 572,
)  # fmt: skip
_OTHER = 650  # any other letter, on the safe side


def width(words: str, size: float, *, bold: bool = False) -> float:
    """How wide a line of words is at this type size."""
    table = _BOLD if bold else _REGULAR
    total = 0
    for letter in words:
        place = ord(letter) - _FIRST
        total += table[place] if 0 <= place < len(table) else _OTHER
    return total * size / 1000


def wrapped(words: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """The words in lines no wider than `room`, as far as single words allow; never empty."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Middles for labels of these heights, each as near to its wanted middle as can be without two of them touching.

    Kept between `low` and `high` where they fit there. The order of the wanted middles is kept.
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    groups: list[tuple[list[int], float]] = []  # members, and the top edge of the whole group
    for place in order:
        members, total = [place], heights[place]
        top = _top(members, wanted, heights, low, high)
        while groups and groups[-1][1] + sum(heights[each] for each in groups[-1][0]) > top + 1e-9:
            members = groups.pop()[0] + members
            total = sum(heights[each] for each in members)
            top = _top(members, wanted, heights, low, high)
        groups.append((members, max(low, min(top, high - total))))
    middles = [0.0] * len(wanted)
    for members, top in groups:
        for place in members:
            middles[place] = top + heights[place] / 2
            top += heights[place]
    return middles


def _top(members: list[int], wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> float:
    """Where a stack of labels begins so that its members are, taken together, nearest to where they want to be."""
    offset, wishes, total = 0.0, 0.0, sum(heights[each] for each in members)
    for place in members:
        wishes += wanted[place] - (offset + heights[place] / 2)
        offset += heights[place]
    return max(low, min(wishes / len(members), high - total))
