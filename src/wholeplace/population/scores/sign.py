"""What a score may ask of a person beside its own map: codes of a site's lists, and numbers."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from wholeplace.document import Frozen, Number, Wrong
from wholeplace.population.scores.systems import SYSTEMS

_HASH = r"^[0-9a-f]{64}$"


class ListReference(Frozen):
    """A list of codes that may not be shipped: what it is called, and where a site gets it.

    ``file`` is its name in ``codelists/`` (``NAME.csv`` where nothing is said), ``column`` that of
    its codes. Where ``sha256`` is given, no other version is taken.
    """

    about: str = ""
    url: str = ""
    version: str = ""
    sha256: str | None = Field(None, pattern=_HASH)
    file: str | None = None
    column: str | None = None
    category_column: str = "category"
    code_system: str | None = None

    @model_validator(mode="after")
    def _knows_its_system(self) -> Self:
        if self.code_system is not None and self.code_system not in SYSTEMS:
            what = f"unknown code system '{self.code_system}'"
            raise Wrong(what, f"use one of {', '.join(SYSTEMS)}", ("code_system",))
        return self


class Input(Frozen):
    """A number of each person that no code tells, such as how many medicines they take.

    Who lacks it has no score; where it is ``optional``, they have none of the signs that ask it.
    """

    about: str
    optional: bool = False


class Sign(Frozen):
    """One thing to be known of a person: codes of a list, or a number.

    Of a list: ``at_least`` so many codings (1 where nothing is said; the same code on the same day
    is one), ``within_days`` before the day asked about; or the first of all ``first_within_days``.
    ``category`` takes only the codes of one category. Of an input: ``at_least`` or ``below``.
    """

    list_: str | None = Field(None, alias="list")
    category: str | None = None
    within_days: int | None = Field(None, ge=1, le=50_000)
    first_within_days: int | None = Field(None, ge=1, le=50_000)
    input: str | None = None
    at_least: Number | None = None
    below: Number | None = None

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        if (self.list_ is None) == (self.input is None):
            raise Wrong("a sign asks one thing", "give 'list' or 'input'")
        problem = self._of_list() if self.input is None else self._of_input()
        if problem:
            raise Wrong(*problem)
        return self

    def _of_list(self) -> tuple[str, str] | None:
        if self.below is not None:
            return "'below' asks for a number of an input", "leave it out, or give 'input'"
        if self.within_days is not None and self.first_within_days is not None:
            return "the sign looks back in two ways", "keep within_days or first_within_days"
        times = self.at_least
        if times is not None and (times < 1 or times.denominator != 1):
            return "codings are counted from 1", "write a whole number"
        if self.first_within_days is not None and times is not None:
            return "there is one first code", "leave out at_least"
        return None

    def _of_input(self) -> tuple[str, str] | None:
        if (self.at_least is None) == (self.below is None):
            return "the number is compared in one way", "give 'at_least' or 'below'"
        if any(x is not None for x in (self.category, self.within_days, self.first_within_days)):
            return "an input has no codes", "leave out what asks for codes"
        return None

    @property
    def has_days(self) -> bool:
        """Whether it depends on the day that is asked about."""
        return self.within_days is not None or self.first_within_days is not None

    @property
    def is_counted(self) -> bool:
        """Whether codings must be counted, and one is not enough."""
        return self.input is None and self.at_least is not None and self.at_least > 1


class Way(Frozen):
    """One way to have a group: all of these signs, and none of those."""

    all_: tuple[str, ...] = Field(alias="all", min_length=1)
    none: tuple[str, ...] = ()
