"""The gap between how many are expected to have a condition and of how many it is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.outcomes.statistics import count_interval
from wholeplace.outcomes.unequal import Estimate
from wholeplace.population.prevalence import Found

WHOLE = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is recorded and expected of a condition in a neighbourhood (``WHOLE``: all of them).

    ``gap`` is expected less recorded, ``share`` recorded over expected. Their limits are those of
    the recorded count alone, as one that chance could have made another: they say nothing of
    how wrong the expectation may be, which is often the larger doubt.
    """

    neighbourhood: str
    people: int
    recorded: int
    expected: float
    gap: Estimate
    share: Estimate


def gaps(found: Mapping[str, Found]) -> list[Gap]:
    """Return the gap of each neighbourhood, in order of name, and of all last."""
    rows = [_gap(name, found[name]) for name in sorted(found)]
    parts = found.values()
    whole = Found(
        sum(one.people for one in parts),
        sum(one.recorded for one in parts),
        sum((one.expected for one in parts), Fraction(0)),
    )
    return [*rows, _gap(WHOLE, whole)]


def _gap(name: str, one: Found) -> Gap:
    limits, expected = count_interval(one.recorded), float(one.expected)
    gap = Estimate(float(one.gap), expected - limits.upper, expected - limits.lower)
    share = Estimate(None, None, None, "nobody is expected to have it")
    if expected:
        parts = (one.recorded / expected, limits.lower / expected, limits.upper / expected)
        share = Estimate(parts[0], parts[1], parts[2])
    return Gap(name, one.people, one.recorded, expected, gap, share)
