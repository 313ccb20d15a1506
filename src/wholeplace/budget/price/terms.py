"""How prices are made on one day: the values of the document in force, with their sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from wholeplace.budget.price.document import OF_RISK, By, Method, Pool, Pricing
from wholeplace.budget.price.key import Key
from wholeplace.budget.price.people import CELL, SCORE
from wholeplace.kernel import Money, Problem, Where, refuse_if

_DATED = ("ages", "score_step", "bands", "prices", "stop_loss", "pool", "credibility")

PER_HEAD = Pool(spread="per_head")
"""How the pool is spread where nothing is said."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What ``Pricing`` says on a day. ``credibility`` is ``k`` in person-years.

    It is ``None`` where every cell is believed whole; ``is_estimated`` where ``k`` comes from the
    cells. ``sources`` has the source of each value.
    """

    method: Method
    by: tuple[By, ...] = ("segment", "age", "sex")
    ages: tuple[int, ...] = (0,)
    step: Fraction = Fraction(0)
    bands: tuple[Fraction, ...] = ()
    prices: int | None = None
    stop_loss: Money | None = None
    pool: Pool = PER_HEAD
    credibility: Fraction | None = None
    is_estimated: bool = False
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """By what people are counted: see ``cost_cells``."""
        return SCORE if self.method in OF_RISK else CELL

    def key(self, key: Key) -> Key:
        """Return whose price somebody has who is in a cell of the records."""
        if self.method == "risk_linear":
            return Key(score=key.score)
        if self.method == "risk_bands":
            return Key(score=self._band(key.score or Fraction(0)))
        return Key(
            key.segment if "segment" in self.by else None,
            key.from_age if "age" in self.by else None,
            key.sex if "sex" in self.by else None,
        )

    def _band(self, score: Fraction) -> Fraction:
        # The lowest band is open beneath: a score is never without a price.
        return max((limit for limit in self.bands if limit <= score), default=self.bands[0])


def terms_on(pricing: Pricing, day: date, where: Callable[[str], Where]) -> Terms:
    """Return how prices are made on a day.

    ``where`` gives the place of a field in the document. Raises ``Refused`` where the method needs
    a value that is not dated that early.
    """
    refuse_if(
        Problem(
            where(name),
            f"nothing is in force on {day}",
            "add an entry that begins on or before that day",
        )
        for name in pricing.without_value(day)
    )
    lines = ((name, getattr(pricing, name)) for name in _DATED)
    entries = {name: line.on(day) for name, line in lines if line is not None}
    found = {name: entry.value for name, entry in entries.items() if entry is not None}
    credible = found.get("credibility")
    return Terms(
        method=pricing.method,
        by=pricing.by,
        ages=found.get("ages", (0,)),
        step=found.get("score_step", Fraction(0)),
        bands=found.get("bands", ()),
        prices=found.get("prices"),
        stop_loss=found.get("stop_loss"),
        pool=found.get("pool", PER_HEAD),
        credibility=credible.k if credible else None,
        is_estimated=credible is not None and credible.is_ == "estimated",
        sources={name: entry.source for name, entry in entries.items() if entry is not None}
        | {"method": pricing.source},
    )
