"""The bridge from the base year to the year: step by step, line by line, year by year."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from wholeplace.budget.adjust import Adjusted, Bridge, bridge
from wholeplace.kernel import Money
from wholeplace.report.budget.shown import Shown
from wholeplace.report.charts import Chart, once
from wholeplace.report.grid import Col, Grid, Row, money, text
from wholeplace.report.section import Section
from wholeplace.report.waterfall import Stop, waterfall
from wholeplace.report.words import brief, scale_for, signed


def bridge_section(shown: Shown) -> Section | None:
    """Return how the shared budget followed the years; none in the base year itself."""
    adjusted, found = shown.book.adjusted, shown.book.bridge
    if adjusted is None or found is None:
        return None
    says = f"In {shown.book.year} it comes to {found.closing}."
    if found.first == found.last:
        return Section("bridge", "From year to year", (says,), (steps_grid(shown, found),))
    grids = [steps_grid(shown, found), _lines_grid(shown, adjusted, found)]
    grids += [*_years_grid(shown, adjusted, found), _terms_grid(shown, adjusted)]
    title = f"From {found.first} to {found.last}"
    charts = (("bridge", once(partial(bridge_chart, found))),)
    return Section("bridge", title, (says, *_interaction(found)), tuple(grids), charts)


def _interaction(found: Bridge) -> Iterator[str]:
    biggest = max(found.bars, key=lambda bar: abs(bar.interaction.pence), default=None)
    if biggest is not None and biggest.interaction.pence:
        yield (
            "Each step works on what the steps before it left. What it adds for that reason alone"
            f" is largest of '{biggest.title}': {biggest.interaction} of {biggest.added}."
        )


def bridge_chart(found: Bridge) -> Chart:
    """Return the bridge as a waterfall; pale ends are what steps add because of those before."""
    return waterfall(
        list(_stops(found)),
        "A pale end of a bar is what a step adds because of the steps before it.",
    )


def _stops(found: Bridge) -> Iterator[Stop]:
    finer = scale_for(bar.added.exact for bar in found.bars)
    level = found.opening.exact
    yield _reached(f"Shared budget, {found.first}", found.opening)
    for bar in found.bars:
        added, currency = bar.added.exact, bar.added.currency
        label = signed(brief(added, currency, finer), added)
        yield Stop(bar.title, level, level + added, label, True, level + bar.alone.exact)  # noqa: FBT003
        level += added
    yield _reached(f"Shared budget, {found.last}", found.closing)


def _reached(name: str, amount: Money) -> Stop:
    label = brief(amount.exact, amount.currency, scale_for([amount.exact]))
    return Stop(name, amount.exact, amount.exact, label, is_change=False)


def steps_grid(shown: Shown, found: Bridge) -> Grid:
    """Return what each step added, and what it would have come to alone."""
    rows: list[Row] = [
        (bar.id, bar.title, bar.added.exact, bar.alone.exact, bar.interaction.exact)
        for bar in found.bars
    ]
    first: Row = ("", f"Shared budget, {found.first}", found.opening.exact, None, None)
    heads = (("added", "Added"), ("alone", "Alone"), ("interaction", "Because of steps before"))
    return Grid(
        "bridge",
        f"From {found.first} to {found.last}",
        (text("id", "Id", on_page=False), text("step", "Step"), *money(*heads)),
        (first, *rows),
        ("", f"Shared budget, {shown.book.year}", found.closing.exact, None, None),
        currency=shown.currency,
    )


def _lines_grid(shown: Shown, adjusted: Adjusted, found: Bridge) -> Grid:
    """Return each line: where it opened, what each step added over the years, where it closed."""
    ids = [bar.id for bar in found.bars]
    rows: list[Row] = [
        (line, shown.name(line), *_of(bridge(adjusted, lines=[line]), ids))
        for line in adjusted.base.lines
    ]
    steps = ((bar.id, bar.title) for bar in found.bars)
    ends = (("opening", str(found.first)), *steps, ("closing", str(found.last)))
    return Grid(
        "bridge-by-line",
        f"From {found.first} to {found.last}, line by line",
        (text("id", "Id", on_page=False), text("line", "Line"), *money(*ends)),
        tuple(rows),
        ("", "All lines", *_of(found, ids)),
        currency=shown.currency,
    )


def _of(found: Bridge, ids: list[str]) -> tuple[Fraction, ...]:
    added = {bar.id: bar.added.exact for bar in found.bars}
    steps = (added.get(id_, Fraction(0)) for id_ in ids)
    return (found.opening.exact, *steps, found.closing.exact)


def _years_grid(shown: Shown, adjusted: Adjusted, found: Bridge) -> Iterator[Grid]:
    if len(adjusted.years) < 2:  # noqa: PLR2004 - one year is the bridge itself
        return
    ids = [bar.id for bar in found.bars]
    years = [(taken.year.plus(-1), taken.year) for taken in adjusted.years]
    rows: list[Row] = [(str(last), *_of(bridge(adjusted, one, last), ids)) for one, last in years]
    steps = ((bar.id, bar.title) for bar in found.bars)
    ends = (("opening", "Opening"), *steps, ("closing", "Closing"))
    caption = "Year by year"
    cols = (text("year", "Year"), *money(*ends))
    yield Grid("bridge-by-year", caption, cols, tuple(rows), currency=shown.currency)


def _terms_grid(shown: Shown, adjusted: Adjusted) -> Grid:
    """Return how each step came about in each year, and who says so."""
    rows = tuple(
        (
            str(taken.year),
            step.title,
            Fraction(sum(step.added.values()), 100),
            step.effect.formula,
            shown.few.text(step.effect.inputs),
            step.effect.source,
        )
        for taken in adjusted.years
        for step in taken.steps
    )
    cols = (
        text("year", "Year"),
        text("step", "Step"),
        Col("added", "Added"),
        text("formula", "Formula"),
        text("inputs", "Put in"),
        text("source", "Source"),
    )
    return Grid("steps", "What each step was made of", cols, rows, currency=shown.currency)
