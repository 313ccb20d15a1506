"""The document that says what a care package costs in a week, from how its price is quoted."""

from __future__ import annotations

from typing import Annotated, Self, TypeAlias

from pydantic import Field, model_validator

from wholeplace.document import Cited, Frozen, Wrong

Words: TypeAlias = Annotated[tuple[str, ...], Field(min_length=1)]


class Regular(Frozen):
    """A price that is paid so many times a year, whatever the number of planned units."""

    begins_with: Words
    times_a_year: int = Field(ge=1, le=366)


class PackageRates(Frozen):
    """How the frequency of a price makes it a price for a week.

    Frequencies are known by how they begin, in any capitals. ``by_units`` are prices for one
    unit, of which the package has so many a week; ``once`` are paid once, on the first day.
    """

    package_costs: str
    version: str
    about: str
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    weeks_a_year: int = Field(ge=1, le=53)
    by_units: Words
    regular: tuple[Regular, ...]
    once: Words
    source: Cited

    @model_validator(mode="after")
    def _each_word_means_one_thing(self) -> Self:
        meanings = [self.by_units, self.once, *(regular.begins_with for regular in self.regular)]
        words = [(word.lower(), i) for i, several in enumerate(meanings) for word in several]
        for word, meaning in words:
            if any(other.startswith(word) and means != meaning for other, means in words):
                what = f"'{word}' also begins another frequency, so a price could be read two ways"
                raise Wrong(what, "write more of the word, or leave one of the two out")
        return self
