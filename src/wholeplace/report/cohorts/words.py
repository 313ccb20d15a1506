"""The criteria of a cohort in words, with the dated values that hold on a day and their sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from wholeplace.population.cohorts import (
    CareHome,
    Cohort,
    Counted,
    Diagnosed,
    Leaf,
    Measured,
    Medicines,
    Scored,
)

_FIELDS = {
    "months": "months looked back",
    "days": "days looked back",
    "aged": "age when it began, at least",
    "at_least": "at least",
    "below": "below",
    "top": "people with most",
    "times": "times as many as in the time before",
    "known_by": "known by",
    "statuses": "kinds of accommodation",
    "bands": "bands",
    "leaving_out": "codes left out, beginning with",
}


def asked(leaf: Leaf) -> str:
    """Return what a criterion asks about, in a few words."""
    if isinstance(leaf, Counted):
        return f"{leaf.said[1]} (still open)" if leaf.by == "open" else leaf.said[1]
    if isinstance(leaf, Diagnosed | Measured):
        return leaf.said
    if isinstance(leaf, Scored):
        return f"score {leaf.score}"
    if isinstance(leaf, Medicines):
        return "different medicines"
    return "living in a care home" if isinstance(leaf, CareHome) else "age"


def values(cohort: Cohort, day: date) -> Iterator[tuple[str, str, str, str]]:
    """Yield what is asked, which value it is, the value on the day, and its source."""
    for _, leaf in cohort.leaves():
        for field, timeline in leaf.timelines().items():
            if (entry := timeline.on(day)) is not None:
                yield asked(leaf), _FIELDS[field], _value(entry.value), entry.source


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    whole = isinstance(value, Fraction) and value.denominator > 1
    return f"{float(value):g}" if whole and isinstance(value, Fraction) else str(value)


def cautions(cohort: Cohort, day: date) -> Iterator[str]:
    """Yield what the records cannot tell of a cohort, a sentence or two each."""
    if cohort.caution:
        yield cohort.caution
    for _, leaf in cohort.leaves():
        if isinstance(leaf, CareHome):
            yield _method(leaf, day)


def _method(leaf: CareHome, day: date) -> str:
    entry = leaf.known_by.on(day)
    known_by = entry.value if entry else ""
    told = []
    for name, one in leaf.methods.items():
        shares = (("positive predictive value", one.ppv), ("sensitivity", one.sensitivity))
        good = [f"{what} {_range(some)}" for what, some in shares if some]
        told.append(f"{name}: {', '.join(good) or 'no published figure'} ({one.source})")
    return f"Known by {known_by}. How good methods are: {'; '.join(told)}."


def _range(shares: tuple[Fraction, ...]) -> str:
    return " to ".join(f"{float(share * 100):.4g}%" for share in shares)
