"""The document of a score: its groups with points, and the codes that belong to each group."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Literal, Self

from pydantic import Field, model_validator

from wholeplace.document import Cited, Frozen, Number, Wrong, known

Positions = Literal["all", "primary", "secondary"]


class Group(Frozen):
    """One group of conditions. It gives no points to people who are also in ``unless``."""

    points: Number
    name: str = ""
    unless: str | None = None


class Band(Frozen):
    """A name for scores below a limit; the last has none, and takes the rest."""

    name: str
    below: Number | None = None


class Score(Frozen):
    """A weighted sum over groups of conditions; ``map`` names the file of its codes.

    ``divided_by`` turns the sum into a share. ``positions`` are the places of diagnoses that count,
    and ``look_back_years`` is how long before the day asked about.
    """

    score: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    version: str
    about: str
    map: str
    source: Cited
    code_system: str = "ICD10"
    positions: Positions = "all"
    look_back_years: int | None = Field(None, ge=1, le=120)
    divided_by: int = Field(1, ge=1)
    bands: tuple[Band, ...] = ()
    groups: dict[str, Group] = Field(min_length=1)

    @model_validator(mode="after")
    def _knows_its_groups(self) -> Self:
        for name, group in self.groups.items():
            if group.unless is not None:
                try:
                    known(group.unless, list(self.groups), "group")
                except Wrong as wrong:
                    raise Wrong(wrong.what, wrong.remedy, ("groups", name, "unless")) from None
        return self

    @model_validator(mode="after")
    def _bands_rise(self) -> Self:
        limits = [band.below for band in self.bands]
        rising = all(a is not None and (b is None or a < b) for a, b in pairwise(limits))
        if limits and (limits[-1] is not None or not rising):
            what = "the bands do not rise to one that takes the rest"
            raise Wrong(what, "order them by 'below', and leave it out of the last", ("bands",))
        return self

    @property
    def scale(self) -> int:
        """How many whole units make a point, so that points are added as whole numbers."""
        return lcm(*(group.points.denominator for group in self.groups.values()))

    def units(self) -> Mapping[str, int]:
        """Return the points of each group in whole units."""
        return {name: int(group.points * self.scale) for name, group in self.groups.items()}

    def of_units(self, units: int) -> Fraction:
        """Return the score that a sum of units makes."""
        return Fraction(units, self.scale * self.divided_by)

    def band_of(self, score: Fraction) -> str:
        """Return the name of the band that a score falls in; empty where there are none."""
        found = (b.name for b in self.bands if b.below is None or score < b.below)
        return next(found, "")
