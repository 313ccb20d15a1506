"""Laws of rewards: never less for a better result, no penny lost, no weight no pay."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, get_args

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from wholeplace.kernel import Figure, Money, Month, Unit
from wholeplace.outcomes.rewards import (
    Calibrated,
    Curve,
    Result,
    Stake,
    between,
    draw_rewards,
    earned_at,
    no_reward,
    outlook,
    pots,
    reliability,
    reward_figures,
    rewarded,
    shrunk,
    together,
)
from wholeplace.outcomes.targets import Better, Counts, Promise, marks

PROMISE = Promise.model_validate(
    {"floor_chance": "95%", "full_chance": "2.5%", "zero_chance": "99.9%", "source": "y"}
)
BETTER = st.sampled_from(get_args(get_args(Better)[0]))
SHARE = st.fractions(0, 1, max_denominator=997)
MARK = st.fractions(-50, 50, max_denominator=20)


@st.composite
def curves(draw: st.DrawFn, better: Better) -> Curve:
    sign = -1 if better == "lower" else 1
    low, high = sorted(draw(st.lists(MARK, min_size=2, max_size=2, unique=True)))
    worse, best = (low, high) if sign > 0 else (high, low)
    slides = draw(st.none() | st.fractions(Fraction(9, 10), Fraction(99, 100)))
    kinds: list[dict[str, Any]] = [
        {"kind": "sliding", "lower": worse, "upper": best},
        {"kind": "all_or_nothing", "at": best},
        {
            "kind": "achievement_or_improvement", "threshold": worse, "benchmark": best,
            "in_points": draw(st.booleans()),
        },
        {
            "kind": "tiers",
            "tiers": [{"at": worse, "earns": Fraction(1, 3)}, {"at": best, "earns": Fraction(1)}],
        },
        {
            "kind": "calibrated", "promise": PROMISE, "at_floor": Fraction(9, 10),
            "slides_to": slides,
        },
    ]  # fmt: skip
    made: Curve = TypeAdapter(Curve).validate_python(draw(st.sampled_from(kinds)))
    return made


@given(st.data(), BETTER, st.floats(1, 60), st.none() | MARK)
def test_a_better_result_never_earns_less(
    data: st.DataObject, better: Better, expected: float, baseline: Fraction | None
) -> None:
    curve = data.draw(curves(better))
    marked = marks(Counts(expected), better, PROMISE)
    values = sorted(data.draw(st.lists(MARK, min_size=2, max_size=6)), reverse=better == "lower")
    result = Result(values[0], better, marked, baseline)
    found = [earned_at(curve, value, result) for value in values]
    assert found == sorted(found)
    assert all(0 <= share <= 1 for share in found)


@given(st.data(), BETTER, st.floats(1, 60))
def test_only_a_calibrated_full_mark_earns_everything(
    data: st.DataObject, better: Better, expected: float
) -> None:
    marked = marks(Counts(expected), better, PROMISE)
    slides = data.draw(st.none() | st.fractions(Fraction(9, 10), Fraction(99, 100)))
    curve = Calibrated(
        kind="calibrated", promise=PROMISE, at_floor=Fraction(9, 10), slides_to=slides
    )
    value = Fraction(data.draw(st.integers(0, 200)))
    share = earned_at(curve, value, Result(value, better, marked))
    sign = 1 if better == "lower" else -1
    assert (share == 1) == (marked.full is not None and sign * value <= sign * marked.full)
    assert (share >= Fraction(9, 10)) == (sign * value <= sign * marked.floor)


@st.composite
def weights(draw: st.DrawFn) -> dict[str, Fraction]:
    parts = draw(st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(any))
    return {f"m{i}": Fraction(part, sum(parts)) for i, part in enumerate(parts)}


AT_STAKE = st.integers(0, 10**11).map(Money)


@given(AT_STAKE, weights(), st.data())
def test_the_sum_of_the_parts_is_the_whole_to_the_penny(
    at_stake: Money, weighed: dict[str, Fraction], data: st.DataObject
) -> None:
    shares = {name: Figure(name, data.draw(SHARE), Unit.FRACTION) for name in weighed}
    found = rewarded(at_stake, weighed, shares)
    assert sum((one.pot for one in found.earned), Money(0)) == at_stake
    assert found.amount == sum((one.amount for one in found.earned if one.amount), Money(0))
    assert found.amount is not None
    assert Money(0) <= found.amount <= at_stake
    for one in found.earned:
        assert one.amount is not None
        assert one.amount.pence or not one.weight or one.share.value != 1 or not one.pot.pence
        if not one.weight:
            assert (one.pot, one.amount) == (Money(0), Money(0))


@given(AT_STAKE, weights())
def test_all_earned_is_all_and_none_is_none(at_stake: Money, weighed: dict[str, Fraction]) -> None:
    for share, whole in ((Fraction(1), at_stake), (Fraction(0), Money(0))):
        shares = {name: Figure(name, share, Unit.FRACTION) for name in weighed}
        assert rewarded(at_stake, weighed, shares).amount == whole


@given(AT_STAKE, weights(), st.integers(1, 50))
def test_so_many_times_the_stake_is_so_many_times_each_pot(
    at_stake: Money, weighed: dict[str, Fraction], times: int
) -> None:
    once, often = pots(at_stake, weighed), pots(at_stake.times(times), weighed)
    assert all(abs(often[name].pence - times * once[name].pence) <= times for name in weighed)


@given(AT_STAKE, weights())
def test_parties_share_all_of_it(amount: Money, weighed: dict[str, Fraction]) -> None:
    assert sum(between(amount, weighed).values(), Money(0)) == amount


@given(st.fractions(0, 100), st.fractions(Fraction(1, 10), 100), st.integers(1, 1000), MARK, MARK)
def test_shrinking_stays_between_what_is_seen_and_the_mean(
    between_them: Fraction, within: Fraction, number: int, seen: Fraction, mean: Fraction
) -> None:
    reliable = reliability(between_them, within, number)
    assert 0 <= reliable <= 1
    assert min(seen, mean) <= shrunk(seen, mean, reliable) <= max(seen, mean)
    assert reliability(between_them, within, number + 1) >= reliable


@given(
    st.lists(st.tuples(st.floats(1, 400), st.integers(0, 10**8)), min_size=1, max_size=4),
    st.integers(0, 2**32),
    st.floats(0, 1),
)
def test_drawn_rewards_add_up_and_keep_within_their_pots(
    rows: list[tuple[float, int]], seed: int, alike: float
) -> None:
    curve = Calibrated(kind="calibrated", promise=PROMISE, at_floor=Fraction(9, 10))
    parties = {"trust": Fraction(2, 3), "gp": Fraction(1, 3)}
    stakes = [
        Stake(
            f"m{i}", Money(pot), Counts(expected), marks(Counts(expected), "lower", PROMISE), curve,
            parties,
        )
        for i, (expected, pot) in enumerate(rows)
    ]  # fmt: skip
    matrix = np.full((len(rows), len(rows)), alike) + (1 - alike) * np.eye(len(rows))
    drawn = draw_rewards(stakes, 40, np.random.default_rng(seed), matrix)
    assert (drawn.by_party["trust"] + drawn.by_party["gp"] == drawn.whole).all()
    for one in stakes:
        assert (drawn.by_measure[one.measure] >= 0).all()
        assert (drawn.by_measure[one.measure] <= one.pot.pence).all()
    found = outlook(drawn, {one.measure: one.pot for one in stakes})
    assert found.whole.low <= found.whole.middle <= found.whole.high
    assert found.everything.value <= found.at_least_90.value


@given(
    st.lists(st.tuples(st.integers(0, 10**7), st.none() | SHARE), min_size=1, max_size=5),
    st.data(),
)
def test_the_figures_of_a_reward_agree_with_one_another(
    rows: list[tuple[int, Fraction | None]], data: st.DataObject
) -> None:
    weight = Fraction(1, len(rows))
    weights = {f"m{i}": weight for i in range(len(rows))}
    shares = {
        f"m{i}": Figure(f"reward.m{i}.share", share, Unit.FRACTION)
        for i, (_, share) in enumerate(rows)
    }
    parties = {
        name: {"trust": part, "gp": 1 - part} for name in weights for part in (data.draw(SHARE),)
    }
    reward = rewarded(Money(rows[0][0]), weights, shares)
    found = {one.id: one.value for one in reward_figures(reward, parties)}
    parts = [found[f"reward.{name}"] for name in weights]
    known = sum((part for part in parts if isinstance(part, Fraction)), Fraction(0))
    assert found["reward.known"] == known
    assert found["reward"] == (None if None in parts else known)
    earned = [found["reward.to.trust"], found["reward.to.gp"]]
    theirs = [part for part in earned if isinstance(part, Fraction)]
    assert theirs == [] if None in parts else sum(theirs, Fraction(0)) == known
    # Where nothing can be said the same figures are there, each missing.
    missing = {one.id: one.value for one in no_reward("no records", parties)}
    assert missing == dict.fromkeys(found)


@given(
    st.lists(
        st.dictionaries(
            st.integers(0, 40).map(lambda i: Month(2017 + i // 12, i % 12 + 1)),
            st.floats(-4, 4),
            max_size=40,
        ),
        min_size=1,
        max_size=4,
    ),
    st.data(),
)
def test_how_measures_went_together_can_always_be_drawn(
    unexpected: list[dict[Month, float]], data: st.DataObject
) -> None:
    lower = [data.draw(st.booleans()) for _ in unexpected]
    names = [f"m{i}" for i in range(len(unexpected))]
    found = together(names, unexpected, lower)
    law = Counts(50.0)
    marked = marks(law, "lower", PROMISE)
    curve = Calibrated(kind="calibrated", promise=PROMISE, at_floor=Fraction(9, 10))
    stakes = [Stake(name, Money(100), law, marked, curve) for name in names]
    drawn = draw_rewards(stakes, 3, np.random.default_rng(1), found.correlation)
    assert drawn.whole.shape == (3,)
    # Turning what is good over turns every correlation over twice, or not at all.
    turned = together(names, unexpected, [not one for one in lower])
    assert np.allclose(turned.correlation, found.correlation)
