"""How a budget follows the years, as it is written: an ordered list of steps, dated and cited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Self, TypeAlias, TypeVar

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from wholeplace.document import (
    Amount,
    Cited,
    Day,
    Frozen,
    Number,
    Share,
    Timeline,
    Wrong,
    Year,
)
from wholeplace.kernel import FinancialYear, read_fraction
from wholeplace.kernel.number import percent

ACTUAL = "actual"
"""Written in place of a rate: what was counted, not what was agreed."""
ENDED = "ended"
"""The id of what was for last year only; no step may have it."""

Value = TypeVar("Value")


def _rate_or_actual(written: object) -> Fraction | str:
    if isinstance(written, Fraction) or written == ACTUAL:
        return written
    try:
        return read_fraction(str(written))
    except ValueError as error:
        raise Wrong(str(error), f"write a share like 1.2%, or '{ACTUAL}'") from None


RateOrActual: TypeAlias = Annotated[
    Fraction | Literal["actual"],
    BeforeValidator(_rate_or_actual),
    WithJsonSchema({"type": ["string", "number"], "examples": ["1.2%", ACTUAL]}),
]


class Population(Frozen):
    """More or fewer people: a yearly rate that was agreed, or ``actual`` person-years."""

    rate: Timeline[RateOrActual]


class Demography(Frozen):
    """Older or younger people: an agreed yearly rate, or the ages and sexes there are, weighted.

    ``weights`` is what a person of each age and sex costs for one of another, in any unit.
    """

    rate: Timeline[Share] | None = None
    weights: Timeline[dict[str, Number]] | None = None

    @model_validator(mode="after")
    def _in_one_way(self) -> Self:
        _just_one(self, ("rate", "weights"))
        _none_negative(self.weights, "weights", "weight")
        return self


class Movement(Frozen):
    """Actual movement between segments, at prices per person-year that do not change.

    They are those that are written in ``prices``, or else ``at`` the base year: what a person-year
    of each segment cost in it.
    """

    prices: Timeline[dict[str, Amount]] | None = None
    at: Literal["base_year"] | None = None

    @model_validator(mode="after")
    def _in_one_way(self) -> Self:
        _just_one(self, ("prices", "at"))
        for i, entry in enumerate(self.prices.root if self.prices else ()):
            for name, price in entry.value.items():
                if price.pence < 0:
                    path = ("prices", i, "value", name)
                    raise Wrong(f"the price of '{name}' is below nought", "correct it", path)
        return self


class Inflation(Frozen):
    """Dearer pay, drugs and so on: what cost is made of, and how the price of each moves.

    Each kind of cost in ``mix`` has a yearly rate in ``rates``, or in ``indices`` an index whose
    average over the year is set against that of the year before.
    """

    mix: Timeline[dict[str, Share]]
    rates: dict[str, Timeline[Share]] = Field(default_factory=dict)
    indices: dict[str, Timeline[Number]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _whole_and_priced(self) -> Self:
        _none_negative(self.mix, "mix", "share")
        for i, entry in enumerate(self.mix.root):
            self._check_mix(entry.value, ("mix", i, "value"))
        for kind, index in self.indices.items():
            for i, level in enumerate(index.root):
                if level.value <= 0:
                    at = ("indices", kind, i, "value")
                    raise Wrong("an index must be above nought", "correct it", at)
        return self

    def _check_mix(self, mix: Mapping[str, Fraction], path: Sequence[str | int]) -> None:
        whole = sum(mix.values(), Fraction(0))
        if whole != 1:
            said = " + ".join(f"{name} {percent(share)}" for name, share in mix.items())
            what = f"the shares of the cost mix make {percent(whole)}: {said}"
            raise Wrong(what, "correct the shares; they must make 100%", path)
        for kind in mix:
            if (kind in self.rates) == (kind in self.indices):
                priced = "both in rates and in indices" if kind in self.rates else "nowhere"
                remedy = f"give '{kind}' an entry in rates or in indices"
                raise Wrong(f"the price of '{kind}' is told {priced}", remedy, (*path, kind))


class Productivity(Frozen):
    """The same care for less: a yearly rate, taken off."""

    rate: Timeline[Share]


class Growth(Frozen):
    """More care than the people there are explain: a yearly rate for all lines, or for each."""

    rate: Timeline[Share] | None = None
    by_line: dict[str, Timeline[Share]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _in_one_way(self) -> Self:
        _just_one(self, ("rate", "by_line"))
        return self


class InvestmentMade(Frozen):
    """Money that was agreed for a line from a day on, for good or for one year. May be negative.

    ``amount`` is that of a whole year. In the year in which it begins it counts for its days.
    """

    from_: Day = Field(alias="from")
    line: str
    amount: Amount
    recurrent: bool
    source: Cited


class Investment(Frozen):
    """Investments that were agreed beforehand."""

    amounts: tuple[InvestmentMade, ...] = Field(min_length=1)


class Review(Frozen):
    """A year at whose start the base is measured anew, and who agreed it."""

    year: Year
    source: Cited


class Rebase(Frozen):
    """At each review the level becomes what was measured; the difference is the step."""

    reviews: tuple[Review, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _years_in_order(self) -> Self:
        _in_order([review.year for review in self.reviews], "reviews")
        return self


class LateCost(Frozen):
    """Cost that came too late for the base: by line, or none written where it is measured."""

    year: Year
    amounts: dict[str, Amount] = Field(default_factory=dict)
    source: Cited


class Late(Frozen):
    """Late cost that is added to the level, in the year in which it is owned to."""

    years: tuple[LateCost, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _years_in_order(self) -> Self:
        _in_order([entry.year for entry in self.years], "years")
        return self


class AdjustmentStep(Frozen):
    """One step: exactly one kind of change, on the lines it names or else on all."""

    KINDS: ClassVar = (
        "population", "demography", "movement", "inflation", "productivity", "growth",
        "investment", "rebase", "late",
    )  # fmt: skip

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str = ""
    lines: tuple[str, ...] = ()
    population: Population | None = None
    demography: Demography | None = None
    movement: Movement | None = None
    inflation: Inflation | None = None
    productivity: Productivity | None = None
    growth: Growth | None = None
    investment: Investment | None = None
    rebase: Rebase | None = None
    late: Late | None = None

    @model_validator(mode="after")
    def _of_one_kind(self) -> Self:
        _just_one(self, self.KINDS)
        if self.id == ENDED:
            raise Wrong(
                f"'{ENDED}' is the name of what was for one year only", "rename it", ("id",)
            )
        if self.lines and self.names_its_lines:
            what = f"'{self.kind}' names the line of each of its values, so the step may not"
            raise Wrong(what, "remove 'lines' here", ("lines",))
        return self

    @property
    def kind(self) -> str:
        """Which kind of change it is."""
        return next(kind for kind in self.KINDS if getattr(self, kind) is not None)

    @property
    def names_its_lines(self) -> bool:
        """Whether its values say themselves which line they are for."""
        by_line = self.growth is not None and bool(self.growth.by_line)
        written = self.late is not None and any(entry.amounts for entry in self.late.years)
        return self.investment is not None or by_line or written

    @property
    def title(self) -> str:
        """What to call it."""
        return self.name or self.id.replace("_", " ").capitalize()


class Adjustment(Frozen):
    """All the steps, in the order in which they are taken each year."""

    steps: tuple[AdjustmentStep, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [step.id for step in self.steps]
        for i, name in enumerate(ids):
            if name in ids[:i]:
                what = f"the step '{name}' is there twice"
                raise Wrong(what, "rename one of the two", ("steps", i, "id"))
        return self


def _just_one(model: Frozen, names: Sequence[str]) -> None:
    given = [name for name in names if getattr(model, name)]
    if len(given) != 1:
        found = " and ".join(given) or "nothing"
        raise Wrong(
            f"exactly one is wanted, and here is {found}", "give one of " + ", ".join(names)
        )


def _none_negative(table: Timeline[dict[str, Fraction]] | None, field: str, word: str) -> None:
    for i, entry in enumerate(table.root if table else ()):
        for name, value in entry.value.items():
            if value < 0:
                what = f"the {word} of '{name}' is below nought"
                raise Wrong(what, "correct it", (field, i, "value", name))


def _in_order(years: Sequence[FinancialYear], field: str) -> None:
    for i, (earlier, later) in enumerate(pairwise(years), 1):
        if later <= earlier:
            what = f"{later} does not come after {earlier}"
            raise Wrong(what, "put the years in order, each once", (field, i, "year"))
