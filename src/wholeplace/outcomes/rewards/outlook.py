"""What each party can expect of a whole reward: chances, limits, and plain sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from wholeplace.kernel import Figure, Money, Unit
from wholeplace.outcomes.rewards.portfolio import Drawn, Pence
from wholeplace.outcomes.rewards.together import Together

Truths = NDArray[np.bool_]

_LOW, _HIGH = 0.05, 0.95
_NINE = 9


@dataclass(frozen=True, slots=True)
class Chance:
    """A share of draws, and the standard error that drawing gives it."""

    value: float
    error: float


@dataclass(frozen=True, slots=True)
class Expected:
    """What a reward comes to: on average, and between which limits nine times in ten."""

    average: Money
    low: Money
    middle: Money
    high: Money


@dataclass(frozen=True, slots=True)
class Outlook:
    """A whole reward: what is expected of it, and the chance of 90% of it and of all of it.

    ``all_floors`` is the chance that every measure earns at least 90% of its own reward.
    ``together`` is how measures were drawn together; without it, each by itself.
    """

    draws: int
    at_stake: Money
    whole: Expected
    at_least_90: Chance
    everything: Chance
    all_floors: Chance
    measures: Mapping[str, tuple[Expected, Chance, Chance]]
    parties: Mapping[str, Expected]
    together: Together | None = None


def outlook(drawn: Drawn, pots: Mapping[str, Money], together: Together | None = None) -> Outlook:
    """Return what draws say of the whole, each measure (of its pot) and each party."""
    whole, currency = drawn.whole, drawn.at_stake.currency
    floors = [_is_most(pence, pots[name]) for name, pence in drawn.by_measure.items()]
    measures = {
        name: (
            _expected(pence, currency),
            _chance(_is_most(pence, pots[name])),
            _chance(pence >= pots[name].pence),
        )
        for name, pence in drawn.by_measure.items()
    }
    return Outlook(
        len(whole),
        drawn.at_stake,
        _expected(whole, currency),
        _chance(_is_most(whole, drawn.at_stake, len(measures))),
        _chance(whole >= drawn.at_stake.pence),
        _chance(np.all(floors, axis=0)),
        measures,
        {party: _expected(pence, currency) for party, pence in drawn.by_party.items()},
        together,
    )


def _is_most(pence: Pence, pot: Money, parts: int = 1) -> Truths:
    # Ten times the reward against nine times the pot; each part may be rounded by half a penny.
    found: Truths = 10 * pence >= _NINE * pot.pence - 5 * parts
    return found


def _chance(met: Truths) -> Chance:
    value = float(np.mean(met))
    return Chance(value, sqrt(value * (1 - value) / len(met)))


def _expected(pence: Pence, currency: str) -> Expected:
    low, middle, high = (
        int(np.quantile(pence, at, method="inverted_cdf")) for at in (_LOW, 0.5, _HIGH)
    )
    average = Money(1, currency).times(Fraction(int(pence.sum()), len(pence)))
    return Expected(average, Money(low, currency), Money(middle, currency), Money(high, currency))


def outlook_figure(found: Outlook) -> Figure:
    """Return the average reward in pounds, with the chances beneath it."""
    prefix = "reward.outlook"
    chances = {
        "at_least_90": ("Chance of at least 90% of the whole reward", found.at_least_90),
        "everything": ("Chance of the whole reward", found.everything),
        "all_floors": ("Chance that every measure earns at least 90%", found.all_floors),
    }
    return Figure(
        prefix,
        found.whole.average.exact,
        Unit.MONEY,
        "Reward to expect",
        formula="average of the draws",
        inputs=f"{found.draws:,} draws of {len(found.measures)} measures together",
        note=f"nine times in ten between {found.whole.low} and {found.whole.high}",
        currency=found.at_stake.currency,
        children=tuple(
            Figure(
                f"{prefix}.{name}",
                Fraction(f"{chance.value:.6f}"),
                Unit.FRACTION,
                label,
                formula="share of the draws",
                note=f"standard error {chance.error:.2%}",
            )
            for name, (label, chance) in chances.items()
        ),
    )


def outlook_sentences(
    found: Outlook, payer: str, truth: str = "nothing truly changes"
) -> tuple[str, ...]:
    """Say what the payer must be ready to pay, and what each party can expect."""
    whole = found.whole
    to_pay = (
        f"If {truth}, {payer} should expect to pay {whole.average.short()} of the"
        f" {found.at_stake.short()} at stake on average; nine times in ten {_often(whole)}."
    )
    chances = (
        f"At least 90% of the whole is earned with a chance of {found.at_least_90.value:.1%}, all"
        f" of it with {found.everything.value:.1%}. That each of {len(found.measures)} measures"
        f" earns at least 90% of its own has a chance of {found.all_floors.value:.1%}."
    )
    how = found.together.says if found.together else ""
    parties = (_party(name, one) for name, one in found.parties.items())
    return (to_pay, chances, *([how] if how else []), *parties)


def _party(name: str, one: Expected) -> str:
    return f"{name} can expect {one.average.short()} on average, nine times in ten {_often(one)}."


def _often(one: Expected) -> str:
    if one.low == one.high:
        return one.low.short()
    return f"between {one.low.short()} and {one.high.short()}"
