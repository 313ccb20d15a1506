"""The findings as tables that people read."""

from __future__ import annotations

from wholeplace.privacy import MARK
from wholeplace.report.inequality.data import Inequality, Measured
from wholeplace.report.inequality.rows import (
    DEPRIVATION,
    NEIGHBOURHOOD,
    Row,
    gap_rows,
    life_rows,
    rate_rows,
    slope_row,
)
from wholeplace.report.inequality.words import gap_notes, life_notes, rate_notes, years
from wholeplace.report.table import Table, columns

_LIFE_WORDS = {
    "place": "all of the place",
    DEPRIVATION: "deprivation",
    NEIGHBOURHOOD: "neighbourhood",
    "ward": "ward",
}


def tables_of(data: Inequality, one: Measured) -> list[Table]:
    """Return the rates of a measure by deprivation and by neighbourhood, a table each."""
    rows = list(rate_rows(data, one))
    if not rows:
        return []
    total = next(row for row in rows if row["by"] == "all")
    found = []
    for by in (DEPRIVATION, NEIGHBOURHOOD):
        note = " ".join(rate_notes(data, one)) if by == DEPRIVATION else ""
        part = tuple(_rate(row) for row in rows if row["by"] == by)
        caption = f"{one.title}, by {by}, {data.year}"
        found.append(Table(caption, _RATE_COLUMNS, part, _rate(total), note))
    return found


_RATE_COLUMNS = columns(
    "Group", "Events", "Person-years", "Rate", "95% limits", "Standardised rate", "95% limits "
)


def _rate(row: Row) -> tuple[str, ...]:
    return (
        row["name"],
        thousands(row["events"]),
        thousands(row["person_years"]),
        row["rate"],
        span(row, "rate"),
        row["standardised"] or f"not known: {row['why']}",
        span(row, "standardised"),
    )


def span(row: Row, name: str) -> str:
    """Return the limits of a number: ``1.2 to 3.4``."""
    lower, upper = row[f"{name}_lower"], row[f"{name}_upper"]
    return MARK if MARK in {lower, upper} else f"{lower} to {upper}" if lower and upper else ""


def thousands(written: str) -> str:
    """Return a number with commas; a mark, or nothing, stays as it is."""
    if written in {"", MARK}:
        return written
    whole, _, part = written.partition(".")
    return f"{int(whole):,}" + (f".{part}" if part else "")


def slopes_table(data: Inequality) -> Table:
    """Return the slope and relative index of each measure."""
    rows = []
    for one in data.measured:
        row = slope_row(data, one)
        index = row["slope_index"] or f"not known: {row['why']}"
        cells = (one.title, index, span(row, "slope_index"))
        rows.append((*cells, row["relative_index"], span(row, "relative_index")))
    note = (
        "The slope index is the rate at the least deprived end of the line through all groups, less"
        " that at the most deprived end: below nought, the most deprived have more. The relative"
        " index is the one over the other: below 1, the most deprived have more."
    )
    heads = ("Measure", "Slope index", "95% limits", "Relative index", "95% limits ")
    return Table(
        f"Inequality over deprivation, {data.year}", columns(*heads), tuple(rows), (), note
    )


def life_tables(data: Inequality) -> list[Table]:
    """Return life expectancy, a table for each way in which people are grouped."""
    rows, found = list(life_rows(data)), []
    for by, words in _LIFE_WORDS.items():
        part = [row for row in rows if row["by"] == by]
        if part:
            at = "birth" if part[0]["age"] == "0" else part[0]["age"]
            caption = f"Life expectancy at {at} by {words}, {years(data)}"
            if by == "place":
                caption = f"Life expectancy at {at}, {years(data)}"
            cells = tuple(_life(row) for row in part)
            heads = columns("Group", "Of", "Person-years", "Years", "95% limits")
            note = " ".join(life_notes(data)) if by == "place" else ""
            found.append(Table(caption, heads, cells, (), note))
    return found


def _life(row: Row) -> tuple[str, ...]:
    limits = f"{row['lower']} to {row['upper']}" if row["lower"] else ""
    expected = row["life_expectancy"] or f"not known: {row['why']}"
    return row["name"], row["sex"], thousands(row["person_years"]), expected, limits


def gap_tables(data: Inequality) -> list[Table]:
    """Return recorded against expected prevalence, a table for each condition."""
    rows, found = list(gap_rows(data)), []
    for i, condition in enumerate(data.gaps):
        part = [row for row in rows if row["condition"] == condition]
        *cells, total = (_gap(row) for row in part)
        said = data.expected.conditions[condition]
        note = f"Expected: {said.covers}. Source, of {said.year}: {said.source}"
        if not i:
            note = " ".join([*gap_notes(data), note])
        heads = columns(
            "Neighbourhood", "Recorded", "Expected", "Gap", "95% limits", "Found", "95% limits "
        )
        caption = f"{data.conditions[condition]}: recorded and expected on {data.on}"
        found.append(Table(caption, heads, tuple(cells), total, note))
    return found


def _gap(row: Row) -> tuple[str, ...]:
    return (
        row["neighbourhood"],
        thousands(row["recorded"]),
        thousands(row["expected"]),
        row["gap"],
        span(row, "gap"),
        percent(row["found"]),
        _percents(row),
    )


def percent(share: str) -> str:
    """Return a share as a percentage; a mark, or nothing, stays as it is."""
    return share if share in {"", MARK} else f"{float(share):.0%}"


def _percents(row: Row) -> str:
    lower, upper = percent(row["found_lower"]), percent(row["found_upper"])
    return MARK if MARK in {lower, upper} else f"{lower} to {upper}" if lower and upper else ""
