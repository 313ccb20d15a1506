"""The outcomes framework as written: I statements, domains, outcomes, and how they are rewarded."""

from __future__ import annotations

from math import nan
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from wholeplace.document import Amount, Cited, Day, Frozen, Share, Timeline, Wrong, Year, known
from wholeplace.outcomes.framework.gaming_limits import FairnessLimits
from wholeplace.outcomes.rewards import DatedCurve, Part
from wholeplace.outcomes.targets import Better, Marks

PAID_FOR, LOCAL, NATIONAL = "pay for performance", "local quality", "national standard"
SAMPLING, BASELINE, PAID = "sampling", "baseline", "paid"
PHASES = (SAMPLING, BASELINE, PAID)
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]


def _class(written: object) -> object:
    return known(str(written), [PAID_FOR, LOCAL, NATIONAL], "class of outcome")


def _phase(written: object) -> object:
    return known(str(written), PHASES, "phase of an outcome")


def _in_parts(shares: Timeline[Share]) -> Timeline[Share]:
    for i, entry in enumerate(shares.root):
        if not 0 <= entry.value <= 1:
            raise Wrong("a share lies from 0% to 100%", "correct it", (i, "value"))
    return shares


Class = Annotated[
    Literal["pay for performance", "local quality", "national standard"], BeforeValidator(_class)
]
Phase = Annotated[Literal["sampling", "baseline", "paid"], BeforeValidator(_phase)]
Shares = Annotated[Timeline[Share], AfterValidator(_in_parts)]


class Domain(Frozen):
    """What outcomes are about, as people would group them: quality of life, quality of care."""

    domain: Word
    title: str
    source: Cited


class Statement(Frozen):
    """What somebody would say of their care if it were good."""

    statement: Word
    says: str
    domain: Word
    source: Cited


class AgreedMarks(Frozen):
    """The marks of a target as they were agreed; a full mark may be lacking (none is reachable)."""

    expected: Share
    floor: Share
    full: Share | None = None
    zero: Share

    def as_marks(self, better: Better) -> Marks:
        """Return the marks for a curve. What chance they have was known when they were set."""
        why = "" if self.full is not None else "no full mark was agreed"
        return Marks(better, self.expected, self.floor, self.full, self.zero, nan, nan, why)

    def are_in_order(self, better: Better) -> bool:
        """Return whether full is at least as good as the floor, and the floor as the zero mark."""
        sign = 1 if better == "lower" else -1
        marks = [mark for mark in (self.full, self.floor, self.zero) if mark is not None]
        return [sign * mark for mark in marks] == sorted(sign * mark for mark in marks)


class Sanction(Frozen):
    """What a breach of a national standard costs, at most so much a year."""

    for_each: str
    amount: Amount
    at_most: Amount | None = None
    source: Cited

    @model_validator(mode="after")
    def _takes(self) -> Self:
        if self.amount.pence < 0 or (self.at_most is not None and self.at_most.pence < 0):
            raise Wrong("a sanction is below nought", "write what is taken, without a sign")
        if self.at_most is not None and self.at_most.currency != self.amount.currency:
            remedy = f"write it in {self.amount.currency}"
            raise Wrong("it is in another currency than the amount", remedy, ("at_most",))
        return self


class Work(Frozen):
    """Whether the work of a phase was delivered in a year: a method of sampling, or a baseline."""

    year: Year
    delivered: bool
    source: Cited


class Outcome(Frozen):
    """A measure in the framework: whose statements it speaks for, its class, how it is paid.

    ``lag_months``: how long after the year its result is known. ``history``: where there is data
    from before, so that no phase of baseline is needed. ``durable_years``: how long targets and
    weights hold. ``segments``: whom it is counted for (nobody named: everybody). ``work``: what
    was delivered in years before it is paid by its result. ``parties``: who earns its reward, by
    shares.
    """

    measure: Word
    statements: tuple[Word, ...] = ()
    class_: Class = Field(alias="class")
    better: Better
    owner: Word
    lag_months: int = Field(ge=0, le=60)
    segments: tuple[Word, ...] = ()
    history: Cited | None = None
    phases: Timeline[Phase] | None = None
    work: tuple[Work, ...] = ()
    weight: Shares | None = None
    curve: Word | None = None
    targets: Timeline[AgreedMarks] | None = None
    durable_years: int = Field(ge=1, le=20)
    next_review: Day
    parties: dict[Word, Part] = Field(default_factory=dict)
    sanction: Sanction | None = None
    source: Cited

    @model_validator(mode="after")
    def _fits_its_class(self) -> Self:
        is_paid, is_national = self.class_ == PAID_FOR, self.class_ == NATIONAL
        for name in ("weight", "phases", "curve"):
            if is_paid and getattr(self, name) is None:
                raise Wrong(f"it is paid for performance and has no {name}", f"add {name}")
        for name in ("weight", "phases", "work", "curve", "targets", "parties"):
            if not is_paid and getattr(self, name):
                remedy = f"leave it out, or make the outcome '{PAID_FOR}'"
                raise Wrong(f"a {self.class_} outcome earns nothing", remedy, (name,))
        if is_national and self.sanction is None:
            raise Wrong("a national standard has no sanction", "add sanction: what a breach costs")
        if self.sanction is not None and not is_national:
            remedy = f"leave it out, or make the outcome '{NATIONAL}'"
            raise Wrong("only a national standard has a sanction", remedy, ("sanction",))
        return self

    @model_validator(mode="after")
    def _work_is_told_once(self) -> Self:
        years = [one.year for one in self.work]
        for i, year in enumerate(years):
            if year in years[:i]:
                raise Wrong(f"{year} is there twice", "keep one of them", ("work", i, "year"))
        return self

    @model_validator(mode="after")
    def _marks_are_in_order(self) -> Self:
        for i, entry in enumerate(self.targets.root if self.targets else ()):
            if not entry.value.are_in_order(self.better):
                what = f"the marks do not go from better to worse ({self.better} is better)"
                raise Wrong(what, "put them in order, or correct better", ("targets", i, "value"))
        if self.parties and sum(self.parties.values()) != 1:
            raise Wrong("the shares do not make 100%", "correct one of them", ("parties",))
        return self


class Framework(Frozen):
    """All outcomes of a place: what they are for, how they are rewarded, what part hangs on them.

    ``incentive`` is the part of the budget that pays for outcomes, by date.
    """

    domains: tuple[Domain, ...] = ()
    statements: tuple[Statement, ...] = ()
    curves: tuple[DatedCurve, ...] = ()
    incentive: Shares | None = None
    fairness: FairnessLimits | None = None
    outcomes: tuple[Outcome, ...] = Field(min_length=1)
