"""Targets and rewards: what was promised, what was earned, and what each party can expect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from wholeplace.kernel import Figure, Money, plain
from wholeplace.kernel.number import percent
from wholeplace.outcomes.rewards import (
    Outlook,
    between,
    outlook_figure,
    outlook_sentences,
    reward_figure,
)
from wholeplace.privacy import MARK
from wholeplace.report.grid import As, Col, Grid, Row, text
from wholeplace.report.outcomes.board import marks_of
from wholeplace.report.outcomes.data import Card, Scorecard
from wholeplace.report.outcomes.of_framework import outcomes_grid, sanctions_grid
from wholeplace.report.outcomes.withhold import total_of, withheld_share
from wholeplace.report.section import Section

_PAYER = "the payer"
_MARKS = (
    ("expected", "Expected"),
    ("full", "Full reward"),
    ("floor", "Floor"),
    ("zero", "Nothing from"),
)


def rewards_section(scorecard: Scorecard) -> Section | None:
    """Return targets and rewards; none where the place has no framework and pays for nothing."""
    grids = tuple(grid for grid in _grids(scorecard) if grid.rows)
    if not grids:
        return None
    says = tuple(_says(scorecard))
    trees = tuple(_trees(scorecard))
    return Section("rewards", "Targets and rewards", says, grids, (), trees)


def _says(scorecard: Scorecard) -> Iterator[str]:
    reward, framework = scorecard.reward, scorecard.framework
    if reward is not None:
        total, stake = total_of(reward), reward.at_stake
        if total == MARK:
            yield f"{stake} is at stake; what was earned is not shown: a part of it is of few."
        elif reward.amount is None:
            waiting = sum(one.amount is None for one in reward.earned)
            yield (
                f"{stake} is at stake; {reward.known} of it is earned so far, and {waiting} of"
                f" {len(reward.earned)} results are not known yet."
            )
        else:
            part = Fraction(reward.amount.pence, stake.pence) if stake.pence else Fraction(0)
            yield f"{reward.amount} of the {stake} at stake was earned ({percent(part, 1)})."
    if framework is not None and isinstance(framework.incentive.value, Fraction):
        yield (
            f"{percent(framework.incentive.value)} of the budget hangs on outcomes in"
            f" {framework.year}, on {len(framework.weights)} of them."
        )
    if scorecard.outlook is not None:
        yield from outlook_sentences(_named(scorecard, scorecard.outlook), _PAYER)


def _named(scorecard: Scorecard, outlook: Outlook) -> Outlook:
    names = {**scorecard.names, **scorecard.parties}
    titles = {card.measure.measure: card.measure.title for card in scorecard.cards}
    how = outlook.together
    if how is not None:
        how = replace(how, measures=tuple(f"'{titles.get(id_, id_)}'" for id_ in how.measures))
    parties = {names.get(id_, id_): one for id_, one in outlook.parties.items()}
    return replace(outlook, parties=parties, together=how)


def _grids(scorecard: Scorecard) -> Iterator[Grid]:
    yield _targets(scorecard)
    yield _rewards(scorecard)
    yield _by_party(scorecard)
    yield _outlook(scorecard)
    if scorecard.framework is not None:
        yield outcomes_grid(scorecard, scorecard.framework)
        titles = {card.measure.measure: card.measure.title for card in scorecard.cards}
        yield sanctions_grid(titles, scorecard.framework)


def _targets(scorecard: Scorecard) -> Grid:
    cols = (
        text("measure", "Id", on_page=False),
        text("title", "Measure"),
        *(Col(name, heading, As.RATIO, on_page=False) for name, heading in _MARKS),
        *(text(f"{name}_told", heading) for name, heading in _MARKS),
        Col("floor_chance", "Chance of the floor", As.SHARE),
        Col("full_chance", "Chance of the full reward", As.SHARE),
        Col("needed", "True improvement needed", As.SHARE),
        text("from", "Set from"),
        text("why_not", "Why not"),
    )
    rows = tuple(_target(card) for card in scorecard.cards if marks_of(card) is not None)
    note = (
        "Marks are events or people of the year, or a mean. Chances are those if nothing truly"
        " changes. The improvement needed is the true one, of what is expected, that earns the full"
        " reward with a chance of 80%: less of it earns it too, by luck, but seldom."
    )
    return Grid("targets", "Marks of the targets, and their chances", cols, rows, note=note)


def _target(card: Card) -> Row:
    marks, found, asked = marks_of(card), card.calibration, card.needed
    numbers = [None if marks is None else getattr(marks, name) for name, _ in _MARKS]
    chances = (found.marks.floor_chance, found.marks.full_chance) if found else (None, None)
    why = (found.marks.why if found else "") or (asked.why if asked else "")
    return (
        card.measure.measure,
        card.measure.title,
        *numbers,
        *("none" if number is None else plain(number, 2) for number in numbers),
        *map(_share, chances),
        _share(asked.share) if asked else None,
        "history" if found else "agreement",
        why,
    )


def _share(value: float | None) -> Fraction | None:
    return None if value is None else Fraction(f"{value:.6f}")


def _rewards(scorecard: Scorecard) -> Grid:
    reward = scorecard.reward
    cols = (
        text("measure", "Id", on_page=False),
        text("title", "Measure"),
        Col("weight", "Weight", As.SHARE),
        Col("pot", "At stake"),
        Col("share", "Share earned", As.SHARE),
        Col("amount", "Earned"),
        text("why", "Why not known"),
    )
    if reward is None:
        return Grid("rewards", "Rewards", cols, ())
    titles = {card.measure.measure: card.measure.title for card in scorecard.cards}
    rows = tuple(
        (
            one.measure,
            titles.get(one.measure, one.measure),
            one.weight,
            one.pot.exact,
            one.share.value if isinstance(one.share.value, Fraction | str) else None,
            MARK if withheld_share(one) else None if one.amount is None else one.amount.exact,
            one.share.note if one.amount is None else "",
        )
        for one in reward.earned
    )
    weights = sum((one.weight for one in reward.earned), Fraction(0))
    total = ("", "All", weights, reward.at_stake.exact, None, total_of(reward), "")
    caption = f"Rewards, {scorecard.year}"
    return Grid("rewards", caption, cols, rows, total, currency=reward.at_stake.currency)


def _by_party(scorecard: Scorecard) -> Grid:
    cols = (text("party", "Id", on_page=False), text("name", "Party"), Col("amount", "Earned"))
    found = _earned_by_party(scorecard)
    names = {**scorecard.names, **scorecard.parties}
    rows = tuple((id_, names.get(id_, id_), amount.exact) for id_, amount in found.items())
    currency = scorecard.reward.at_stake.currency if scorecard.reward else "GBP"
    caption = f"Earned so far by party, {scorecard.year}"
    return Grid("rewards-by-party", caption, cols, rows, currency=currency)


def _earned_by_party(scorecard: Scorecard) -> Mapping[str, Money]:
    outcomes = scorecard.framework.outcomes if scorecard.framework else ()
    parties = {one.outcome.measure: one.outcome.parties for one in outcomes}
    found: dict[str, Money] = {}
    for one in scorecard.reward.earned if scorecard.reward else ():
        shares = parties.get(one.measure)
        if one.amount is not None and shares:
            for party, amount in between(one.amount, shares).items():
                found[party] = found.get(party, Money(0, amount.currency)) + amount
    return found


def _outlook(scorecard: Scorecard) -> Grid:
    cols = (
        text("measure", "Id", on_page=False),
        text("title", "Measure"),
        Col("average", "On average"),
        Col("low", "Nine times in ten from"),
        Col("high", "to"),
        Col("at_least_90", "Chance of 90% or more", As.SHARE),
        Col("everything", "Chance of all", As.SHARE),
    )
    outlook = scorecard.outlook
    titles = {card.measure.measure: card.measure.title for card in scorecard.cards}
    rows = tuple(
        (
            name,
            titles.get(name, name),
            *(amount.exact for amount in (one.average, one.low, one.high)),
            _share(most.value),
            _share(all_.value),
        )
        for name, (one, most, all_) in (outlook.measures if outlook else {}).items()
    )
    currency = outlook.at_stake.currency if outlook else "GBP"
    caption = "What to expect if nothing truly changes"
    return Grid("outlook", caption, cols, rows, currency=currency)


def _trees(scorecard: Scorecard) -> Iterator[Figure]:
    if scorecard.framework is not None:
        yield scorecard.framework.incentive
    if scorecard.reward is not None:
        yield reward_figure(scorecard.reward)
    if scorecard.outlook is not None:
        yield outlook_figure(scorecard.outlook)
