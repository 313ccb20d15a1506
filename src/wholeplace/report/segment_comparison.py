"""Rule sets beside one another: how much of the variance of spend each explains, how surely."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wholeplace.population import SegmentRules
from wholeplace.population.variance import SegmentCosts
from wholeplace.population.variance_limits import Estimate
from wholeplace.privacy import MARK
from wholeplace.privacy.small_numbers import SmallNumbers
from wholeplace.report.page import template
from wholeplace.report.segment_words import fitted, own_admissions, percent, points
from wholeplace.report.table import Column, Kind, Table, columns

PLACES = 6


@dataclass(frozen=True, slots=True)
class ComparedRules:
    """A rule set, its segments in order, and what they explain.

    ``less`` is how much less than the rule set that explains most; that one has none.
    """

    rules: SegmentRules
    rows: tuple[SegmentCosts, ...]
    explained: Estimate | None
    less: Estimate | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rule sets of the same people and costs, the one that explains most first; nothing is hidden.

    Costs are those from ``starts`` to the day before ``ends``, of the people on the register ``on``
    a day.
    """

    on: date
    starts: date
    ends: date
    currency: str
    rules: tuple[ComparedRules, ...]
    small: SmallNumbers
    warnings: tuple[str, ...] = ()


def comparison_rows(data: Comparison) -> list[dict[str, str]]:
    """Return a row for each rule set, as text; what may not be shown is a mark.

    Shares are from 0 to 1. ``with_people`` is how many segments anybody is in; the smallest is the
    smallest of those. What is not known is empty.
    """
    return [_row(one, data.small) for one in data.rules]


def _row(one: ComparedRules, small: SmallNumbers) -> dict[str, str]:
    counts = {row.segment: row.people for row in one.rows}
    hidden, everybody = small.hidden_rows(counts), sum(counts.values())
    there = sorted((people, name) for name, people in counts.items() if people)
    (least, smallest), (most, largest) = there[0], there[-1]
    is_told = largest not in hidden.rows and not hidden.total
    return {
        "rules": one.rules.segments,
        "version": one.rules.version,
        "segments": str(len(one.rows)),
        "with_people": str(len(there)),
        **_estimate("explained", one.explained),
        **_estimate("less_than_the_first", one.less),
        "largest": largest,
        "share_in_largest": f"{most / everybody:.{PLACES}f}" if is_told else MARK,
        "smallest": smallest,
        "people_in_smallest": MARK if smallest in hidden.rows else str(small.rounded(least)),
    }


def _estimate(name: str, one: Estimate | None) -> dict[str, str]:
    parts = (None, None, None, None) if one is None else one.parts()
    names = (name, f"{name}_corrected", f"{name}_lower", f"{name}_upper")
    texts = ("" if part is None else f"{part:.{PLACES}f}" for part in parts)
    return dict(zip(names, texts, strict=True))


def comparison_table(data: Comparison) -> Table:
    """Return the rule sets with what they explain, and their largest and smallest segments."""
    rows = [
        (
            one.rules.segments,
            one.rules.version,
            row["segments"],
            *_shares(one.explained),
            _less(one.less),
            _in_largest(row["share_in_largest"]),
            _people(row["people_in_smallest"]),
        )
        for one, row in zip(data.rules, comparison_rows(data), strict=True)
    ]
    return Table(
        f"Rule sets on {data.on}, by the variance of spend that they explain",
        columns(
            "Rule set",
            Column("Version", Kind.TEXT),
            "Segments",
            "Explained",
            "95% interval",
            "On other people",
            "Less than the first (95% interval)",
            "In the largest segment",
            "In the smallest",
        ),
        tuple(rows),
        note=" ".join(comparison_notes(data)),
    )


def comparison_notes(data: Comparison) -> list[str]:
    """Return what a reader of the table must know, a sentence each."""
    last = f"{data.starts} to the day before {data.ends}"
    told = [f"Spend in scope is from {last}, of those registered on {data.on}."]
    told += fitted()
    if len(data.rules) > 1:
        told.append(
            "Less than the first is in points, of the same people and costs: an interval that holds"
            " 0 does not tell the two apart, another does, though those of the shares overlap."
        )
    told += own_admissions([one.rules for one in data.rules], data.on, data.ends)
    if any(MARK in row.values() for row in comparison_rows(data)):
        told.append(f"{MARK} {data.small.why}.")
    return told


def comparison_page(data: Comparison) -> str:
    """Return the page; nothing is fetched, no script is run."""
    page: str = template("segment_comparison.html.j2").render(
        data=data, table=comparison_table(data), warnings=data.warnings
    )
    return page


def _shares(one: Estimate | None) -> tuple[str, str, str]:
    if one is None:
        return "", "", ""
    limits = f"{percent(one.lower)} to {percent(one.upper)}"
    return percent(one.found), limits, percent(one.corrected)


def _less(one: Estimate | None) -> str:
    return f"{points(one.found)} ({points(one.lower)} to {points(one.upper)})" if one else ""


def _in_largest(written: str) -> str:
    return written if written == MARK else percent(float(written))


def _people(written: str) -> str:
    return written if written == MARK else f"{int(written):,}"
