"""The criteria that a document of a cohort may write: what must be known of a person."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, field_validator, model_validator

from wholeplace.document import Cited, Frozen, Number, Share, Timeline, Wrong
from wholeplace.record.conditions import Conditions, check_columns
from wholeplace.record.tables.derived import ACTIVITY_COLUMNS


def _some(words: tuple[str, ...]) -> tuple[str, ...]:
    if not words:
        raise Wrong("the list is empty: nobody can be found by it", "name one, or leave it out")
    return words


Count: TypeAlias = Annotated[int, Field(ge=1, le=1_000_000)]
Months: TypeAlias = Annotated[int, Field(ge=1, le=1_200)]
Days: TypeAlias = Annotated[int, Field(ge=1, le=36_600)]
Years: TypeAlias = Annotated[int, Field(ge=0, le=120)]
Words: TypeAlias = Annotated[tuple[str, ...], AfterValidator(_some)]
Method = Literal["code", "uprn", "postcode"]


class _Timed(Frozen):
    """What has dated values; each must have one on the day that is asked about."""

    def timelines(self) -> dict[str, Timeline[object]]:
        """Return the dated values by their field."""
        found = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: value for name, value in found.items() if isinstance(value, Timeline)}


class _Window(_Timed):
    """How far back from the day it is looked: ``months`` or ``days``."""

    months: Timeline[Months] | None = None
    days: Timeline[Days] | None = None

    _NEEDS_WINDOW: ClassVar[bool] = True

    @model_validator(mode="after")
    def _has_one_window(self) -> Self:
        given = (self.months is not None) + (self.days is not None)
        if given > 1 or (self._NEEDS_WINDOW and not given):
            raise Wrong("how far back is it looked?", "write one of the two: months, days")
        return self


class Codes(Frozen):
    """Groups of a code list, ``codelists/NAME``: any, all, or none of them must be coded.

    Without ``any``, ``all`` and ``none`` any group of the list will do.
    """

    list_: str = Field(alias="list", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    any_: Words | None = Field(None, alias="any")
    all_: Words | None = Field(None, alias="all")
    none: Words | None = None

    def groups(self) -> dict[str, tuple[str, ...]]:
        """Return the groups that are named, by the field that names them."""
        named = {"any": self.any_, "all": self.all_, "none": self.none}
        return {field: groups for field, groups in named.items() if groups}


class Counted(_Window):
    """So much activity in the time before the day, or more than nearly everybody else.

    ``by`` says which activity lies in it: what ``began`` then, what ``ended`` then and is over, or
    what had begun and was still ``open`` on the day. ``at_least`` is how many there must be,
    ``top`` how many people are taken, those with most first, and ``times`` how many times as many
    as in the time of the same length before. ``aged`` is the age on the day it began. Of several
    ``codes`` one must be what was coded of it.
    """

    said: tuple[str, str]
    when: Conditions = Field(default_factory=dict)
    codes: tuple[Codes, ...] = ()
    by: Literal["began", "ended", "open"] = "began"
    aged: Timeline[Years] | None = None
    at_least: Timeline[Count] | None = None
    top: Timeline[Count] | None = None
    ties: Literal["in", "out", "latest"] | None = None
    times: Timeline[Number] | None = None

    @field_validator("when")
    @classmethod
    def _uses_activity(cls, when: Conditions) -> Conditions:
        check_columns(when, ACTIVITY_COLUMNS, "column of activity")
        return when

    @field_validator("times")
    @classmethod
    def _is_a_rise(cls, times: Timeline[Number] | None) -> Timeline[Number] | None:
        for i, entry in enumerate(times.root if times else ()):
            if entry.value <= 1:
                raise Wrong("this is no rise", "write a number above 1", (i, "value"))
        return times

    @model_validator(mode="after")
    def _says_how_many(self) -> Self:
        if (self.at_least is None) == (self.top is None):
            raise Wrong("how many are enough?", "write one of the two: at_least, top")
        if (self.top is None) != (self.ties is None):
            what = "'top' and 'ties' go together: what of people with as many at the border?"
            raise Wrong(what, "write ties: in, out or latest, with top only")
        if self.times is not None and (self.top is not None or self.by != "began"):
            raise Wrong("'times' needs at_least, and activity that began", "leave out top and by")
        return self


class Diagnosed(_Window):
    """Coded as having something, at any time or in the time before the day."""

    _NEEDS_WINDOW: ClassVar[bool] = False

    said: str
    codes: tuple[Codes, ...]

    @field_validator("codes")
    @classmethod
    def _asks_for_codes(cls, codes: tuple[Codes, ...]) -> tuple[Codes, ...]:
        if not codes:
            raise Wrong("no code is asked for", "name a code list: codes: [{list: NAME.csv}]")
        return codes


class Scored(_Timed):
    """A score of coded diagnoses: at least so many points, or one of some bands."""

    score: str
    at_least: Timeline[Number] | None = None
    bands: Timeline[Words] | None = None

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        if (self.at_least is None) == (self.bands is None):
            raise Wrong("which points, or which bands?", "write one of the two: at_least, bands")
        return self


class Accuracy(Frozen):
    """How well a method finds residents; two shares are the lowest and highest published.

    ``ppv`` is the share of those found who live in a home, ``sensitivity`` the share of those who
    live in one who are found.
    """

    ppv: tuple[Share, ...] = Field((), max_length=2)
    sensitivity: tuple[Share, ...] = Field((), max_length=2)
    source: Cited


class CareHome(_Timed):
    """Living in a care home on the day.

    The record of where a person lives names a home, or its accommodation is one of ``statuses``.
    ``known_by`` is the method by which whoever sent the record knew, and ``methods`` says how
    good each method is.
    """

    known_by: Timeline[Method]
    statuses: Timeline[Words] | None = None
    methods: dict[Method, Accuracy]

    @model_validator(mode="after")
    def _knows_its_methods(self) -> Self:
        for i, entry in enumerate(self.known_by.root):
            if entry.value not in self.methods:
                what = f"'{entry.value}' is none of methods"
                raise Wrong(what, "add it to methods, with its source", ("known_by", i, "value"))
        return self


class Aged(_Timed):
    """An age in whole years on the day."""

    at_least: Timeline[Years] | None = None
    below: Timeline[Years] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.at_least is None and self.below is None:
            raise Wrong("any age would do", "write at_least, below or both")
        return self


class Measured(_Window):
    """The last value measured in the time before the day; without limits, any record of it."""

    said: str
    code_system: str
    codes: Words
    at_least: Timeline[Number] | None = None
    below: Timeline[Number] | None = None

    @property
    def is_any(self) -> bool:
        """Whether a record is enough, whatever was measured."""
        return self.at_least is None and self.below is None


class Medicines(_Window):
    """So many different products prescribed in the whole months that lie in the time before.

    ``leaving_out`` are beginnings of codes that do not count, such as chapters of a formulary.
    """

    at_least: Timeline[Count]
    leaving_out: Timeline[Words] | None = None


Leaf: TypeAlias = Counted | Diagnosed | Scored | CareHome | Aged | Measured | Medicines
