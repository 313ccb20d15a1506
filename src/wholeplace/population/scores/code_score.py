"""The document of a score: its groups with points, and the codes that belong to each group."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from math import ceil, lcm
from typing import Literal, Self

from pydantic import Field, model_validator

from wholeplace.document import Cited, Frozen, Number, Wrong, known
from wholeplace.population.scores.sign import Input, ListReference, Sign, Way
from wholeplace.population.scores.systems import SYSTEMS

Positions = Literal["all", "primary", "secondary"]


class Group(Frozen):
    """One group of conditions. It gives no points to people who are also in ``unless``.

    In a score with signs, people have the group in any of the ways ``when``; where nothing is
    said, when they have the sign of the same name.
    """

    points: Number
    name: str = ""
    unless: str | None = None
    when: tuple[Way, ...] = ()


class Band(Frozen):
    """A name for scores below a limit; the last has none, and takes the rest."""

    name: str
    below: Number | None = None


class Score(Frozen):
    """A weighted sum over groups of conditions; ``map`` names the file of its codes.

    Instead of a map, a score may have ``signs``: lists of codes that a site brings (``lists``) and
    numbers of people (``inputs``), with how often and how long ago. ``divided_by`` turns the sum
    into a share, and a score below ``lowest`` counts as that. ``positions`` are the places of
    diagnoses that count, and ``look_back_years`` is how long before the day asked about.
    """

    score: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    version: str
    about: str
    map: str = ""
    lists: dict[str, ListReference] = Field(default_factory=dict)
    inputs: dict[str, Input] = Field(default_factory=dict)
    signs: dict[str, Sign] = Field(default_factory=dict)
    source: Cited
    code_system: str = "ICD10"
    positions: Positions = "all"
    look_back_years: int | None = Field(None, ge=1, le=120)
    divided_by: int = Field(1, ge=1)
    lowest: Number | None = None
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
    def _has_codes_in_one_way(self) -> Self:
        if self.code_system not in SYSTEMS:
            what = f"unknown code system '{self.code_system}'"
            raise Wrong(what, f"use one of {', '.join(SYSTEMS)}", ("code_system",))
        if bool(self.map) == bool(self.signs):
            raise Wrong("it has its codes in one way", "give 'map', or 'signs' with their 'lists'")
        if self.signs and (self.look_back_years is not None or self.positions != "all"):
            what = "each sign says itself what counts"
            raise Wrong(what, "leave out look_back_years and positions")
        return self

    @model_validator(mode="after")
    def _signs_are_told(self) -> Self:
        for name, sign in self.signs.items():
            among = self.lists if sign.input is None else self.inputs
            word = sign.list_ if sign.input is None else sign.input
            kind = "list" if sign.input is None else "input"
            _among(word or "", list(among), kind, ("signs", name, kind))
        for name, group in self.groups.items():
            for word, path in self._asked(name, group):
                _among(word, list(self.signs), "sign", ("groups", name, *path))
        return self

    def _asked(self, name: str, group: Group) -> list[tuple[str, tuple[str | int, ...]]]:
        if not self.signs:
            return [(name, ("when",))] if group.when else []
        if not group.when:
            return [(name, ())]
        asked = [(i, way) for i, way in enumerate(group.when)]
        return [
            (word, ("when", i, key))
            for i, way in asked
            for key, words in (("all", way.all_), ("none", way.none))
            for word in words
        ]

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

    def ways(self, group: str) -> tuple[Way, ...]:
        """Return the ways to have a group of a score with signs."""
        return self.groups[group].when or (Way.model_validate({"all": (group,)}),)

    def system_of(self, name: str) -> str:
        """Return the code system of a list."""
        return self.lists[name].code_system or self.code_system

    @property
    def systems(self) -> frozenset[str]:
        """The code systems that the score reads."""
        of_lists = frozenset(map(self.system_of, self.lists))
        return of_lists if self.signs else frozenset([self.code_system])

    @property
    def has_days(self) -> bool:
        """Whether what counts depends on the day that is asked about."""
        return any(sign.has_days for sign in self.signs.values())

    def units(self) -> Mapping[str, int]:
        """Return the points of each group in whole units."""
        return {name: int(group.points * self.scale) for name, group in self.groups.items()}

    @property
    def lowest_units(self) -> int | None:
        """The fewest units that anybody has, where there is a lowest score."""
        return None if self.lowest is None else ceil(self.lowest * self.scale * self.divided_by)

    def of_units(self, units: int) -> Fraction:
        """Return the score that a sum of units makes."""
        return Fraction(units, self.scale * self.divided_by)

    def band_of(self, score: Fraction) -> str:
        """Return the name of the band that a score falls in; empty where there are none."""
        found = (b.name for b in self.bands if b.below is None or score < b.below)
        return next(found, "")


def _among(word: str, names: list[str], kind: str, path: tuple[str | int, ...]) -> None:
    try:
        known(word, names, kind)
    except Wrong as wrong:
        raise Wrong(wrong.what, wrong.remedy, path) from None
