"""What is found of inequality in a place; nothing of it is hidden yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wholeplace.kernel import FinancialYear
from wholeplace.outcomes.lives import Life
from wholeplace.outcomes.undiagnosed import Gap
from wholeplace.outcomes.unequal import GroupRate, Line, Rates
from wholeplace.population.prevalence import ExpectedPrevalence
from wholeplace.privacy.small_numbers import SmallNumbers

NOT_KNOWN = "0"
"""The group of people whose home, or its deprivation, is not known."""


class Ranked(StrEnum):
    """Into how many groups of deprivation people are put; the tenths are national."""

    TENTHS = "tenths"
    FIFTHS = "fifths"

    @property
    def one(self) -> str:
        """What one of the groups is called."""
        return self.value.removesuffix("s")

    def of(self, tenth: str) -> str:
        """Return the group that a tenth is in; ``NOT_KNOWN`` stays so."""
        return tenth if self is Ranked.TENTHS else str((int(tenth) + 1) // 2)


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure: its rates by deprivation and by neighbourhood, and the slope over deprivation.

    ``not_known`` holds those of unknown deprivation, and ``no_line`` why there is no slope.
    ``tenths`` are events and person-years by national tenth: what shows of fifths must not tell
    them. Where the records do not carry the measure, ``missing`` says why.
    """

    name: str
    title: str
    per: int
    by_deprivation: Rates | None = None
    not_known: GroupRate | None = None
    by_neighbourhood: Rates | None = None
    line: Line | None = None
    no_line: str = ""
    tenths: Mapping[str, tuple[int, float]] | None = None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Inequality:
    """Rates of a year, life expectancy of ``years``, and prevalence on the day ``on``.

    ``lives`` are by what people are grouped by: ``place``, ``deprivation``, ``ward`` or
    ``neighbourhood``. ``gaps`` are by condition. ``names`` are those of neighbourhoods.
    """

    title: str
    year: FinancialYear
    ranked: Ranked
    from_age: int
    measured: tuple[Measured, ...]
    years: tuple[FinancialYear, ...]
    lives: Mapping[str, tuple[Life, ...]]
    on: date
    expected: ExpectedPrevalence
    conditions: Mapping[str, str]
    gaps: Mapping[str, tuple[Gap, ...]]
    names: Mapping[str, str]
    small: SmallNumbers
    warnings: tuple[str, ...] = ()
