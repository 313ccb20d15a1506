"""The gate of a scorecard: everything behind it has the small numbers taken out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np

from wholeplace.kernel import Figure, FinancialYear
from wholeplace.outcomes.control import Xmr
from wholeplace.outcomes.framework import LEFT_OUT, Caution
from wholeplace.outcomes.rewards import Earned, Outlook, Reward
from wholeplace.privacy import MARK, SmallNumbers
from wholeplace.report.outcomes.data import Card, Level, Scorecard, Value
from wholeplace.report.outcomes.hide import (
    BEFORE,
    HISTORY,
    MONTH,
    YEAR,
    HiddenParts,
    hidden_parts,
    is_few,
    is_marked,
)

SMALL = "small numbers"
"""The check of what the gate itself says beside a measure."""
NOT_DRAWN = "limits of few are not shown"

_HIDDEN = Value(None, None, None, missing=MARK)


def withhold(scorecard: Scorecard) -> Scorecard:
    """Return the scorecard as it may be seen: page, files, charts and commands are made from this.

    Where few people or events are behind a value its ``missing`` is the mark, and so it is where
    the value would give another away. A hidden month is no point of a chart, and the limits of its
    part, with what they say, are taken out. Nothing that is left depends on what was hidden. Money
    that a hidden result earned is not told. What went through before comes back as it was.
    """
    small, year = scorecard.small, scorecard.year
    cards = tuple(_card(card, year, small) for card in scorecard.cards)
    few = frozenset(card.measure.measure for card in cards if _few_decide(card, card.year))
    return replace(
        scorecard,
        cards=cards,
        reward=scorecard.reward and _reward(scorecard.reward, few, small),
        outlook=scorecard.outlook and _outlook(scorecard.outlook, few),
    )


def _card(card: Card, year: FinancialYear, small: SmallNumbers) -> Card:
    hidden = hidden_parts(card, year, small)
    months = tuple(
        _HIDDEN if (MONTH, str(month)) in hidden.rows else value
        for month, value in zip(card.months, card.monthly, strict=True)
    )
    now = _HIDDEN if YEAR in hidden.totals else card.year
    before = _HIDDEN if card.before and BEFORE in hidden.totals else card.before
    chart, is_judged = _chart(card, months)
    is_told = not any(map(is_marked, (now, before))) and HISTORY not in hidden.totals
    return replace(
        card,
        monthly=months,
        chart=chart,
        variation_kind=card.variation_kind if is_judged else "",
        assurance=card.assurance if is_judged else "",
        year=now,
        before=before,
        earlier={
            year: _HIDDEN if is_few(one, card.measure.kind, small) else one
            for year, one in card.earlier.items()
        },
        levels=tuple(_level(level, hidden) for level in card.levels),
        slope=_slope(card, now, hidden),
        calibration=card.calibration if is_told else None,
        needed=card.needed if is_told else None,
        earned=card.earned and _earned(card.earned, small, few=_few_decide(card, now)),
        cautions=tuple(_cautions(card, now, small, is_told=is_told)),
    )


def _level(level: Level, hidden: HiddenParts) -> Level:
    if (level.breakdown, level.level) not in hidden.rows and not is_marked(level.crude):
        return level
    return replace(level, crude=_HIDDEN, standardised=level.standardised and _HIDDEN)


def _slope(card: Card, now: Value, hidden: HiddenParts) -> Value | None:
    tenths = [one for one in card.levels if one.breakdown == "deprivation"]
    few = any(("deprivation", one.level) in hidden.rows or is_marked(one.crude) for one in tenths)
    return _HIDDEN if card.slope and (few or is_marked(now)) else card.slope


def _chart(card: Card, months: tuple[Value, ...]) -> tuple[Xmr | None, bool]:
    """Return the chart without hidden points, and whether its latest point is still judged."""
    chart = card.chart
    if chart is None:
        return None, True
    gone = np.reshape([is_marked(value) for value in months], chart.values.shape)
    touched = gone.copy()
    for i in np.ndindex(chart.values.shape):
        touched[i] = bool((gone & _part_of(chart, i)).any())
    nothing = {
        name: np.where(touched, np.nan, getattr(chart, name)) for name in ("mean", "lower", "upper")
    }
    found = replace(
        chart,
        values=np.where(gone, np.nan, chart.values),
        signal=np.where(touched, "", chart.signal),
        why=np.where(touched, NOT_DRAWN, chart.why),
        **nothing,
    )
    # The latest point as it was: a later one that is hidden must not be told by an earlier.
    return found, not bool(np.any(chart.at_latest(touched)))


def _part_of(chart: Xmr, at: tuple[int, ...]) -> np.typing.NDArray[np.bool_]:
    """Return the points whose lines are those of a point: its part."""
    lines = np.nan_to_num(np.stack([chart.mean, chart.lower, chart.upper]), nan=np.inf)
    own = np.array([line[at] for line in lines])
    return np.asarray((lines == own.reshape(-1, *[1] * len(at))).all(0))


def _cautions(card: Card, now: Value, small: SmallNumbers, *, is_told: bool) -> Iterator[Caution]:
    for one in card.cautions:
        is_few = is_marked(now) or not is_told or _tells_few(one, card, small)
        if one.check == SMALL or not is_few:
            yield one
        else:
            yield Caution(one.check, one.measure, {}, f"there is a warning, of {small.why}")
    had = card.calibration is not None or card.needed is not None
    if had and not is_told:
        says = "its marks are not shown: they would give a small number away"
        yield Caution(SMALL, card.measure.measure, {}, says)


def _tells_few(one: Caution, card: Card, small: SmallNumbers) -> bool:
    """Return whether a share that a caution tells is that of few, or a count is."""
    if any(small.is_small(n) for name, n in one.numbers.items() if name.startswith(LEFT_OUT)):
        return True
    values = [value.denominator for value in (card.year, card.before) if value is not None]
    return any(
        small.is_small(round(number * float(of)))
        for name, number in one.numbers.items()
        for of in values
        if of is not None and name.endswith(("before", "after"))
    )


def _few_decide(card: Card, now: Value) -> bool:
    """Return whether a result that is not shown decides what is earned; work done is no secret."""
    return is_marked(now) and (card.outcome is None or card.outcome.is_paid_by_result)


def _earned(earned: Earned, small: SmallNumbers, *, few: bool) -> Earned:
    if not few:
        return earned
    share = earned.share
    shown = Figure(share.id, MARK, share.unit, share.label, note=small.why)
    return replace(earned, share=shown, amount=None)


def _reward(reward: Reward, few: frozenset[str], small: SmallNumbers) -> Reward:
    parts = (_earned(one, small, few=one.measure in few) for one in reward.earned)
    return replace(reward, earned=tuple(parts))


def _outlook(outlook: Outlook, few: frozenset[str]) -> Outlook:
    """Return the outlook; of single measures nothing where one of them could be worked out."""
    return replace(outlook, measures={}) if few & set(outlook.measures) else outlook


def withheld_share(earned: Earned) -> bool:
    """Return whether what a measure earned was taken out."""
    return earned.share.value == MARK


def total_of(reward: Reward) -> Fraction | str | None:
    """Return what was earned in all in pounds: the mark where a part is hidden, or nothing."""
    if any(map(withheld_share, reward.earned)):
        return MARK
    return None if reward.amount is None else reward.amount.exact
