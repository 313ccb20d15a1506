"""Prices as figures: each tells the cost, the people, the belief and the normaliser behind it."""

from __future__ import annotations

from fractions import Fraction

from wholeplace.budget.price.credibility import Belief, Constant
from wholeplace.budget.price.key import Key
from wholeplace.budget.price.model import PENNY, Price, PriceList
from wholeplace.kernel import Figure, Unit, plain, round_to, show_amount

_PLACES = 6
_SMALLEST = Fraction(1, 10**_PLACES)
_SPREAD = {
    "per_head": "the same for each person-year",
    "by_price": "in proportion to the rest of the price",
    "declared": "by the weights declared for segments",
}


def price_figures(prices: PriceList) -> tuple[Figure, ...]:
    """Return a figure for each price, to the penny, in order: ``budget.price.SEGMENT.AGE.SEX``.

    Those that all of them are made from (the average, the normaliser, the share pooled, k) are
    the same figures in each.
    """
    shared = _shared(prices)
    return tuple(_price(price, prices, shared) for price in prices.prices)


def total_figure(prices: PriceList, each: tuple[Figure, ...] = ()) -> Figure:
    """Return what all person-years of the base year come to: the base budget, to the penny.

    ``each`` are the figures of prices. Its note says what is carried: by how much prices rounded
    to the penny would miss it.
    """
    carried = round_to(prices.carried, PENNY)
    shown = show_amount(abs(carried), prices.total.currency)
    what = f"{shown} {'more' if carried < 0 else 'less'}" if carried else "as much"
    return Figure(
        "budget.price.total",
        sum((price.share.exact for price in prices.prices), Fraction(0)),
        Unit.MONEY,
        f"Person-years of {prices.year} at their prices",
        "sum of exact price x person-years, each rounded so that no penny is lost",
        f"{plain(prices.person_years, 4)} person-years in {len(prices.prices):,} prices",
        prices.terms.sources.get("method", ""),
        f"prices rounded to the penny come to {what}",
        prices.total.currency,
        each or price_figures(prices),
    )


def _shared(prices: PriceList) -> dict[str, Figure]:
    terms, currency = prices.terms, prices.total.currency
    years = f"({prices.days:,} / {prices.year.days})"
    average = Figure(
        "budget.price.average",
        round_to(prices.average, PENNY),
        Unit.MONEY,
        "Base budget for one person-year, shown to the penny",
        "base budget / person-years",
        f"{prices.total} / {years}",
        currency=currency,
    )
    normaliser = _rate(
        "budget.price.normaliser",
        prices.normaliser,
        "What makes weights add up to person-years",
        "person-years / sum of relativity x person-years",
    )
    pooled = Figure(
        "budget.price.pooled",
        round_to(prices.pooled, _SMALLEST),
        Unit.FRACTION,
        "Share of cost beyond the stop-loss, spread over all prices",
        "cost beyond the stop-loss / all cost",
        _SPREAD[terms.pool.spread],
        terms.sources.get("pool", terms.sources.get("stop_loss", "")),
        _stop_loss(prices),
    )
    found = {"average": average, "normaliser": normaliser, "pooled": pooled}
    return found | {one.of: _constant(one, prices) for one in prices.constants}


def _stop_loss(prices: PriceList) -> str:
    limit = prices.terms.stop_loss
    return "no stop-loss" if limit is None else f"each person's cost is cut at {limit} in the year"


def _rate(id_: str, value: Fraction, label: str, formula: str = "", inputs: str = "") -> Figure:
    return Figure(id_, round_to(value, _SMALLEST), Unit.RATE, label, formula, inputs)


def _constant(one: Constant, prices: PriceList) -> Figure:
    terms, of = prices.terms, one.of
    how = "variance within / variance between" if terms.is_estimated else "as declared"
    if terms.credibility is None and not terms.is_estimated:
        how = "every cell is believed whole"
    return Figure(
        f"budget.price.credibility.{of}",
        one.k,
        Unit.YEARS,
        f"Person-years by which {of} are believed by half (Buehlmann and Straub 1970)",
        how,
        source=terms.sources.get("credibility", ""),
        note="" if one.k is not None else f"{of} differ by no more than chance: none is believed",
    )


def _price(price: Price, prices: PriceList, shared: dict[str, Figure]) -> Figure:
    id_ = f"budget.price.{price.key.slug}"
    weight = _weight(price, prices, id_)
    children = (_relativity(price, prices, id_), shared["normaliser"], shared["pooled"])
    return Figure(
        id_,
        price.rounded,
        Unit.MONEY,
        f"Price of a person-year, {price.key}",
        "base budget / person-years x weight, shown to the penny",
        f"{shared['average'].inputs} x {plain(price.weight, _PLACES)}",
        prices.terms.sources.get("method", ""),
        price.note,
        prices.total.currency,
        (shared["average"], _with_children(weight, children, shared)),
    )


def _weight(price: Price, prices: PriceList, id_: str) -> Figure:
    pooled = prices.pooled
    relativity, normaliser = plain(price.relativity, _PLACES), plain(prices.normaliser, _PLACES)
    formula, inputs = "relativity x normaliser", f"{relativity} x {normaliser}"
    if pooled:
        bears = (price.weight - (1 - pooled) * price.need) / pooled
        share = plain(pooled, _PLACES)
        formula = f"(1 - pooled) x {formula} + pooled x its part of the pool"
        inputs = f"(1 - {share}) x {inputs} + {share} x {plain(bears, _PLACES)}"
    label = "Weight: what one of these people is worth, where the average is 1"
    return _rate(f"{id_}.weight", price.weight, label, formula, inputs)


def _with_children(
    weight: Figure, children: tuple[Figure, ...], shared: dict[str, Figure]
) -> Figure:
    constants = tuple(shared[name] for name in ("segments", "cells") if name in shared)
    return Figure(
        weight.id,
        weight.value,
        weight.unit,
        weight.label,
        weight.formula,
        weight.inputs,
        children=(*children, *constants),
    )


def _relativity(price: Price, prices: PriceList, id_: str) -> Figure:
    label = "Cost a person-year over everybody's, before it is normalised"
    if price.belief is None:
        score = plain(price.key.score or Fraction(0))
        line = prices.line
        inputs = f"{plain(line.head)} + {plain(line.point)} x {score}" if line else ""
        return _rate(f"{id_}.relativity", price.relativity, label, "head + point x score", inputs)
    return Figure(
        f"{id_}.relativity",
        round_to(price.relativity, _SMALLEST),
        Unit.RATE,
        label,
        "Z x own + (1 - Z) x complement",
        _put_in(price.belief),
        children=(
            _own(price, price.belief, prices, id_),
            _complement(price.key, price.belief, id_),
        ),
    )


def _put_in(belief: Belief) -> str:
    z, own = plain(belief.credibility, _PLACES), belief.own
    shown = "0" if own is None else plain(own, _PLACES)
    return f"{z} x {shown} + (1 - {z}) x {plain(belief.complement, _PLACES)}"


def _own(price: Price, belief: Belief, prices: PriceList, id_: str) -> Figure:
    cost = show_amount(price.cut * PENNY, prices.total.currency)
    return Figure(
        f"{id_}.own",
        None if belief.own is None else round_to(belief.own, _SMALLEST),
        Unit.RATE,
        "Its own cost a person-year, cut at the stop-loss, over everybody's",
        "cost / person-years / cost a person-year of everybody",
        f"{cost} / ({price.days:,} / {prices.year.days}) of {price.people:,} people",
        note="nobody was there in the base year" if belief.own is None else "",
        currency=prices.total.currency,
    )


def _complement(key: Key, belief: Belief, id_: str) -> Figure:
    return _rate(
        f"{id_}.complement",
        belief.complement,
        f"What it is held against: {key.parent}",
    )
