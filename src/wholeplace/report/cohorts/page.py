"""Cohorts as tables and as one HTML page; nothing is fetched, no script is run."""

from __future__ import annotations

from collections.abc import Sequence

from wholeplace.privacy import MARK
from wholeplace.report.charts import Chart
from wholeplace.report.cohorts.data import AS_THEY_STAND, Shown, cohort_rows, combination_rows
from wholeplace.report.cohorts.words import cautions, values
from wholeplace.report.page import inline, template
from wholeplace.report.table import Column, Kind, Table, columns

_OTHERS = {"(others)": "Other combinations, not shown apart", "(none)": "In none of them"}


def cohorts_table(shown: Shown) -> Table:
    """Return the people of each cohort, and what happened to them in the year before."""
    money = shown.found.currency
    rows = [
        (
            row["name"],
            _number(row["people"]),
            _percent(row["share"]),
            _number(row["emergency_admissions"]),
            _number(row["spend"]),
            _number(row["spend_per_head"]),
        )
        for row in cohort_rows(shown)
    ]
    return Table(
        f"Cohorts on {shown.found.on}",
        columns(
            "Cohort",
            "People",
            "Of the register",
            "Emergency admissions",
            f"Spend ({money})",
            f"Per head ({money})",
        ),
        tuple(rows),
        ("Register", _number(shown.people("all")), "", "", "", ""),
        " ".join(notes(shown)),
    )


def notes(shown: Shown) -> list[str]:
    """Return what a reader of the tables must know, a sentence each."""
    found = shown.found
    told = [
        (
            f"Emergency admissions and spend in scope are from {found.starts} to the day before"
            f" {found.on}, of the people who are in the cohort on that day."
        ),
        "A person may be in several cohorts: their numbers do not add up.",
    ]
    if shown.hidden & shown.counts.keys():
        told.append(f"{MARK} {found.small.why}.")
    return told


def neighbourhoods_table(shown: Shown) -> Table:
    """Return the people of each cohort by neighbourhood: a row each, a column for each cohort."""
    found = shown.found
    rows = [
        (
            found.neighbourhoods[hood],
            *(_number(shown.people("in", one.cohort, hood)) for one in found.cohorts),
            _number(shown.people("register", hood)),
        )
        for hood in found.register
    ]
    return Table(
        "People of the cohorts by neighbourhood",
        columns("Neighbourhood", *(one.name for one in found.cohorts), "Register"),
        tuple(rows),
        (
            "All",
            *(_number(shown.people("people", one.cohort)) for one in found.cohorts),
            _number(shown.people("all")),
        ),
    )


def combinations_table(shown: Shown) -> Table:
    """Return people by exactly the cohorts that they are in: the table beside the chart."""
    rows = tuple((_called(shown, row["cohorts"]), _number(row["people"])) for row in _rows(shown))
    total = ("Register", _number(shown.people("all")))
    return Table(
        "People by the cohorts that they are in", columns("Exactly in", "People"), rows, total
    )


def _rows(shown: Shown) -> Sequence[dict[str, str]]:
    return combination_rows(shown)


def _called(shown: Shown, written: str) -> str:
    if written in _OTHERS:
        return _OTHERS[written]
    return " + ".join(shown.found.name(one) for one in written.split(" + "))


def criteria_table(shown: Shown) -> Table:
    """Return the dated values of the criteria that hold on the day, each with its source."""
    day = shown.found.on
    rows = [(one.name, *row) for one in shown.found.cohorts for row in values(one, day)]
    texts = (Column(name, Kind.TEXT) for name in ("Asked about", "Which value", "Value", "Source"))
    return Table(f"What the cohorts ask on {day}", columns("Cohort", *texts), tuple(rows))


def cohorts_page(shown: Shown, drawn: Chart) -> str:
    """Return the page; ``drawn`` is the chart of overlap."""
    found = shown.found
    told = [(one, list(cautions(one, found.on))) for one in found.cohorts]
    return template("cohorts.html.j2").render(
        data=found,
        chart=inline(drawn),
        first=cohorts_table(shown),
        overlap=combinations_table(shown),
        tables=[neighbourhoods_table(shown), criteria_table(shown)],
        cohorts=told,
    )


def _number(written: str) -> str:
    if written in AS_THEY_STAND:
        return written
    whole, _, part = written.partition(".")
    return f"{int(whole):,}" + (f".{part}" if part else "")


def _percent(written: str) -> str:
    return written if written in AS_THEY_STAND else f"{float(written):.2%}"
