"""Icons for what a chart says: shapes that read without colour, each beside its words."""

from __future__ import annotations

from dataclasses import dataclass

from wholeplace.outcomes.control import Assurance, VariationKind
from wholeplace.report.charts import BLUE, INK, ORANGE

QUIET = "#5b6672"
_UP = "M14 20V8M9 13l5-5 5 5"
_DOWN = "M14 8v12M9 15l5 5 5-5"
_WAVE = "M6 15c3-6 5-6 8-1s5 5 8-1"
_TICK = "M8 14.5l4 4 8-9"
_CROSS = "M9 9l10 10M19 9L9 19"
_EITHER = "M8 11h12M8 17h12M17 7l-6 14"
_ROUND = '<circle cx="14" cy="14" r="12"/>'
_SQUARE = '<rect x="3" y="3" width="22" height="22"/>'
_DIAMOND = '<path d="M14 1l13 13-13 13L1 14z"/>'


@dataclass(frozen=True, slots=True)
class Icon:
    """What an icon says in words, and its picture (empty: there is none)."""

    says: str
    svg: str = ""


def variation_icon(word: str) -> Icon:
    """Return the icon of a kind of variation: round, a diamond (better), a square (concern)."""
    says, shape, line, colour = _VARIATION.get(word, _NOT_JUDGED)
    return Icon(says, _svg(shape, line, colour) if shape else "")


def assurance_icon(word: str) -> Icon:
    """Return the icon of an assurance: a tick, a cross, or neither."""
    says, shape, line, colour = _ASSURANCE.get(word, _NO_TARGET)
    return Icon(says, _svg(shape, line, colour) if shape else "")


def _svg(shape: str, line: str, colour: str) -> str:
    # The words stand beside it: to those who hear the page it would say them twice.
    return (
        '<svg class="icon" width="28" height="28" viewBox="0 0 28 28" aria-hidden="true"'
        f' fill="none" stroke="{colour}" stroke-width="2">{shape}<path d="{line}"/></svg>'
    )


_Told = tuple[str, str, str, str]

_NOT_JUDGED: _Told = ("not judged", "", "", "")
_NO_TARGET: _Told = ("no assurance", "", "", "")
_VARIATION: dict[str, _Told] = {
    VariationKind.COMMON: ("common cause", _ROUND, _WAVE, QUIET),
    VariationKind.IMPROVEMENT_HIGH: ("improvement, high", _DIAMOND, _UP, BLUE),
    VariationKind.IMPROVEMENT_LOW: ("improvement, low", _DIAMOND, _DOWN, BLUE),
    VariationKind.CONCERN_HIGH: ("concern, high", _SQUARE, _UP, ORANGE),
    VariationKind.CONCERN_LOW: ("concern, low", _SQUARE, _DOWN, ORANGE),
    VariationKind.CHANGE_HIGH: ("change, high", _ROUND, _UP, INK),
    VariationKind.CHANGE_LOW: ("change, low", _ROUND, _DOWN, INK),
}
_ASSURANCE: dict[str, _Told] = {
    Assurance.PASSES: ("passes", _ROUND, _TICK, BLUE),
    Assurance.FAILS: ("fails", _SQUARE, _CROSS, ORANGE),
    Assurance.HIT_OR_MISS: ("hit or miss", _ROUND, _EITHER, QUIET),
}

MEANS: dict[str, str] = {
    "common cause": "the latest month differs no more than months always did",
    "improvement, high": "more than chance would do, and higher is better",
    "improvement, low": "less than chance would do, and lower is better",
    "concern, high": "more than chance would do, and lower is better",
    "concern, low": "less than chance would do, and higher is better",
    "not judged": "there are too few months, or hidden ones would be given away",
    "passes": "as it is, it meets the target month after month",
    "fails": "as it is, it misses the target month after month",
    "hit or miss": "as it is, chance decides whether it meets the target",
    "no assurance": "no target is set, or the months are not judged",
}
"""What the words of icons mean, for those who meet them for the first time."""
