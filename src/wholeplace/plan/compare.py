"""Two drafts on the same draws: who is better off by the second, by how much, and in which states.

A state is a contract year as it may turn out; states are put in order by what tells the drafts
apart best, and cut into parts of equal size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from wholeplace.contract import Contract
from wholeplace.contract.formula import Basic, Kind
from wholeplace.document import Document
from wholeplace.kernel import Problem, nearest, refuse_if
from wholeplace.plan.amounts import Drawn
from wholeplace.plan.draw import Draws, draw
from wholeplace.plan.fit import misfits, year_starts
from wholeplace.plan.kinds import kind_of
from wholeplace.plan.measure import Estimate, Spread, mean_of, share_of, spread_of
from wholeplace.plan.scenario import Scenario
from wholeplace.plan.settled import Flags, Pence, Settled, draws_left_out, settle_draws

PARTS = 10
SAME_WORDS = 12


@dataclass(frozen=True, slots=True)
class Gain:
    """What the second draft does for a party over all years together.

    ``difference`` is its net position by the second less that by the first; ``better``, ``worse``
    and ``same`` are the shares of the draws in which that is above, below and exactly nothing.
    """

    party: str
    first: Estimate
    second: Estimate
    difference: Spread
    better: Estimate
    worse: Estimate
    same: Estimate


@dataclass(frozen=True, slots=True)
class State:
    """Contract years that turn out alike: from and to where, how many, and each party's means.

    ``first``, ``second`` and ``difference`` are mean net positions of a year in pounds; of the
    difference with its standard error. ``word`` is set in place of two ends where the driver is a
    word or a yes/no.
    """

    least: float
    most: float
    word: str
    share: float
    first: Mapping[str, float]
    second: Mapping[str, float]
    difference: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Two drafts on the same draws. ``driver`` is the figure or line by which states are told.

    ``explained`` is the share of the differences' variance that the states account for. Draws
    that one of the two cannot settle in every year (``draws_left_out``) are left out of ``gains``,
    and contract years that one cannot settle (``left_out``) out of ``states``.
    """

    first: Contract
    second: Contract
    scenario: Scenario
    draws: int
    gains: tuple[Gain, ...]
    driver: str
    kind: Kind
    explained: float
    states: tuple[State, ...]
    left_out: Estimate
    draws_left_out: Estimate


def compare(
    first: Contract,
    second: Contract,
    document: Document[Scenario],
    number: int,
    generator: np.random.Generator,
    by: str | None = None,
) -> Comparison:
    """Return what a second draft changes for each party over so many draws of a scenario.

    Parties are the same where their ids are; one that is party to a single draft has nothing by
    the other. States are told by the figure or line ``by``; without it, by the one of both drafts
    that accounts best for the differences. Raises ``Refused`` where the scenario does not fit
    both, the drafts are in two currencies, or ``by`` is not a figure or line of both.
    """
    refuse_if(_unfit(first, second, document))
    scenario = document.value
    draws = draw(scenario, number, generator)
    one = settle_draws(first, year_starts(first, document), draws)
    two = settle_draws(second, year_starts(second, document), draws)
    candidates = _candidates(first, second, scenario, draws, one)
    refuse_if(_unknown(by, candidates, first))
    parties = tuple(dict.fromkeys((*one.net, *two.net)))
    both = _Both(one, two, parties, one.is_settled & two.is_settled)
    among = {by: candidates[by]} if by else candidates
    driver, explained = _best(among, both)
    kind, values = candidates[driver] if driver else (Basic.MONEY, None)
    return Comparison(
        first,
        second,
        scenario,
        number,
        tuple(_gains(both)),
        driver,
        kind,
        explained,
        tuple(_states(values, both)) if values is not None else (),
        share_of(int((~both.is_settled).sum()), both.is_settled.size),
        draws_left_out(both.is_settled),
    )


@dataclass(frozen=True, slots=True)
class _Both:
    """Both drafts settled; a party has nothing by a draft to which it is no party."""

    one: Settled
    two: Settled
    parties: tuple[str, ...]
    is_settled: Flags

    def nets(self, party: str) -> tuple[Pence, Pence]:
        """Return a party's net positions by the first draft and by the second."""
        nothing = np.zeros(self.is_settled.shape, np.int64)
        return self.one.net.get(party, nothing), self.two.net.get(party, nothing)

    def difference(self, party: str) -> Pence:
        """Return what the second draft adds to a party's net position."""
        before, after = self.nets(party)
        return after - before


def _unfit(first: Contract, second: Contract, document: Document[Scenario]) -> list[Problem]:
    problems = [*misfits(first, document), *misfits(second, document)]
    if first.terms.currency != second.terms.currency:
        what = f"one draft is in {first.terms.currency}, the other in {second.terms.currency}"
        remedy = "compare drafts in one currency"
        problems.append(second.document.problem(("currency",), what, remedy))
    return list(dict.fromkeys(problems))


def _unknown(by: str | None, candidates: Mapping[str, object], contract: Contract) -> list[Problem]:
    if by is None or by in candidates:
        return []
    what = f"'{by}' is not a figure or line by which the states of both drafts can be told"
    return [contract.document.problem((), what, nearest(by, candidates))]


Candidates = dict[str, tuple[Kind, Drawn]]


def _candidates(
    first: Contract, second: Contract, scenario: Scenario, draws: Draws, one: Settled
) -> Candidates:
    """Return what may tell states apart: figures that vary, and lines that both drafts share."""
    found: Candidates = {}
    for name, drawn in draws.figures.items():
        if (drawn != drawn[:1]).any() and (name in first.terms.figures):
            kind = kind_of(scenario.figures[name], scenario)
            found[name] = (kind or Basic.COUNT, drawn)
    same = {line.name: line.tree for line in second.lines}
    for line in first.lines:
        if same.get(line.name) == line.tree and line.kind is Basic.MONEY:
            found[line.name] = (line.kind, one.values[line.name])
    return found


def _best(candidates: Candidates, both: _Both) -> tuple[str, float]:
    """Return the candidate whose states account for most of the differences, and the share."""
    shares = {name: _explained(values, both) for name, (_, values) in candidates.items()}
    if not shares:
        return "", 0.0
    # The first of those that are as good as the best: sampling noise should not choose.
    most = max(shares.values())
    return next((name, share) for name, share in shares.items() if share >= most - 0.005)


def _explained(values: Drawn, both: _Both) -> float:
    chosen = both.is_settled
    place, number = _parts(values[chosen])
    counts = np.bincount(place, minlength=number)
    within = whole = 0.0
    for party in both.parties:
        difference = both.difference(party)[chosen].astype(np.float64)
        means = np.bincount(place, difference, number) / np.maximum(counts, 1)
        within += float(((difference - means[place]) ** 2).sum())
        whole += float(((difference - difference.mean()) ** 2).sum()) if len(difference) else 0.0
    return 1 - within / whole if whole else 0.0


def _parts(values: Drawn) -> tuple[npt.NDArray[np.intp], int]:
    """Return to which part each value belongs, and how many parts there are.

    Words and truths, and few different numbers, are parts of their own; else tenths by size.
    """
    different, place = np.unique(values, return_inverse=True)
    if len(different) <= SAME_WORDS or values.dtype != np.float64:
        return place.reshape(-1), len(different)
    ordered = np.sort(values.astype(np.float64))
    edges = ordered[[len(ordered) * i // PARTS for i in range(1, PARTS)]]
    return np.searchsorted(edges, values, side="right"), PARTS


def _gains(both: _Both) -> Iterator[Gain]:
    whole = both.is_settled.all(axis=1)
    number = int(whole.sum())
    if not number:
        return
    for party in both.parties:
        before, after = (net[whole].sum(axis=1) for net in both.nets(party))
        difference = after - before
        yield Gain(
            party,
            _pounds(mean_of(before)),
            _pounds(mean_of(after)),
            spread_of(difference, np.flatnonzero(whole)),
            share_of(int((difference > 0).sum()), number),
            share_of(int((difference < 0).sum()), number),
            share_of(int((difference == 0).sum()), number),
        )


def _pounds(pence: Estimate) -> Estimate:
    return Estimate(pence.value / 100, pence.error / 100)


def _states(values: Drawn, both: _Both) -> Iterator[State]:
    chosen = both.is_settled
    there = values[chosen]
    place, number = _parts(there)
    draw_of = np.nonzero(chosen)[0]
    for part in range(number):
        rows = place == part
        if rows.any():
            yield _state(there[rows], both, np.flatnonzero(chosen.reshape(-1))[rows], draw_of[rows])


def _state(
    there: Drawn, both: _Both, rows: npt.NDArray[np.intp], draw_of: npt.NDArray[np.intp]
) -> State:
    nets = {party: both.nets(party) for party in both.parties}
    is_number = there.dtype == np.float64
    first = {p: float(before.reshape(-1)[rows].mean()) / 100 for p, (before, _) in nets.items()}
    second = {p: float(after.reshape(-1)[rows].mean()) / 100 for p, (_, after) in nets.items()}
    return State(
        float(there.min()) if is_number else 0.0,
        float(there.max()) if is_number else 0.0,
        "" if is_number else _word(there[0]),
        len(rows) / int(both.is_settled.sum()),
        first,
        second,
        {p: _clustered(both.difference(p).reshape(-1)[rows], draw_of) for p in both.parties},
    )


def _clustered(pence: Pence, draw_of: npt.NDArray[np.intp]) -> Estimate:
    """Return a mean in pounds; the years of one draw are not independent, so draws are counted."""
    mean = float(pence.mean())
    off = np.bincount(draw_of, pence - mean)
    return Estimate(mean / 100, sqrt(float((off**2).sum())) / len(pence) / 100)


def _word(value: np.generic) -> str:
    plain = value.item()
    return ("yes" if plain else "no") if isinstance(plain, bool) else str(plain)
