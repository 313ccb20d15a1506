"""How the share of the variance of spend that segments explain is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from wholeplace.population import SegmentRules
from wholeplace.population.variance_limits import Estimate


def percent(share: float) -> str:
    """Return a share as ``12.3%``."""
    return f"{share:.1%}"


def points(share: float) -> str:
    """Return a difference of two shares in percentage points: ``1.2``."""
    return f"{100 * share:.1f}"


def explains(one: Estimate) -> str:
    """Return the sentence of a rule set."""
    return (
        f"The segments explain {percent(one.found)} of the variance of spend"
        f" (95% interval {percent(one.lower)} to {percent(one.upper)});"
        f" of other people like these, {percent(one.corrected)}."
    )


def fitted() -> Iterator[str]:
    """Yield what the two shares are."""
    yield (
        "'Explained' holds people against means that are of these same people, which flatters small"
        " segments; 'on other people' is without that, and the interval is round it."
    )


def own_admissions(rules: Sequence[SegmentRules], on: date, ends: date) -> Iterator[str]:
    """Yield that the costs are of the time before the day, which rules look at too."""
    if ends > on:
        return
    told = "What was coded in stays of these 12 months explains what they cost without foreseeing"
    asking = [one.segments for one in rules if "emergency_admissions" in one.asked()]
    named = f", and admissions that {' and '.join(asking)} asks for" if asking else ""
    yield f"{told} any{named}: ask with --costs after before a price rests on it."
