"""What intermediate care has to give, and packages made of it (``intermediate.yaml``)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from wholeplace.document import Cited, Frozen, Number, Wrong, known
from wholeplace.place.care_terms import Above, Word, on

_LONGEST_STAY = 366


class Resource(Frozen):
    """Something of which there is so much on a day: beds, hours, visits."""

    id: Annotated[Word, Field(max_length=40)]
    name: str
    unit: str
    each_day: Above

    @property
    def title(self) -> str:
        """Return what it is called with its unit, where the name does not say it: Beds."""
        return self.name if self.unit == self.name.lower() else f"{self.name}, {self.unit}"


class PackagePart(Frozen):
    """So much of a resource on each of some days; days are counted from 0, the first."""

    resource: Word
    from_day: Annotated[int, Field(ge=0, le=_LONGEST_STAY)] = 0
    days: Annotated[int, Field(ge=1, le=_LONGEST_STAY)]
    amount: Number

    @model_validator(mode="after")
    def _is_some(self) -> Self:
        if self.amount <= 0 or (self.amount * 100).denominator != 1:
            raise Wrong("it is not above nought, in hundredths", "write 1, 0.5 or 0.25", ["amount"])
        return self


class PackageTemplate(Frozen):
    """A package as it is mostly asked for; it may be changed for somebody."""

    id: Word
    name: Annotated[str, Field(min_length=1, max_length=100)]
    goal: str = ""
    parts: tuple[PackagePart, ...] = Field(min_length=1)
    source: Cited

    @property
    def lasts(self) -> int:
        """The days from its first to its last."""
        return max(part.from_day + part.days for part in self.parts)


class IntermediateTerms(Frozen):
    """What there is to give on a day unless a day says otherwise, and packages made of it."""

    intermediate: str
    resources: tuple[Resource, ...] = Field(min_length=1)
    longest_days: Above
    packages: tuple[PackageTemplate, ...] = ()
    source: Cited

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        ids = [one.id for one in self.resources]
        for name, listed in (("resources", ids), ("packages", [one.id for one in self.packages])):
            for i, id_ in enumerate(listed):
                if id_ in listed[:i]:
                    raise Wrong(f"'{id_}' is there twice", "give it another name", (name, i))
        for i, package in enumerate(self.packages):
            for part in package.parts:
                _known(part.resource, ids, i)
            longest = max(float(entry.value) for entry in self.longest_days.root)
            if package.lasts > longest:
                what = f"it lasts {package.lasts} days, longer than the longest"
                raise Wrong(what, "shorten it, or let packages last longer", ("packages", i))
        return self

    def longest(self, day: date) -> int:
        """Return how many days a package lasts at most."""
        return int(on(self.longest_days, day))


def _known(word: str, ids: list[str], i: int) -> None:
    try:
        known(word, ids, "resource")
    except Wrong as wrong:
        raise Wrong(wrong.what, wrong.remedy, ("packages", i)) from None
