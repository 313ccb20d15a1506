"""The document of an index: a sum over what is known of one discharge, or one person.

Unlike a score of codes, its terms are columns: a length of stay, an age, a number of admissions.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import Literal, Self

import ibis
from ibis import ir
from pydantic import Field, model_validator

from wholeplace.document import Cited, Frozen, Number, Wrong
from wholeplace.population.scores.code_score import Band

_PLACES = 12
"""Enough for whoever works it out again, and few enough to hide in which order it was summed."""


class Step(Frozen):
    """What values below a limit, or up to it, add; the last step has no limit."""

    adds: Number
    below: Number | None = None
    up_to: Number | None = None

    @property
    def limit(self) -> Fraction | None:
        """The value at which the step ends."""
        return self.up_to if self.below is None else self.below


class Term(Frozen):
    """What one column adds: so many ``times`` its value, or what its step or its code adds.

    Of ``at_most`` and more, ``at_most`` counts. A ``flag`` is 1 or 0. ``otherwise`` is what other
    codes add, and the code ``""`` what an empty cell does. Where a table has no such column but one
    of diagnoses, ``score`` names the score that makes it of them.
    """

    about: str
    times: Number | None = None
    squared: bool = False
    flag: bool = False
    at_most: Number | None = None
    bands: tuple[Step, ...] = ()
    codes: dict[str, Number] = Field(default_factory=dict)
    otherwise: Number | None = None
    score: str | None = None

    @model_validator(mode="after")
    def _adds_in_one_way(self) -> Self:
        if sum(map(bool, (self.times is not None, self.bands, self.codes))) != 1:
            raise Wrong("a term adds in one way", "keep one of: times, bands, codes")
        limits = [step.limit for step in self.bands]
        rising = all(a is not None and (b is None or a < b) for a, b in pairwise(limits))
        if limits and (limits[-1] is not None or not rising):
            what = "the steps do not rise to one that takes the rest"
            raise Wrong(what, "order them by their limit, and leave it out of the last", ("bands",))
        if self.codes and self.otherwise is None:
            raise Wrong("what do other codes add?", "add 'otherwise', 0 if nothing", ("codes",))
        if self.codes and self.score:
            raise Wrong("a score makes numbers, not codes", "leave it out", ("score",))
        return self

    @property
    def is_number(self) -> bool:
        """Whether its column holds numbers, and not codes."""
        return not self.codes


class Index(Frozen):
    """A sum of terms, or the chance that a logistic model makes of it."""

    index: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    version: str
    about: str
    source: Cited
    form: Literal["sum", "logistic"]
    constant: Number = Fraction(0)
    bands: tuple[Band, ...] = ()
    terms: dict[str, Term] = Field(min_length=1)


def indexed(rows: ir.Table, index: Index) -> ir.Table:
    """Return the rows with the index (``NAME``) and what each term adds (``NAME:TERM``).

    ``rows`` has a column for each term: a number, or text where the term has codes. Where one is
    missing the index is missing: nothing stands in for what nobody knows.
    """
    name = index.index
    added = {f"{name}:{term}": _added(rows[term], one) for term, one in index.terms.items()}
    rows = rows.mutate(**added)
    total = sum((rows[column] for column in added), ibis.literal(float(index.constant)))
    if index.form == "logistic":
        total = 1 / (1 + (-total).exp())
    rows = rows.mutate(**{name: total.round(_PLACES)})
    if index.bands:
        rows = rows.mutate(**{f"{name}_band": _band(rows[name], index)})
    return rows


def _added(value: ir.Value, term: Term) -> ir.FloatingValue:
    if term.codes:
        return _of_code(value, term)
    number = value.cast("float64")
    if term.at_most is not None:
        number = number.notnull().ifelse(
            ibis.least(number, float(term.at_most)), ibis.null("float64")
        )
    if term.times is not None:
        return (number * number if term.squared else number) * float(term.times)
    last = float(term.bands[-1].adds)
    steps = [(_within(number, step), float(step.adds)) for step in term.bands[:-1]]
    return number.notnull().ifelse(ibis.cases(*steps, else_=last), ibis.null("float64"))


def _of_code(value: ir.StringValue, term: Term) -> ir.FloatingValue:
    code, other = value.upper(), float(term.otherwise or 0)
    branches = [(code == listed.upper(), float(adds)) for listed, adds in term.codes.items()]
    empty = term.codes.get("")
    without = ibis.null("float64") if empty is None else ibis.literal(float(empty))
    return value.notnull().ifelse(ibis.cases(*branches, else_=other), without)


def is_listed(value: ir.StringValue, term: Term) -> ir.BooleanValue:
    """Return whether a term lists a code, in whatever letters.

    It is missing where there is no code, and no where an empty cell counts as some other.
    """
    listed = reduce(or_, (value.upper() == code.upper() for code in term.codes if code))
    return listed.fill_null(False) if "" in term.codes else listed  # noqa: FBT003 - ibis knows no keyword


def _within(number: ir.FloatingValue, step: Step) -> ir.BooleanValue:
    limit = float(step.limit or 0)
    return number <= limit if step.below is None else number < limit


def _band(value: ir.FloatingValue, index: Index) -> ir.StringValue:
    limits = [(float(b.below), b.name) for b in index.bands if b.below is not None]
    branches = [(value < limit, ibis.literal(name)) for limit, name in limits]
    named = ibis.cases(*branches, else_=ibis.literal(index.bands[-1].name))
    return value.notnull().ifelse(named, ibis.null("string"))
