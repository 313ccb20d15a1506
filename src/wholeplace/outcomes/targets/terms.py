"""What a target promises, and how history is read: numbers of an agreement, never of the code."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from wholeplace.document import Cited, Frozen, Share, Wrong, known

LOWER, HIGHER = "lower", "higher"
FLAT, FOLLOWED, IF_SIGNIFICANT = "flat", "followed", "if_significant"
EXACT, PREDICTIVE, KNOWN = "exact", "predictive", "known"
MOST_HARMONICS = 5


def _chance(value: Share) -> Share:
    if not 0 < value < 1:
        raise Wrong("a chance lies between 0% and 100%", "write a chance like 95%")
    return value


def _trend(written: object) -> object:
    return known(str(written), [FLAT, FOLLOWED, IF_SIGNIFICANT], "way to read a trend")


def _baseline(written: object) -> object:
    return known(str(written), [EXACT, PREDICTIVE, KNOWN], "way to read a baseline")


def _better(written: object) -> object:
    return known(str(written), [LOWER, HIGHER], "direction")


Chance = Annotated[Share, AfterValidator(_chance)]
Better = Annotated[Literal["lower", "higher"], BeforeValidator(_better)]
Trend = Annotated[Literal["flat", "followed", "if_significant"], BeforeValidator(_trend)]
Baseline = Annotated[Literal["exact", "predictive", "known"], BeforeValidator(_baseline)]


class Promise(Frozen):
    """What is promised of a target where nothing truly changes.

    The floor is met with at least ``floor_chance``; the full mark is met with at most
    ``full_chance`` (2.5%: a significant improvement, one-sided); what has a chance of less than
    1 - ``zero_chance`` is worth nothing.
    """

    floor_chance: Chance
    full_chance: Chance
    zero_chance: Chance
    source: Cited

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.zero_chance <= self.floor_chance:
            remedy = "write a greater chance, like 99.9%"
            raise Wrong("it is not above floor_chance", remedy, ("zero_chance",))
        if self.full_chance >= 1 - self.floor_chance:
            what = "with it the full mark could be easier to meet than the floor is to miss"
            raise Wrong(what, "write a smaller chance, like 2.5%", ("full_chance",))
        return self


class Reading(Frozen):
    """How a history becomes what to expect if nothing changes.

    ``trend``: ``flat`` takes the level of the whole history, ``followed`` carries its trend on, and
    ``if_significant`` does so where the trend differs from nought at 5%. Only ``followed`` keeps
    the promise whether there is a trend or not: three years seldom show one of 5% a year, and a
    floor that is blind to it is met with a chance of 0.7 and not 0.95. ``harmonics``: pairs of
    yearly waves, for seasons. ``baseline``: ``exact`` and ``predictive`` count the noise of the
    history itself, the first so that the promises hold in every case; ``known`` takes its level as
    the truth.
    """

    trend: Trend
    harmonics: int = Field(ge=0, le=MOST_HARMONICS)
    baseline: Baseline
    source: Cited
