"""The three parts in sentences, as a board would read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wholeplace.budget.flows.sums import known_pence, short
from wholeplace.budget.parts.document import WITHIN
from wholeplace.budget.parts.year import YearOfParts


def sentences(years: Sequence[YearOfParts]) -> tuple[str, ...]:
    """Say what each year is worth, what hangs on outcomes, and what may be gained or lost."""
    return tuple(_sentence(year) for year in years) + tuple(_grown(years))


def _sentence(one: YearOfParts) -> str:
    shadow = " (in shadow: worked out, not paid)" if one.is_shadow else ""
    where = "of it" if one.outcomes_paid == WITHIN else "on top of it"
    return (
        f"{one.year}{shadow}: a whole-population budget of {short(one.budget)}; {where}"
        f" {short(one.outcomes)} ({one.outcomes_share.shown}) hangs on outcomes; {_risk(one)};"
        f" in all {short(one.at_least)} to {short(one.at_most)}."
    )


def _risk(one: YearOfParts) -> str:
    gain = short(one.gain_at_most) if known_pence(one.gain_at_most) != 0 else "nothing"
    loss = short(one.loss_at_most) if known_pence(one.loss_at_most) != 0 else "nothing"
    return f"at most {gain} may be gained and {loss} lost"


def _grown(years: Sequence[YearOfParts]) -> Iterator[str]:
    if len(years) > 1:
        first, last = years[0].outcomes_share, years[-1].outcomes_share
        yield (
            f"The part that hangs on outcomes goes from {first.shown} in {years[0].year}"
            f" to {last.shown} in {years[-1].year}."
        )
