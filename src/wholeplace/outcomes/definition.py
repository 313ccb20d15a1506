"""The documents of outcomes: which measures a place uses, and what each measure counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, Self

from pydantic import Field, model_validator

from wholeplace.document import Cited, Frozen, Share, Wrong, known
from wholeplace.outcomes.events import (
    CODED,
    EVENT_COLUMNS,
    NUMBERS,
    WITH_CODES,
    WITH_END,
    Ages,
    Change,
    Events,
    Linked,
    Rows,
)
from wholeplace.place import Conditions, check_columns
from wholeplace.population.cohorts import Codes


class Needs(Frozen):
    """A column that must be filled in a share of the rows, or the measure is missing."""

    column: str
    where: Conditions
    in_at_least: Share
    source: Cited


class Measure(Frozen):
    """What is counted, over what, and why: a rate, a proportion, a mean, or a published value.

    A rate is of events (or of the sum of ``value``) over person-time of people of ``ages``. A
    proportion is of the rows ``of``, those that meet ``counts`` too. A mean is that of ``value``.
    With ``each: person`` people are counted, each once in a month and once in a year. A row belongs
    to the month in which it began, or with ``by: ended`` in which it ended. The months of the last
    ``lag_months`` are not told: records of them are still to come.
    """

    measure: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    why: str
    calculation: str = ""
    kind: Literal["rate", "proportion", "mean", "published"] = "rate"
    events: Events = "activity"
    by: Literal["began", "ended"] = "began"
    each: Literal["event", "person"] = "event"
    counts: Conditions = Field(default_factory=dict)
    codes: tuple[Codes, ...] = ()
    linked: tuple[Linked, ...] = ()
    change: Change | None = None
    of: Rows | None = None
    value: str | None = None
    ages: Ages | None = None
    lag_months: int = Field(0, ge=0, le=60)
    indicators: tuple[str, ...] = ()
    per: int = Field(ge=1)
    better: Literal["lower", "higher"]
    needs: tuple[Needs, ...] = ()
    owner: str
    next_review: str
    source: Cited

    @property
    def is_plain(self) -> bool:
        """Whether it is a rate of activity that conditions alone find: what a run counts."""
        needs_more = any(need.column == CODED for need in self.needs)
        others = (self.codes, self.linked, self.of, self.value, self.ages, needs_more)
        return (self.kind, self.events, self.by, self.each) == (
            *("rate", "activity", "began", "event"),
        ) and not any(others)

    def all_codes(self) -> Iterator[tuple[tuple[str | int, ...], Codes]]:
        """Yield what it asks of codes, and where that is written: lists are in other files."""
        found: list[tuple[tuple[str | int, ...], Sequence[Codes]]] = [(("codes",), self.codes)]
        found += [(("of", "codes"), self.of.codes)] if self.of else []
        found += [(("linked", i, "codes"), link.codes) for i, link in enumerate(self.linked)]
        for path, several in found:
            for i, codes in enumerate(several):
                yield (*path, i), codes

    @model_validator(mode="after")
    def _uses_columns(self) -> Self:
        columns = [name for name in EVENT_COLUMNS[self.events] if name != "change" or self.change]
        _check(self.counts, columns, self.events, ("counts",))
        if self.of:
            _check(self.of.when, columns, self.events, ("of", "when"))
        for i, link in enumerate(self.linked):
            own = [name for name in EVENT_COLUMNS[link.events] if name != "change"]
            _check(link.when, own, link.events, ("linked", i, "when"))
        for i, need in enumerate(self.needs):
            _check(need.where, columns, self.events, ("needs", i, "where"))
            known(need.column, [*columns, *_coded(self.events)], f"column of {self.events}")
        return self

    @model_validator(mode="after")
    def _is_of_its_kind(self) -> Self:
        is_part, is_mean = self.kind == "proportion", self.kind == "mean"
        if is_part != (self.of is not None):
            raise Wrong("a proportion is 'of' rows, and nothing else is", "write of: {...}")
        if is_mean and not self.value:
            raise Wrong("a mean of what?", "name a column of numbers: value: bed_days")
        if self.value and self.kind not in {"rate", "mean"}:
            raise Wrong("only rates and means add up a value", "leave it out", ("value",))
        if self.value and (self.each == "person" or self.value not in NUMBERS):
            raise Wrong(f"'{self.value}' cannot be added up", f"use {', '.join(NUMBERS)}")
        if self.value:
            known(self.value, EVENT_COLUMNS[self.events], f"column of {self.events}")
        if self.kind == "published" and (self.counts or self.codes or self.linked or self.needs):
            raise Wrong("a published value is loaded, not counted", "leave out what it counts")
        return self

    @model_validator(mode="after")
    def _can_be_counted(self) -> Self:
        if self.by == "ended" and self.events not in WITH_END:
            raise Wrong(f"a {self.events} has no end", "leave out by: ended", ("by",))
        if self.events not in WITH_CODES and (self.codes or (self.of and self.of.codes)):
            raise Wrong(f"nothing is coded of a {self.events}", "leave out codes", ("codes",))
        if self.change and self.events != "measurement":
            raise Wrong("only what is measured changes", "write events: measurement", ("change",))
        if self.events in {"death", "measurement"} and self.linked:
            raise Wrong(f"a {self.events} is not linked to others", "leave it out", ("linked",))
        if self.indicators and self.kind != "published":
            raise Wrong("only published values have indicators", "leave it out", ("indicators",))
        return self


def _check(
    conditions: Conditions, columns: Sequence[str], events: str, path: Sequence[str | int]
) -> None:
    try:
        check_columns(conditions, columns, f"column of {events}")
    except Wrong as wrong:
        raise Wrong(wrong.what, wrong.remedy, path) from None


def _coded(events: str) -> tuple[str, ...]:
    return (CODED,) if events == "activity" else ()
