"""What is pooled within all that is monitored, by commissioner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.budget.flows.sums import known_pence, short, summed
from wholeplace.kernel import Figure

WHOLE = ""
"""The commissioner of the row that speaks for all."""


@dataclass(frozen=True, slots=True)
class MonitoredLine:
    """A line that is watched: what it comes to, and what of it is shared, in pounds.

    ``is_pooled`` says that its commissioner's money is put together with that of others.
    """

    id: str
    commissioner: str
    is_pooled: bool
    amount: Figure
    shared: Figure


@dataclass(frozen=True, slots=True)
class Pooled:
    """Of a commissioner, or of all: monitored = pooled + aligned + watched only, in pounds."""

    commissioner: str
    monitored: Figure
    pooled: Figure
    aligned: Figure
    watched: Figure

    @property
    def sentence(self) -> str:
        """Say what is pooled within what is monitored."""
        if self.monitored.is_missing:
            return f"{short(self.pooled)} is pooled; what is monitored is not all known"
        said = f"{short(self.pooled)} is pooled within {short(self.monitored)} that is monitored"
        aligned = known_pence(self.aligned)
        return f"{said}; {short(self.aligned)} more is aligned" if aligned else said


def pooled_within(lines: Sequence[MonitoredLine], currency: str = "GBP") -> tuple[Pooled, ...]:
    """Return what is pooled, aligned and only watched, by commissioner and then of all.

    What of a line is shared is pooled where its commissioner pools its money, and else aligned; the
    rest of it is only watched. What is not known is missing, and says which line.
    """
    payers = dict.fromkeys(line.commissioner for line in lines)
    rows = [
        _row(who, [one for one in lines if one.commissioner == who], currency) for who in payers
    ]
    return (*rows, _row(WHOLE, lines, currency))


def _row(who: str, lines: Sequence[MonitoredLine], currency: str) -> Pooled:
    prefix, whose = f"budget.parts.{who or 'all'}", who or "all commissioners"

    def total(name: str, label: str, some: Sequence[Figure]) -> Figure:
        return summed(f"{prefix}.{name}", f"{label}, {whose}", some, currency)

    monitored = total("monitored", "Monitored", [one.amount for one in lines])
    pooled = total("pooled", "Pooled", [one.shared for one in lines if one.is_pooled])
    aligned = total("aligned", "Aligned", [one.shared for one in lines if not one.is_pooled])
    watched = summed(
        f"{prefix}.watched", f"Watched only, {whose}", [monitored], currency, [pooled, aligned],
        "monitored - pooled - aligned",
    )  # fmt: skip
    return Pooled(who, monitored, pooled, aligned, watched)
