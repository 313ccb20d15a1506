"""How a result varies about a baseline that is one number: events, people who, a mean."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

from wholeplace.outcomes.targets.counts import Counts
from wholeplace.outcomes.targets.mean import Means
from wholeplace.outcomes.targets.people import People


def sampled_counts(
    events: int, before: float, ahead: float, dispersion: float = 1.0, *, exact: bool = True
) -> Counts:
    """Return how events vary in ``ahead`` person-time, after so many events in ``before``.

    ``exact`` takes the conditional exact test in both tails; without it the upper one is that of
    the Gamma-Poisson predictive, which meets its promise only about (0.94 for 0.95 where 20 were
    seen). Raises ``ValueError`` where nothing was seen.
    """
    if events < 1 or before <= 0 or ahead <= 0:
        raise ValueError(f"{events} events in {before:g} do not tell what to expect in {ahead:g}")
    times = ahead / before
    nudge = dispersion * times if exact else 0.0
    return Counts(events * times, dispersion, dispersion * times**2 * events, nudge=nudge)


def sampled_people(
    who: int, before: int, ahead: int, dispersion: float = 1.0, *, exact: bool = True
) -> People:
    """Return how many of ``ahead`` people would, where ``who`` of ``before`` others did.

    Raises ``ValueError`` where there are more who than people, or none.
    """
    if not (0 <= who <= before and before > 0 and ahead > 0):
        raise ValueError(f"{who} of {before} people do not tell what to expect of {ahead}")
    nudge = dispersion if exact else 0.0
    return People(ahead, who / before, dispersion, float(before), nudge=nudge)


def sampled_mean(deviation: float, mean: float, before: int, ahead: int) -> Means:
    """Return how the mean of ``ahead`` people varies about that of ``before`` others.

    Error: s sqrt(1/before + 1/ahead), with before - 1 degrees of freedom. Raises ``ValueError`` for
    fewer than two people before, or none ahead.
    """
    if before < 2 or ahead < 1:  # noqa: PLR2004 - one alone has no deviation
        raise ValueError(f"{before} people before and {ahead} ahead do not tell how means vary")
    return Means(mean, deviation * sqrt(1 / before + 1 / ahead), before - 1)


def expected_at(rates: Mapping[str, float], people: Mapping[str, float]) -> float:
    """Return the events expected of people (or person-time) at the rates of their strata.

    So a target moves with how many there are and how old they are. Raises ``ValueError`` for a
    stratum without a rate.
    """
    lacking = sorted(set(people) - set(rates))
    if lacking:
        raise ValueError(f"there is no rate for {', '.join(lacking)}")
    return sum(rates[stratum] * number for stratum, number in sorted(people.items()))
