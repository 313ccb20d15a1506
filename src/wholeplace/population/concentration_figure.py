"""How few people make half of something, as a figure that explains itself."""

from __future__ import annotations

from fractions import Fraction

from wholeplace.kernel import Figure, Unit
from wholeplace.population.concentration import Concentration

_LIMITS = "linearisation (Deville 1999)"


def concentration_figure(
    one: Concentration | None, id_: str, label: str, what: str, unit: Unit = Unit.COUNT
) -> Figure:
    """Return the fewest people who make the share, with limits, total and Gini as its reasons.

    ``what`` names the total, which is in ``unit``: pence where that is money. Nothing at all is
    ``None``: the figure is missing.
    """
    if one is None:
        return Figure(id_, None, Unit.COUNT, label, note=f"nobody had any {what}")
    total = Fraction(one.total, 100) if unit is Unit.MONEY else Fraction(one.total)
    return Figure(
        id_,
        Fraction(one.people),
        Unit.COUNT,
        label,
        formula=f"the fewest people whose sum is {float(one.share):.0%} of the total or more",
        children=(
            _limit(f"{id_}.lower", one.lower, "Lower 95% limit"),
            _limit(f"{id_}.upper", one.upper, "Upper 95% limit"),
            Figure(f"{id_}.total", total, unit, f"All {what}"),
            Figure(f"{id_}.with_any", Fraction(one.with_any), Unit.COUNT, f"People with {what}"),
            Figure(f"{id_}.of", Fraction(one.population), Unit.COUNT, "People"),
            Figure(
                f"{id_}.gini",
                Fraction(f"{one.gini:.10f}"),
                Unit.RATE,
                "Gini coefficient: 0 where all have the same, near 1 where one has all",
            ),
        ),
    )


def _limit(id_: str, people: int, label: str) -> Figure:
    return Figure(id_, Fraction(people), Unit.COUNT, label, formula=_LIMITS)
