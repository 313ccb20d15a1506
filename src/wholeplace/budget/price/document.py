"""How a price per head is made, as a place writes it: dated, and with a source for each number."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, field_validator, model_validator

from wholeplace.document import Amount, Cited, Frozen, Number, Timeline, Wrong

Method = Literal["cells", "range", "risk_bands", "risk_linear"]
By = Literal["segment", "age", "sex"]
Ages: TypeAlias = Annotated[tuple[Annotated[int, Field(ge=0, le=120)], ...], Field(min_length=1)]
Limits: TypeAlias = Annotated[tuple[Number, ...], Field(min_length=1)]
Count: TypeAlias = Annotated[int, Field(ge=1, le=1000)]

OF_RISK = ("risk_bands", "risk_linear")


class Credibility(Frozen):
    """How many person-years a cell needs to be believed by half: ``k``, or estimated."""

    is_: Literal["given", "estimated"] = Field(alias="is")
    k: Number | None = None

    @model_validator(mode="after")
    def _k_is_there_where_it_is_given(self) -> Self:
        if (self.k is not None) != (self.is_ == "given"):
            raise Wrong(f"k does not go with '{self.is_}'", "write k where it is given", ("k",))
        if self.k is not None and self.k < 0:
            raise Wrong("k is below nought", "write person-years: 0 or more", ("k",))
        return self


class Pool(Frozen):
    """How what people cost beyond the stop-loss is spread over everybody's price.

    The same for each person-year (``per_head``), in proportion to the prices of the rest
    (``by_price``), or by a weight for each segment (``declared``).
    """

    spread: Literal["per_head", "by_price", "declared"]
    weights: dict[str, Number] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _weights_are_declared(self) -> Self:
        if bool(self.weights) != (self.spread == "declared"):
            what = f"weights do not go with '{self.spread}'"
            raise Wrong(what, "write weights where they are declared", ("weights",))
        for segment, weight in self.weights.items():
            if weight < 0:
                what = f"the weight of '{segment}' is below nought"
                raise Wrong(what, "write 0 or more", ("weights", segment))
        return self


class Pricing(Frozen):
    """How prices per head are made. Every number is dated, and holds until the next begins.

    ``cells`` gives a price to each segment, band of age and sex (or those that ``by`` names);
    ``range`` makes no more than ``prices`` of these; ``risk_bands`` gives one to each band of a
    score, and ``risk_linear`` so much a head and so much for each point. Bands of age are written
    by their first ages, bands of a score by their lower limits. A score is counted in whole steps
    of ``score_step``.
    """

    method: Method
    by: tuple[By, ...] = ("segment", "age", "sex")
    ages: Timeline[Ages] | None = None
    score_step: Timeline[Number] | None = None
    bands: Timeline[Limits] | None = None
    prices: Timeline[Count] | None = None
    stop_loss: Timeline[Amount] | None = None
    pool: Timeline[Pool] | None = None
    credibility: Timeline[Credibility] | None = None
    source: Cited

    @field_validator("by")
    @classmethod
    def _asks_each_once(cls, by: tuple[By, ...]) -> tuple[By, ...]:
        if not by or len(set(by)) < len(by):
            raise Wrong("each of these is named once, and one at least", "correct the list")
        return by

    @field_validator("ages")
    @classmethod
    def _bands_of_age_rise(cls, ages: Timeline[Ages] | None) -> Timeline[Ages] | None:
        for i, entry in enumerate(ages.root if ages else ()):
            for j, (one, other) in enumerate(zip(entry.value, entry.value[1:], strict=False), 1):
                if other <= one:
                    what = f"bands of age overlap: {other} comes after {one}"
                    raise Wrong(what, "write the first age of each band, rising", (i, "value", j))
        return ages

    @field_validator("bands")
    @classmethod
    def _bands_of_score_rise(cls, bands: Timeline[Limits] | None) -> Timeline[Limits] | None:
        for i, entry in enumerate(bands.root if bands else ()):
            if list(entry.value) != sorted(set(entry.value)):
                what = "bands of the score overlap: their lower limits do not rise"
                raise Wrong(what, "write each lower limit once, rising", (i, "value"))
        return bands

    @field_validator("score_step")
    @classmethod
    def _has_a_step(cls, steps: Timeline[Number] | None) -> Timeline[Number] | None:
        for i, entry in enumerate(steps.root if steps else ()):
            if entry.value <= 0:
                raise Wrong("a step is above nought", "write one like 0.01", (i, "value"))
        return steps

    @field_validator("stop_loss")
    @classmethod
    def _cuts_above_nought(cls, limits: Timeline[Amount] | None) -> Timeline[Amount] | None:
        for i, entry in enumerate(limits.root if limits else ()):
            if entry.value.pence <= 0:
                raise Wrong("a stop-loss is above nought", "leave it out for none", (i, "value"))
        return limits

    @model_validator(mode="after")
    def _has_what_the_method_needs(self) -> Self:
        for name in self.needed():
            if getattr(self, name) is None:
                what = f"the method '{self.method}' needs '{name}'"
                raise Wrong(what, f"add {name}, dated and cited", (name,))
        for name in sorted({"ages", "bands", "prices", "score_step"} - set(self.needed())):
            if getattr(self, name) is not None and name != "ages":
                what = f"the method '{self.method}' does not use '{name}'"
                raise Wrong(what, "take it out, or name another method", (name,))
        if self.method == "risk_linear" and self.credibility is not None:
            what = "a line is drawn through everybody: no cell of it is small"
            raise Wrong(what, "take credibility out, or use bands", ("credibility",))
        if self.pool is not None and self.stop_loss is None:
            raise Wrong("nothing is cut, so nothing is pooled", "add stop_loss", ("pool",))
        return self

    def needed(self) -> tuple[str, ...]:
        """Return the fields that the method cannot do without."""
        if self.method in OF_RISK:
            return ("score_step", "bands") if self.method == "risk_bands" else ("score_step",)
        ages = ("ages",) if "age" in self.by else ()
        return (*ages, "prices") if self.method == "range" else ages

    def without_value(self, day: date) -> list[str]:
        """Return the dated fields that the method needs and that have no value on a day."""
        found = ((name, getattr(self, name)) for name in self.needed())
        return [name for name, line in found if line is None or line.on(day) is None]
