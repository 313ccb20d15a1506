"""What the lines of a commissioner come to beside its own ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from wholeplace.budget.base.lines import Base, BaseLine, total_of
from wholeplace.kernel import Figure, Unit


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What the lines of a commissioner come to, what its ledger says, and what nobody explains.

    ``unexplained`` is the ledger less the lines; it is missing where either is.
    """

    commissioner: str
    lines: Figure
    ledger: Figure
    unexplained: Figure


def reconciled(base: Base) -> tuple[Reconciled, ...]:
    """Return for each commissioner what its lines come to beside its ledger."""
    by = base.by(lambda line: line.commissioner)
    return tuple(_reconciled(base, name, by.get(name, ())) for name in base.budget.commissioners)


def _reconciled(base: Base, name: str, lines: tuple[BaseLine, ...]) -> Reconciled:
    currency, id_ = base.currency, f"budget.ledger.{name}"
    payer = base.budget.commissioners[name].name
    total = total_of(f"{id_}.lines", f"Lines of {payer}", [one.amount for one in lines], currency)
    entry = base.budget.ledger_of(name, base.year)
    ledger = Figure(id_, None, Unit.MONEY, f"Ledger of {payer}, {base.year}", currency=currency)
    if entry is None:
        ledger = replace(ledger, note=f"no ledger of {base.year} is told")
    else:
        said = "as the ledger says"
        ledger = replace(ledger, value=entry.amount.exact, formula=said, source=entry.source)
    gap = Figure(
        f"{id_}.unexplained",
        None,
        Unit.MONEY,
        f"Not explained by the lines of {payer}",
        currency=currency,
        children=(ledger, total),
    )
    if isinstance(ledger.value, Fraction) and isinstance(total.value, Fraction):
        gap = replace(gap, value=ledger.value - total.value, formula="ledger - lines")
    else:
        gap = replace(gap, note=ledger.note or total.note)
    return Reconciled(name, total, ledger, gap)
