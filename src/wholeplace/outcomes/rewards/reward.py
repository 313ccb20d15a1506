"""From shares to pounds: a pot for each measure, what it earned, and the whole, to the penny."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.kernel import Figure, Money, Unit, allocate
from wholeplace.kernel.number import percent


@dataclass(frozen=True, slots=True)
class Earned:
    """One measure: its part of the whole, and what it earned of it (``None``: not known yet)."""

    measure: str
    weight: Fraction
    pot: Money
    share: Figure
    amount: Money | None


@dataclass(frozen=True, slots=True)
class Reward:
    """All measures of a year; the whole is the sum of the parts, and missing where one is."""

    at_stake: Money
    earned: tuple[Earned, ...]

    @property
    def known(self) -> Money:
        """What is known to have been earned."""
        currency = self.at_stake.currency
        amounts = [one.amount for one in self.earned if one.amount is not None]
        return sum(amounts, Money(0, currency))

    @property
    def amount(self) -> Money | None:
        """What has been earned in all."""
        is_known = all(one.amount is not None for one in self.earned)
        return self.known if is_known else None


def pots(at_stake: Money, weights: Mapping[str, Fraction]) -> dict[str, Money]:
    """Return what each measure can earn; they add up to ``at_stake`` (largest remainder).

    Raises ``ValueError`` unless the weights make 100% and none is below nought.
    """
    whole = sum(weights.values(), Fraction(0))
    if whole != 1:
        raise ValueError(f"the weights make {percent(whole)}, not 100%")
    return dict(zip(weights, allocate(at_stake, list(weights.values())), strict=True))


def rewarded(
    at_stake: Money, weights: Mapping[str, Fraction], shares: Mapping[str, Figure]
) -> Reward:
    """Return what each measure earned of its pot, rounded to pence, halves away from nought.

    A measure whose share is missing, or that has none, is missing: it earned nothing yet, and lost
    nothing. Raises ``ValueError`` as ``pots`` does, or for a share beyond 0 to 1.
    """
    parts = pots(at_stake, weights)
    return Reward(
        at_stake,
        tuple(_earned(name, weights[name], pot, shares.get(name)) for name, pot in parts.items()),
    )


def _earned(measure: str, weight: Fraction, pot: Money, share: Figure | None) -> Earned:
    lacking = Figure(f"reward.{measure}.share", None, Unit.FRACTION, note="no result was given")
    found = lacking if share is None else share
    # Whatever the result, a weight of nought earns nought.
    if not pot.pence:
        return Earned(measure, weight, pot, found, Money(0, pot.currency))
    if not isinstance(found.value, Fraction):
        return Earned(measure, weight, pot, found, None)
    if not 0 <= found.value <= 1:
        raise ValueError(f"'{measure}' earns {percent(found.value)} of its reward")
    return Earned(measure, weight, pot, found, pot.times(found.value))


def between(amount: Money, parties: Mapping[str, Fraction]) -> dict[str, Money]:
    """Return an amount shared between parties by their shares, to the penny."""
    names: Sequence[str] = list(parties)
    return dict(zip(names, allocate(amount, [parties[name] for name in names]), strict=True))
