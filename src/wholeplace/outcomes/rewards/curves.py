"""How a result becomes a share of its reward, as written: five kinds of curve, dated and cited."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from wholeplace.document import Amount, Cited, Frozen, Number, Share, Timeline, Wrong
from wholeplace.outcomes.targets import Promise


def _part(value: Share) -> Share:
    if not 0 <= value <= 1:
        raise Wrong("a part of a reward lies from 0% to 100%", "correct it")
    return value


Part = Annotated[Share, AfterValidator(_part)]


class Calibrated(Frozen):
    """By the marks of a target: everything at the full mark, ``at_floor`` down to the floor.

    From the floor to the zero mark it falls in a straight line to nothing. With ``slides_to``, it
    rises in one from what is expected to the full mark, where it jumps to everything.
    """

    kind: Literal["calibrated"]
    promise: Promise
    at_floor: Part
    slides_to: Part | None = None

    @model_validator(mode="after")
    def _keeps_the_most_for_last(self) -> Self:
        if self.at_floor >= 1:
            remedy = "write less than 100%: the rest is for a significant improvement"
            raise Wrong("the floor earns everything", remedy, ("at_floor",))
        if self.slides_to is not None and not self.at_floor <= self.slides_to < 1:
            remedy = "write a share from that of the floor to less than 100%"
            raise Wrong("it does not lie between the floor and all", remedy, ("slides_to",))
        return self


class Sliding(Frozen):
    """In a straight line from nothing at ``lower`` to everything at ``upper`` (the better one)."""

    kind: Literal["sliding"]
    lower: Share
    upper: Share

    @model_validator(mode="after")
    def _differ(self) -> Self:
        if self.lower == self.upper:
            raise Wrong("both thresholds are the same", "use all_or_nothing", ("upper",))
        return self


class AchievementOrImprovement(Frozen):
    """The better of two: how far to the benchmark from the threshold, and from one's own baseline.

    With ``in_points``, 1 to 9 points for achievement (9 x ratio + 0.5), 0 to 9 for improvement (10
    x ratio - 0.5), both to the nearest, and 10 at the benchmark; else the greater ratio as it is.
    """

    kind: Literal["achievement_or_improvement"]
    threshold: Share
    benchmark: Share
    in_points: bool

    @model_validator(mode="after")
    def _differ(self) -> Self:
        if self.threshold == self.benchmark:
            raise Wrong("the benchmark is the threshold", "use all_or_nothing", ("benchmark",))
        return self


class AllOrNothing(Frozen):
    """Everything at a mark or better, and nothing short of it."""

    kind: Literal["all_or_nothing"]
    at: Share


class Tier(Frozen):
    """A mark, and what it earns until the next."""

    at: Share
    earns: Part


class Tiers(Frozen):
    """Steps, from the easiest to the hardest; nothing short of the first."""

    kind: Literal["tiers"]
    tiers: tuple[Tier, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        ways = {later.at > earlier.at for earlier, later in pairwise(self.tiers)}
        for i, (earlier, later) in enumerate(pairwise(self.tiers), 1):
            if later.at == earlier.at or len(ways) > 1:
                remedy = "put the tiers in order, the easiest first"
                raise Wrong(f"{later.at} does not come after {earlier.at}", remedy, ("tiers", i))
            if later.earns <= earlier.earns:
                what = "a harder tier earns no more than an easier one"
                raise Wrong(what, "let it earn more, or leave it out", ("tiers", i, "earns"))
        return self


Curve: TypeAlias = Annotated[
    Calibrated | Sliding | AchievementOrImprovement | AllOrNothing | Tiers,
    Field(discriminator="kind"),
]


class DatedCurve(Frozen):
    """A curve by name, and what it was from each day on."""

    curve: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    title: str
    is_: Timeline[Curve] = Field(alias="is")


class Points(Frozen):
    """What points are worth: a price each, times the list size and the prevalence over the mean.

    With ``price_to_the_penny`` the price is rounded before it is multiplied by points.
    """

    points: Number
    price: Timeline[Amount]
    mean_list: Timeline[Number] | None = None
    mean_prevalence: Timeline[Share] | None = None
    price_to_the_penny: bool
    source: Cited
