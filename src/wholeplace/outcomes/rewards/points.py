"""Points and their price: a share of the most points, times a price adjusted for who there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from wholeplace.document import Dated, Timeline
from wholeplace.kernel import Figure, Money, Unit, plain
from wholeplace.outcomes.rewards.curves import Points

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Practice:
    """Who earns points: the size of its list, and the prevalence among it."""

    list_size: Fraction | None = None
    prevalence: Fraction | None = None


def points_figure(terms: Points, share: Figure, practice: Practice, day: date) -> Figure:
    """Return what points earn in pounds: share x points x price, by list size and prevalence.

    Missing where the share is, or a factor that the terms ask for. Rounded to whole pence.
    """
    price = _held(terms.price, day, "price of a point")
    each, told, why = _adjusted(terms, price.value, practice, day)
    if not isinstance(share.value, Fraction) or each is None:
        return _figure(None, price.value.currency, (share,), "", share.note or why, terms)
    earned = share.value * terms.points
    pence = Money(1, price.value.currency).times(earned * each * 100)
    inputs = f"{plain(earned, 4)} points x {plain(each, 6)} ({told})"
    return _figure(pence, price.value.currency, (share,), inputs, "", terms)


def _figure(
    amount: Money | None,
    currency: str,
    children: tuple[Figure, ...],
    inputs: str,
    note: str,
    terms: Points,
) -> Figure:
    return Figure(
        "reward.points",
        None if amount is None else amount.exact,
        Unit.MONEY,
        "Worth of the points earned",
        formula="points x price x list size / mean list x prevalence / mean prevalence",
        inputs=inputs,
        source=terms.source,
        note=note,
        currency=currency,
        children=children,
    )


def _adjusted(
    terms: Points, price: Money, practice: Practice, day: date
) -> tuple[Fraction | None, str, str]:
    """Return the price of a point for a practice (pounds), how it was made, or why not."""
    each, told = price.exact, str(price)
    asked = (
        ("list size", practice.list_size, terms.mean_list),
        ("prevalence", practice.prevalence, terms.mean_prevalence),
    )
    for name, own, mean in asked:
        if mean is None:
            continue
        if own is None:
            return None, "", f"the {name} is not known"
        entry = _held(mean, day, f"mean {name}")
        each *= own / entry.value
        told += f" x {plain(own, 6)} / {plain(entry.value, 6)}"
    if terms.price_to_the_penny:
        each = Money(1).times(each * 100).exact
        told += ", to the penny"
    return each, told, ""


def _held(timeline: Timeline[T], day: date, what: str) -> Dated[T]:
    found = timeline.on(day)
    if found is None:
        raise ValueError(f"no {what} is given for {day}")
    return found
