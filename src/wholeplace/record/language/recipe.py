"""A recipe: from what one canonical column is made, and by which steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Self
from zlib import crc32

from pydantic import BeforeValidator, Field, model_validator

from wholeplace.document import Frozen, Number, Wrong
from wholeplace.record.language.condition import When
from wholeplace.record.language.date_format import DateFormats
from wholeplace.record.language.pattern import Pattern

ORIGINS = (
    *("column", "value", "first_of", "join", "year_and_month", "date_and_time", "days_between"),
    *("weeks_between", "multiply", "number_within", "row_number", "person_key"),
)
"""What a column can be made from: exactly one of these stands in a recipe."""

# Without a colon, so that the pseudonyms of two issuers never make one key.
_ISSUER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
BLANKS = " \t\n\r\v\f"
"""What the engine trims from the ends of a text; Python would trim more."""

_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")


def _factor(written: object) -> object:
    is_number = isinstance(written, str) and _DECIMAL.fullmatch(written)
    return {"value": written} if is_number else written


class Lookup(Frozen):
    """Find the text in another file of the source and take a column from the row found."""

    file: str
    match: str
    take: str


class Recipe(Frozen):
    """How one value is made: from one of ``ORIGINS``, then by the other fields in their order.

    What an origin is made of may be a column (a bare name) or a recipe of its own.
    """

    column: str | None = None
    value: str | None = None
    first_of: tuple[Recipe, ...] | None = None
    join: Join | None = None
    year_and_month: tuple[Recipe, Recipe] | None = None
    date_and_time: tuple[Recipe, Recipe] | None = None
    days_between: tuple[Recipe, Recipe] | None = None
    weeks_between: tuple[Recipe, Recipe] | None = None
    multiply: tuple[Annotated[Recipe, BeforeValidator(_factor)], ...] | None = None
    number_within: tuple[Recipe, ...] | None = None
    row_number: bool | None = None
    person_key: PersonKey | None = None
    optional: bool = False
    plus: int = 0
    strip: str = ""
    upper: bool = False
    first: int = Field(0, ge=0)
    pad: int = Field(0, ge=0, le=200)
    matches: Pattern | None = None
    lookup: Lookup | None = None
    fallback: Recipe | None = None
    codes: dict[str, str] | None = None
    codes_from: str | None = None
    otherwise: str | None = None
    date_formats: DateFormats = ()
    plus_days: int = Field(0, ge=-36_600, le=36_600)
    first_of_month: bool = False
    scale: Number | None = None
    round_to_penny: bool = False
    prefix: str = ""
    suffix: str = ""
    when: When | None = None

    @model_validator(mode="before")
    @classmethod
    def _column_alone(cls, value: object) -> object:
        return {"column": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _from_one_thing(self) -> Self:
        given = [name for name in ORIGINS if getattr(self, name)]
        if len(given) != 1:
            found = " and ".join(given) or "nothing"
            remedy = f"keep one of: {' '.join(ORIGINS)}"
            raise Wrong(f"a column is made from one thing, not {found}", remedy)
        return self

    @model_validator(mode="after")
    def _needs_its_other_half(self) -> Self:
        # Each would be passed over without a word, and the column filled differently than said.
        codes = self.codes is not None or self.codes_from
        halves = (
            ("lookup", self.lookup, "column", self.column),
            ("otherwise", self.otherwise is not None, "codes", codes),
            ("plus", self.plus, "number_within", self.number_within),
            ("optional", self.optional, "column", self.column),
        )
        for name, given, other, there in halves:
            if given and not there:
                raise Wrong(f"'{name}' needs '{other}'", f"add {other}, or remove {name}")
        if self.codes is not None and self.codes_from:
            raise Wrong("'codes' and 'codes_from' say the same thing twice", "keep one of the two")
        return self

    @model_validator(mode="after")
    def _scales_exactly(self) -> Self:
        if self.scale is not None and (self.scale * 10**9).denominator != 1:
            what = f"{self.scale} has no exact decimal of at most nine places"
            raise Wrong(what, "write a decimal such as 0.01", ("scale",))
        return self

    @property
    def origin(self) -> str:
        """Which of ``ORIGINS`` it begins with."""
        return next(name for name in ORIGINS if getattr(self, name))

    @property
    def reads_dates(self) -> bool:
        """Whether its dates are read where it begins, and no longer where it ends."""
        return self.origin in {"date_and_time", "days_between", "weeks_between"}

    def parts(self) -> Iterator[Recipe]:
        """Yield the recipes that this one is made of, at once beneath it."""
        for several in (self.first_of, self.year_and_month, self.date_and_time, self.days_between):
            yield from several or ()
        for several in (self.weeks_between, self.multiply, self.number_within):
            yield from several or ()
        yield from self.join.columns if self.join else ()
        yield from self.person_key.parts() if self.person_key else ()
        yield from (self.fallback,) if self.fallback else ()

    def all_parts(self) -> Iterator[Recipe]:
        """Yield every recipe beneath this one, the innermost first, and then itself."""
        for part in self.parts():
            yield from part.all_parts()
        yield self

    def columns_used(self) -> Iterator[str]:
        """Yield every source column that it reads where it is there."""
        for recipe in self.all_parts():
            yield from (recipe.column,) if recipe.column else ()
            yield from recipe.when.columns() if recipe.when else ()

    def words(self) -> tuple[str, ...]:
        """Return all that it can make, where that is a few words whatever a row has; else none."""
        finished = (self.date_formats, self.plus_days, self.first_of_month, self.scale)
        if any((*finished, self.round_to_penny, self.prefix, self.suffix)):
            return ()
        if self.codes is not None:
            made = [*self.codes.values(), self.otherwise or ""]
        else:
            made = [self.value] if self.value and self == Recipe(value=self.value) else []
        trimmed = (word.strip(BLANKS) for word in made)
        return tuple(dict.fromkeys(word for word in trimmed if word))

    def columns_needed(self) -> Iterator[tuple[str, ...]]:
        """Yield the source columns that must be there; where several are given, any one will do.

        Of ``first_of``, a file needs only what one of its parts is made from.
        """
        if self.column and not self.optional:
            yield (self.column,)
        if self.when:
            yield from ((column,) for column in self.when.columns(needed=True))
        if self.first_of:
            yield from self._any_of_several(self.first_of)
        for part in self.parts():
            if not self.first_of or part == self.fallback:
                yield from part.columns_needed()

    def _any_of_several(self, several: tuple[Recipe, ...]) -> Iterator[tuple[str, ...]]:
        inner = [part for recipe in several for part in recipe.all_parts()]
        if not any(part.optional or part.value or part.row_number for part in inner):
            yield tuple(dict.fromkeys(part.column for part in inner if part.column))


class Join(Frozen):
    """Several texts with something between them; missing where one of them is."""

    columns: tuple[Recipe, ...] = Field(min_length=1)
    with_: str = Field("", alias="with")


class PersonKey(Frozen):
    """The key of a person: a valid NHS number, else a local number, else the row itself.

    ``status`` is the column that says whether the number was traced (``01``); ``local`` are the
    organisation that gave a local number, and the number. Where a sender has put something of its
    own in the place of NHS numbers, that ``pseudonym`` and its ``issuer`` are the key instead.
    """

    nhs_number: Recipe | None = None
    status: Recipe | None = None
    pseudonym: Recipe | None = None
    issuer: str | None = None
    local: tuple[Recipe, Recipe] | None = None

    @model_validator(mode="after")
    def _by_one_number(self) -> Self:
        if (self.nhs_number is None) == (self.pseudonym is None):
            what = "the key of a person needs one of 'nhs_number' and 'pseudonym'"
            raise Wrong(what, "take pseudonym and issuer where the sender replaced NHS numbers")
        for name, given, other, there in (
            ("status", self.status, "nhs_number", self.nhs_number),
            ("issuer", self.issuer, "pseudonym", self.pseudonym),
            ("pseudonym", self.pseudonym, "issuer", self.issuer),
        ):
            if given is not None and there is None:
                raise Wrong(f"'{name}' needs '{other}'", f"add {other}, or remove {name}")
        if self.issuer is not None and not _ISSUER.fullmatch(self.issuer):
            what = f"'{self.issuer}' cannot name who made pseudonyms"
            raise Wrong(what, "write letters, digits, '.', '_' and '-' only", ("issuer",))
        return self

    def parts(self) -> Iterator[Recipe]:
        """Yield the recipes it is made of."""
        yield from (part for part in (self.nhs_number, self.pseudonym, self.status) if part)
        yield from self.local or ()


Recipe.model_rebuild()


def worked_out(recipe: Recipe, kind: str) -> str:
    """Return the column of what is worked out for a recipe before the value is made.

    Kinds are ``found`` by its lookup, ``code`` of its many codes, ``digits`` of an NHS number.
    Recipes that ask for the same share one column.
    """
    cleaned = (recipe.strip, recipe.upper, recipe.first, recipe.pad, recipe.matches)
    told = {
        "found": (recipe.column, cleaned, recipe.lookup),
        "digits": recipe.person_key and recipe.person_key.nhs_number,
    }.get(kind, recipe)
    return f"_{kind}_{crc32(repr(told).encode()):08x}"
