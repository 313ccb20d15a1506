"""What a scorecard is made from: each measure over time and by who people are, and its reward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from wholeplace.kernel import FinancialYear, Month
from wholeplace.outcomes.control import Xmr
from wholeplace.outcomes.definition import Measure
from wholeplace.outcomes.framework import Caution, DomainTree, FrameworkYear, OutcomeYear
from wholeplace.outcomes.rewards import Earned, Outlook, Reward
from wholeplace.outcomes.targets import Calibration, Needed
from wholeplace.privacy import SmallNumbers


@dataclass(frozen=True, slots=True)
class Value:
    """A measure of some people in some time: what was counted, over what, and its 95% limits.

    ``value`` is numerator / denominator x the measure's ``per``. Where there is no value the reason
    stands in ``missing``; a value of nought is not missing.
    """

    numerator: Fraction | None
    denominator: Fraction | None
    value: float | None
    lower: float | None = None
    upper: float | None = None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A measure in the year of one part of a breakdown, as counted and standardised.

    ``breakdown`` is ``neighbourhood``, ``practice``, ``segment``, ``deprivation``, ``ethnicity``,
    ``sex`` or ``age``. ``standardised`` is by age and sex, ``None`` where it is not made.
    """

    breakdown: str
    level: str
    crude: Value
    standardised: Value | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A measure on the scorecard.

    ``months`` are those of ``monthly``, one after the other; ``chart`` is their control chart with
    one series, ``None`` where there are too few points. ``variation_kind`` and ``assurance`` are
    its icons in words (``outcomes.control``). ``outcome`` is what the framework says of it in the
    year, ``None`` for a measure that is in none. ``slope`` is the slope index of inequality over
    tenths of deprivation, from the most to the least deprived, with limits. ``calibration`` are the
    marks that its history gives, ``needed`` the true improvement that earns the full reward,
    ``earned`` what it earned; each ``None`` where it is not asked. ``earlier`` are the years before
    ``before`` of what is not counted by month.
    """

    measure: Measure
    class_: str
    months: tuple[Month, ...]
    monthly: tuple[Value, ...]
    chart: Xmr | None
    variation_kind: str
    assurance: str
    year: Value
    before: Value | None
    levels: tuple[Level, ...]
    slope: Value | None = None
    outcome: OutcomeYear | None = None
    calibration: Calibration | None = None
    needed: Needed | None = None
    earned: Earned | None = None
    cautions: tuple[Caution, ...] = ()
    earlier: Mapping[FinancialYear, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All measures of a place in a year, with the framework that they stand in.

    ``tree`` is empty and the three after it ``None`` where the place has no framework. ``outlook``
    is what the whole reward comes to if nothing truly changes. ``names`` has what the levels of
    breakdowns are called, by id.
    """

    title: str
    year: FinancialYear
    small: SmallNumbers
    cards: tuple[Card, ...]
    tree: tuple[DomainTree, ...] = ()
    framework: FrameworkYear | None = None
    reward: Reward | None = None
    outlook: Outlook | None = None
    parties: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def card(self, measure: str) -> Card:
        """Return the card of a measure; raises ``KeyError``."""
        return {card.measure.measure: card for card in self.cards}[measure]
