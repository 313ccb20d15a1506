"""The parts of a whole-population budget, as written: the section ``parts`` of ``budget.yaml``."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from wholeplace.budget.flows.fields import LIVE, SHADOW, Part, Sum, Word
from wholeplace.document import Cited, Day, Frozen, Timeline, Wrong, known

ON_TOP, WITHIN = "on_top", "within"
AGREED, PROPOSED = "agreed", "proposed"


def _phase(written: object) -> object:
    return known(str(written), [SHADOW, LIVE], "phase")


def _status(written: object) -> object:
    return known(str(written), [AGREED, PROPOSED], "status")


def _way(written: object) -> object:
    return known(str(written), [ON_TOP, WITHIN], "way to pay for outcomes")


PhaseWord = Annotated[Literal["shadow", "live"], BeforeValidator(_phase)]
StatusWord = Annotated[Literal["agreed", "proposed"], BeforeValidator(_status)]
Manner = Annotated[Literal["on_top", "within"], BeforeValidator(_way)]


class Outcomes(Frozen):
    """What part of the budget depends on outcomes: taken from within it, or paid on top of it."""

    paid: Manner
    share: Part
    source: Cited


class GainLoss(Frozen):
    """What part of the budget may be gained or lost on, and what of a gain and a loss is borne.

    ``exposed`` is of the whole-population budget; ``upside`` and ``downside`` are of what is
    exposed; a gain is never above ``cap``.
    """

    exposed: Part
    upside: Part
    downside: Part
    cap: Sum | None = None


class Joining(Frozen):
    """Lines that join the budget from a day on, as it was announced from the start.

    A proposed one is shown and does not count.
    """

    from_: Day = Field(alias="from")
    title: str
    lines: tuple[Word, ...] = Field(min_length=1)
    status: StatusWord
    source: Cited


class Parts(Frozen):
    """A budget in three parts: whole-population budget, outcomes, gain and loss."""

    phases: Timeline[PhaseWord]
    outcomes: Outcomes
    gain_loss: GainLoss
    variations: tuple[Joining, ...] = ()

    @model_validator(mode="after")
    def _each_line_joins_once(self) -> Self:
        seen: dict[str, int] = {}
        for i, one in enumerate(self.variations):
            _check_once(one.lines, i, seen)
        return self

    def joining(self, line: str) -> Joining | None:
        """Return the variation by which a line joins, if it does not belong from the start."""
        return next((one for one in self.variations if line in one.lines), None)


def _check_once(lines: Sequence[str], i: int, seen: dict[str, int]) -> None:
    for j, line in enumerate(lines):
        if line in seen:
            what = f"the line '{line}' joins by variations[{seen[line]}] already"
            raise Wrong(what, "let it join once", ("variations", i, "lines", j))
        seen[line] = i


def share_on(timeline: Timeline[Fraction], day: Day) -> tuple[Fraction, str]:
    """Return the share in force on a day and who says so; nought before the first."""
    entry = timeline.on(day)
    return (entry.value, entry.source) if entry else (Fraction(0), "not in force yet")
