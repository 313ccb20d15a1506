"""The document of quality rules: what each asks of which rows, and when its share is too low."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import Field, field_validator, model_validator

from wholeplace.document import Cited, Frozen, Share, Wrong, known
from wholeplace.record.conditions import Conditions
from wholeplace.record.tables.all_tables import table_named, table_names

LINKS = "source_link"


class Dimension(StrEnum):
    """What a rule is about: whether a value is there, allowed, likely, agreed with, and regular."""

    COMPLETENESS = "completeness"
    VALIDITY = "validity"
    PLAUSIBILITY = "plausibility"
    CONSISTENCY = "consistency"
    CONTINUITY = "continuity"


class FoundIn(Frozen):
    """The value of one column must stand in a column of another table, or else in ``or_in``."""

    table: str
    match: dict[str, str] = Field(min_length=1, max_length=1)
    when: Conditions = Field(default_factory=dict)
    or_in: FoundIn | None = None

    def every(self) -> list[FoundIn]:
        """Return this and what may take its place, in order."""
        return [self, *(self.or_in.every() if self.or_in else ())]


class NotAfter(Frozen):
    """A day must not come more than ``days`` after the ``column`` of the matching row.

    Of several such rows the latest day counts, or with ``earliest`` the first. With ``linked``
    keys of people that links tie together are one person. With ``must_be_there`` only rows with a
    matching one are asked, and a day that is missing is too late.
    """

    table: str
    match: dict[str, str] = Field(min_length=1)
    column: str
    days: int = Field(0, ge=0)
    earliest: bool = False
    linked: bool = False
    must_be_there: bool = False


class Near(Frozen):
    """A row of the same table must begin ``within_hours`` of this one, alike in ``same``."""

    same: tuple[str, ...]
    within_hours: int = Field(ge=1)
    when: Conditions


class Continuity(Frozen):
    """Each month of a provider must reach a share of the median of the months before it."""

    at_least: Share
    of_months: int = Field(12, ge=3)
    from_months: int = Field(6, ge=2)
    from_rows: int = Field(20, ge=1)


TESTS = {
    "columns": Dimension.COMPLETENESS,
    "codes": Dimension.VALIDITY,
    "matches": Dimension.VALIDITY,
    "nhs_number": Dimension.VALIDITY,
    "at_least": Dimension.PLAUSIBILITY,
    "at_most": Dimension.PLAUSIBILITY,
    "none_of": Dimension.PLAUSIBILITY,
    "not_after": Dimension.PLAUSIBILITY,
    "found_in": Dimension.CONSISTENCY,
    "not_after_theirs": Dimension.CONSISTENCY,
    "preceded_by": Dimension.CONSISTENCY,
    "followed_by": Dimension.CONSISTENCY,
    "continuity": Dimension.CONTINUITY,
}
"""What a rule may ask, and what kind of rule that makes it."""


class QualityRule(Frozen):
    """One rule. A row is asked where ``when`` holds and every column of ``filled`` is filled.

    ``column`` is what the test looks at; a test of days since another column names that as
    ``days_since``. Feeds named in ``not_of_feeds`` are never meant to pass, and are not asked.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    table: str
    kind: Dimension
    not_of_feeds: tuple[str, ...] = ()
    when: Conditions = Field(default_factory=dict)
    filled: tuple[str, ...] = ()
    column: str | None = None
    days_since: str | None = None
    columns: tuple[str, ...] | None = None
    codes: tuple[str, ...] | None = None
    matches: str | None = None
    nhs_number: bool | None = None
    at_least: int | None = None
    at_most: int | None = None
    none_of: tuple[str, ...] | None = None
    not_after: str | None = None
    found_in: FoundIn | None = None
    not_after_theirs: NotAfter | None = None
    preceded_by: Near | None = None
    followed_by: Near | None = None
    continuity: Continuity | None = None
    warn_below: Share
    refuse_below: Share | None = None
    weight: int = Field(1, ge=1, le=10)
    why: str
    do: str
    source: Cited

    @field_validator("table")
    @classmethod
    def _is_a_table(cls, table: str) -> str:
        return known(table, table_names(), "table")

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        asked = {TESTS[name] for name in TESTS if getattr(self, name) is not None}
        if asked != {self.kind}:
            kinds = ", ".join(name for name, kind in TESTS.items() if kind is self.kind)
            raise Wrong(f"a rule of {self.kind} must ask one thing of its kind", f"use {kinds}")
        if self.kind in {Dimension.VALIDITY, Dimension.PLAUSIBILITY} and self.column is None:
            raise Wrong("the rule does not say which column it looks at", "add 'column'")
        if self.refuse_below is not None and self.refuse_below > self.warn_below:
            raise Wrong("it would refuse before it warns", "raise warn_below", ("refuse_below",))
        return self

    @model_validator(mode="after")
    def _knows_its_columns(self) -> Self:
        for table, names in self.asked_of().items():
            for name in names:
                known(
                    name, table_named(known(table, table_names(), "table")).column_names, "column"
                )
        return self

    def asked_of(self) -> dict[str, set[str]]:
        """Return the columns that the rule looks at, by table."""
        own = {*self.when, *self.filled, *(self.columns or ())}
        own |= {name for name in (self.column, self.days_since, self.not_after) if name}
        asked = {self.table: own}
        for place in self.found_in.every() if self.found_in else ():
            own |= set(place.match)
            asked.setdefault(place.table, set()).update({*place.match.values(), *place.when})
        if theirs := self.not_after_theirs:
            own |= set(theirs.match)
            asked.setdefault(theirs.table, set()).update({*theirs.match.values(), theirs.column})
            if theirs.linked:
                asked.setdefault(LINKS, set()).update(("source_key", "person_id"))
        if near := self.near:
            own |= {*near.same, *near.when}
        return asked

    @property
    def near(self) -> Near | None:
        """What must come before or after."""
        return self.preceded_by or self.followed_by


class QualityRules(Frozen):
    """A set of rules."""

    quality: str
    version: str
    about: str
    rules: tuple[QualityRule, ...]

    @field_validator("rules")
    @classmethod
    def _each_once(cls, rules: tuple[QualityRule, ...]) -> tuple[QualityRule, ...]:
        ids = [rule.id for rule in rules]
        for i, name in enumerate(ids):
            if name in ids[:i]:
                raise Wrong(f"the rule '{name}' is there twice", "rename one", (i, "id"))
        return rules
