"""The document of a standard population."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

from wholeplace.document import Cited, Frozen, Wrong


class StandardBand(Frozen):
    """How many people of the standard are of an age and up to the next band."""

    from_age: int = Field(ge=0, le=120)
    people: int = Field(ge=1)


class StandardPopulation(Frozen):
    """A population that rates are standardised to; the last band has no end."""

    standard: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    about: str
    bands: tuple[StandardBand, ...] = Field(min_length=2)
    source: Cited

    @model_validator(mode="after")
    def _ages_rise(self) -> Self:
        if self.bands[0].from_age:
            raise Wrong(
                "the first band does not begin at 0", "begin at 0", ("bands", 0, "from_age")
            )
        for i, (band, later) in enumerate(pairwise(self.bands), 1):
            if later.from_age <= band.from_age:
                what = f"the age {later.from_age} does not come after {band.from_age}"
                raise Wrong(what, "put the bands in order of age", ("bands", i, "from_age"))
        return self

    def ages(self) -> Sequence[int]:
        """Return the ages at which bands begin."""
        return [band.from_age for band in self.bands]

    def people_from(self, age: int) -> dict[int, float]:
        """Return the people of each band, by its first age, who are ``age`` or older.

        A band that the age divides counts in part, as if its people were of all its ages alike.
        """
        found = {}
        for band, later in pairwise([*self.bands, None]):
            if band is None:
                break
            part = 1.0
            if later is not None and band.from_age < age:
                width = later.from_age - band.from_age
                part = max(later.from_age - age, 0) / width
            found[band.from_age] = band.people * part
        return found
