"""What was earned as figures that explain themselves, and that an agreement may ask for."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from wholeplace.kernel import Figure, Unit
from wholeplace.kernel.number import percent
from wholeplace.outcomes.rewards.reward import Earned, Reward, between

REWARD = "reward"
ACHIEVED, AT_STAKE, KNOWN = f"{REWARD}.achieved", f"{REWARD}.at_stake", f"{REWARD}.known"
_LABEL, _SHARE = "Reward for outcomes", "Share of the reward for outcomes that was earned"

Parties = Mapping[str, Fraction]
"""Who earns the reward of a measure, by shares."""


def reward_figures(reward: Reward, parties: Mapping[str, Parties]) -> tuple[Figure, ...]:
    """Return what an agreement may ask for: the whole, its share, by measure and by party.

    ``parties`` are who earns the reward of each measure, by shares. What is known so far is told
    apart from the whole, which is missing until all of it is known.
    """
    stake, known = (
        Figure(id_, money.exact, Unit.MONEY, label, currency=money.currency)
        for id_, label, money in (
            (AT_STAKE, "At stake for outcomes", reward.at_stake),
            (KNOWN, f"{_LABEL}, as far as it is known", reward.known),
        )
    )
    return (
        reward_figure(reward),
        achieved_figure(reward),
        stake,
        known,
        *(_measure_figure(one) for one in reward.earned),
        *(_party_figure(party, reward, parties) for party in _earners(parties)),
    )


def no_reward(why: str, parties: Mapping[str, Parties]) -> tuple[Figure, ...]:
    """Return the same figures of a year of which nothing can be said, missing with the reason.

    ``parties`` has every measure that is paid for.
    """
    ids = [REWARD, AT_STAKE, KNOWN, *(f"{REWARD}.{measure}" for measure in parties)]
    ids += [f"{REWARD}.to.{party}" for party in _earners(parties)]
    share = Figure(ACHIEVED, None, Unit.FRACTION, _SHARE, note=why)
    return (*(Figure(id_, None, Unit.MONEY, _LABEL, note=why) for id_ in ids), share)


def _earners(parties: Mapping[str, Parties]) -> dict[str, None]:
    return dict.fromkeys(name for shares in parties.values() for name in shares)


def reward_figure(reward: Reward) -> Figure:
    """Return the whole reward in pounds with each measure's, and its share, beneath it."""
    amount, currency = reward.amount, reward.at_stake.currency
    lacking = [one.measure for one in reward.earned if one.amount is None]
    children = tuple(_measure_figure(one) for one in reward.earned)
    return Figure(
        REWARD,
        None if amount is None else amount.exact,
        Unit.MONEY,
        _LABEL,
        formula="sum of what each measure earned",
        inputs=" + ".join(child.shown for child in children),
        note="" if not lacking else f"not known: {', '.join(lacking)}; known so far {reward.known}",
        currency=currency,
        children=(*children, achieved_figure(reward)),
    )


def achieved_figure(reward: Reward) -> Figure:
    """Return the share of what was at stake that was earned: what an agreement asks for."""
    amount, stake = reward.amount, reward.at_stake
    value = None if amount is None or not stake.pence else Fraction(amount.pence, stake.pence)
    note = "" if value is not None else "not all of it is known, or nothing was at stake"
    return Figure(
        ACHIEVED,
        value,
        Unit.FRACTION,
        _SHARE,
        formula="reward / at stake",
        inputs="" if amount is None else f"{amount} / {stake}",
        note=note,
    )


def _measure_figure(one: Earned) -> Figure:
    return Figure(
        f"reward.{one.measure}",
        None if one.amount is None else one.amount.exact,
        Unit.MONEY,
        f"Reward for {one.measure}",
        formula="at stake x weight x share earned, to the penny",
        inputs=f"{one.pot} ({percent(one.weight)} of the whole) x {one.share.shown}",
        note=one.share.note,
        currency=one.pot.currency,
        children=(one.share,),
    )


def _party_figure(party: str, reward: Reward, parties: Mapping[str, Parties]) -> Figure:
    theirs = [one for one in reward.earned if party in parties.get(one.measure, {})]
    children = tuple(_part_figure(party, one, parties[one.measure]) for one in theirs)
    lacking = [one.measure for one in theirs if one.amount is None]
    amounts = [child.value for child in children if isinstance(child.value, Fraction)]
    return Figure(
        f"{REWARD}.to.{party}",
        None if lacking else sum(amounts, Fraction(0)),
        Unit.MONEY,
        f"{_LABEL} to {party}",
        formula="sum of its parts of each measure",
        inputs=" + ".join(child.shown for child in children),
        note=f"not known: {', '.join(lacking)}" if lacking else "",
        currency=reward.at_stake.currency,
        children=children,
    )


def _part_figure(party: str, one: Earned, shares: Parties) -> Figure:
    amount = one.amount
    return Figure(
        f"{REWARD}.to.{party}.{one.measure}",
        None if amount is None else between(amount, shares)[party].exact,
        Unit.MONEY,
        f"{_LABEL} to {party}, {one.measure}",
        formula="reward of the measure x share of the party, to the penny",
        inputs="" if amount is None else f"{amount} x {percent(shares[party])}",
        note=one.share.note,
        currency=one.pot.currency,
    )
