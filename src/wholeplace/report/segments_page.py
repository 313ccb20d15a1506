"""Segments and movement as tables and as one HTML page; nothing is fetched, no script is run."""

from __future__ import annotations

from wholeplace.privacy import MARK
from wholeplace.report.charts import Chart
from wholeplace.report.page import inline, template
from wholeplace.report.segment_data import Segmented, movement_rows, segment_rows, shown_people
from wholeplace.report.segment_words import explains, own_admissions
from wholeplace.report.table import Table, columns


def segments_table(data: Segmented) -> Table:
    """Return people, person-years and spend by segment, with the share explained in the note."""
    rows = [
        (
            row["name"],
            _number(row["people"]),
            _number(row["person_years"]),
            _number(row["spend_per_head"]),
            _number(row["spend_per_person_year"]),
        )
        for row in segment_rows(data)
    ]
    money = data.currency
    return Table(
        f"Segments of '{data.rules.segments}' on {data.on}",
        columns(
            "Segment",
            "People",
            "Person-years",
            f"Spend per head ({money})",
            f"Spend per person-year ({money})",
        ),
        tuple(rows),
        ("All", _number(shown_people(data)[""]), "", "", ""),
        " ".join(notes(data)),
    )


def notes(data: Segmented) -> list[str]:
    """Return what a reader of the table must know, a sentence each."""
    last = f"{data.starts} to the day before {data.ends}"
    told = [f"Person-years and spend in scope are from {last}, of those registered on {data.on}."]
    if data.explained is not None:
        told.append(explains(data.explained))
        told += own_admissions([data.rules], data.on, data.ends)
    if any(MARK in row.values() for row in (*segment_rows(data), *movement_rows(data))):
        told.append(f"{MARK} {data.small.why}.")
    return told


def movement_table(data: Segmented) -> Table:
    """Return how many people moved from which segment to which, a row each."""
    if data.movement is None:
        raise ValueError("only one day was asked about")
    rows = [
        (data.name(row["was"]), data.name(row["became"]), _number(row["people"]))
        for row in movement_rows(data)
    ]
    return Table(
        f"Movement from {data.movement.earlier} to {data.movement.later}",
        columns("From", "To", "People"),
        tuple(rows),
    )


def segments_page(data: Segmented, drawn: Chart) -> str:
    """Return the page; ``drawn`` is the chart of the movement, if there is any."""
    tables = [segments_table(data), *([movement_table(data)] if data.movement else [])]
    return template("segments.html.j2").render(
        data=data, chart=inline(drawn), tables=tables, warnings=data.warnings
    )


def _number(written: str) -> str:
    if written in {"", MARK}:
        return written
    whole, _, part = written.partition(".")
    return f"{int(whole):,}" + (f".{part}" if part else "")
