"""How many people are expected to have a condition, and of how many it is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Self

from ibis import ir
from pydantic import Field, model_validator

from wholeplace.document import Cited, Frozen, Share, Wrong
from wholeplace.population.scores import Listed, has_group

MAN, WOMAN = "1", "2"


class PrevalenceBand(Frozen):
    """The share of men and women of an age who are expected to have a condition."""

    from_age: int = Field(ge=0, le=120)
    men: Share
    women: Share

    @model_validator(mode="after")
    def _are_shares(self) -> Self:
        for name, share in (("men", self.men), ("women", self.women)):
            if not 0 <= share <= 1:
                what = f"{float(share):g} is no share of people"
                raise Wrong(what, "write a share from 0% to 100%", (name,))
        return self

    def share(self, sex: str) -> Fraction:
        """Return the share; of people whose sex is not said, that half way between the two."""
        shares = {MAN: self.men, WOMAN: self.women}
        return shares.get(sex, (self.men + self.women) / 2)


class ExpectedCondition(Frozen):
    """The expected prevalence of one condition, by bands of age; the last band has no end.

    Who is younger than the first is left out of what is expected, and of what is recorded.
    """

    covers: str
    year: int = Field(ge=1948, le=2200)
    bands: tuple[PrevalenceBand, ...] = Field(min_length=1)
    source: Cited

    @model_validator(mode="after")
    def _ages_rise(self) -> Self:
        for i, (band, later) in enumerate(pairwise(self.bands), 1):
            if later.from_age <= band.from_age:
                what = f"the age {later.from_age} does not come after {band.from_age}"
                raise Wrong(what, "put the bands in order of age", ("bands", i, "from_age"))
        return self

    def share(self, sex: str, age: int) -> Fraction | None:
        """Return the expected share at an age, or nothing beneath the first band."""
        band = next((one for one in reversed(self.bands) if one.from_age <= age), None)
        return band.share(sex) if band else None


class ExpectedPrevalence(Frozen):
    """The document of expected prevalence; conditions are groups of the score ``score``."""

    prevalence: str
    version: str
    about: str
    score: str
    conditions: dict[str, ExpectedCondition] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Found:
    """Of how many people a condition is recorded, and how many are expected to have it.

    ``people`` are those of the ages that the expectation is about. What is recorded and the gap
    come to what is expected: ``gap`` is below nought where more is recorded than expected.
    """

    people: int
    recorded: int
    expected: Fraction

    @property
    def gap(self) -> Fraction:
        """How many more are expected than recorded."""
        return self.expected - self.recorded


def register_cells(
    register: ir.Table, bits: ir.Table, one: Listed, conditions: Iterable[str]
) -> ir.Table:
    """Return ``people`` by neighbourhood, sex and age, and of how many each condition is recorded.

    ``register`` has ``person_id``, ``neighbourhood``, ``sex`` and ``age``; ``bits`` is that of
    ``bits_by_person`` with the groups of ``one``.
    """
    groups = {name: has_group(bits, one, name) for name in conditions}
    known = bits.select("person_id", **groups)
    rows = register.left_join(known, "person_id")
    keys = ["neighbourhood", "sex", "age"]
    sums = {name: rows[name].sum().fill_null(0) for name in groups}
    return rows.group_by(keys).aggregate(people=rows.count(), **sums).order_by(keys)


def prevalence_of(
    cells: Iterable[Mapping[str, object]], name: str, expected: ExpectedCondition
) -> Mapping[str, Found]:
    """Return what is found of a condition by neighbourhood; ``cells`` is ``register_cells``."""
    found: dict[str, Found] = {}
    for cell in cells:
        share = expected.share(str(cell["sex"]), int(str(cell["age"])))
        if share is None:
            continue
        people, recorded = int(str(cell["people"])), int(str(cell[name]))
        before = found.get(str(cell["neighbourhood"]), Found(0, 0, Fraction(0)))
        found[str(cell["neighbourhood"])] = Found(
            before.people + people,
            before.recorded + recorded,
            before.expected + people * share,
        )
    return found
