"""Cost for each member and month: by everything it can be cut by, and practice by service."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from wholeplace.budget.pmpm import DIMENSIONS, By, CutRow
from wholeplace.kernel import plain
from wholeplace.privacy import MARK
from wholeplace.report.budget.heat_map import heat_map
from wholeplace.report.budget.shown import MemberRow, Shown, ShownMembers
from wholeplace.report.charts import once
from wholeplace.report.grid import As, Col, Grid, Row, Value, text
from wholeplace.report.section import Section
from wholeplace.report.words import pence


def members_section(shown: Shown) -> Section | None:
    """Return cost per member and month; none where nobody was counted."""
    members = shown.members
    if members is None:
        return None
    grids = [*(cut_grid(shown, members, by) for by in DIMENSIONS), *_cells_grids(shown, members)]
    total = members.total.now
    is_costed = total is None or total.rows
    charts = (("pmpm", once(partial(heat_map, shown, members))),) if is_costed else ()
    trees = (members.tree,) if members.tree else ()
    says, notes = tuple(_says(members)), tuple(_notes(shown))
    title = "Cost for each member and month"
    return Section("members", title, says, tuple(grids), charts, trees, notes)


def _says(members: ShownMembers) -> Iterator[str]:
    row = members.total.now
    if row is None:
        yield "What each member costs a month may not be told: there are too few of them."
        return
    if not row.rows:
        yield f"No cost of the services in scope is recorded, {members.first} to {members.last}."
        return
    then = members.total.before
    before = f" ({pence(then.pmpm, members.currency)} in the base year)" if then else ""
    yield (
        f"Each member costs {pence(row.pmpm, members.currency)} a month{before}:"
        f" {pence(Fraction(row.pence, 100), members.currency)} over {plain(row.member_months, 1)}"
        f" member months, {members.first} to {members.last}."
    )


def _notes(shown: Shown) -> Iterator[str]:
    yield (
        "The cost of the services in scope. A day of cost belongs to the practice and segment of"
        " the person on that day; a service is held against all members, not only who used it."
    )
    yield (
        "A change is of people (more member months, at the cost before) and of cost (more for each"
        " member and month now)."
    )
    if shown.small:
        yield f"{MARK} {shown.small.why}."


def cut_grid(shown: Shown, members: ShownMembers, by: By) -> Grid:
    """Return a cut; every cut has the same total, to the penny."""
    compared = by != "month" and members.total.before is not None
    cols = [text("id", "Id", on_page=False), text(by, by.capitalize()), *_YEAR]
    if compared:
        cols += [*_BEFORE]
    rows = tuple(_row(shown, row, compared=compared) for row in members.cuts[by])
    total = _row(shown, members.total, compared=compared)
    caption = f"Cost for each member and month (PMPM), by {by}"
    return Grid(f"pmpm-by-{by}", caption, tuple(cols), rows, total, currency=members.currency)


_YEAR = (
    Col("cost", "Cost"),
    Col("member_months", "Member months", As.TIME),
    Col("pmpm", "PMPM"),
)
_BEFORE = (
    Col("cost_before", "Cost in the base year"),
    Col("member_months_before", "Member months then", on_page=False, kind=As.TIME),
    Col("pmpm_before", "PMPM in the base year"),
    Col("of_people", "Change, of people"),
    Col("of_cost", "Change, of cost"),
)


def _row(shown: Shown, row: MemberRow, *, compared: bool) -> Row:
    now, then, change = row.now, row.before, row.change
    names: Row = ("" if row.name == "All" else row.name, shown.name(row.name))
    if now is None:
        return (*names, *[MARK] * (len(_YEAR) + (len(_BEFORE) if compared else 0)))
    if not compared:
        return (*names, *_numbers(now))
    if then is None or change is None:
        return (*names, *_numbers(now), *[None] * len(_BEFORE))
    people = _to_the_penny(change.of_people)
    return (*names, *_numbers(now), *_numbers(then), people, change.pounds - people)


def _numbers(row: CutRow) -> tuple[Value, ...]:
    pmpm = None if row.pmpm is None else _to_the_penny(row.pmpm)
    return (Fraction(row.pence, 100), row.member_months, pmpm)


def _to_the_penny(value: Fraction) -> Fraction:
    return Fraction(round(value * 100), 100)


def _cells_grids(shown: Shown, members: ShownMembers) -> Iterator[Grid]:
    """Yield practice by service: as people read it, and a row for each cell for programs."""
    near = [(shown.name(members.neighbourhood_of[one]), one) for one in members.in_order]
    places = (text("neighbourhood", "Neighbourhood"), text("practice_code", "Code", on_page=False))
    wide = tuple(Col(service, shown.name(service)) for service in members.services)
    yield Grid(
        "pmpm-heat-map",
        "Cost for each member and month (PMPM), by practice and service",
        (*places, text("practice", "Practice"), *wide),
        tuple((name, one, shown.name(one), *_across(members, one)) for name, one in near),
        currency=members.currency,
    )
    cells = [(*one, service) for one in near for service in members.services]
    long = (text("practice", "Practice"), text("service_id", "Id"), text("service", "Service"))
    yield Grid(
        "pmpm-practice-service",
        "Cost for each member and month, by practice and service",
        (*places, *long, *_YEAR),
        tuple(
            (
                name,
                one,
                shown.name(one),
                service,
                shown.name(service),
                *_cell(members, one, service),
            )
            for name, one, service in cells
        ),
        currency=members.currency,
        on_page=False,
    )


def _cell(members: ShownMembers, practice: str, service: str) -> Row:
    row = members.cells[practice, service]
    return _numbers(row) if row else (MARK,) * len(_YEAR)


def _across(members: ShownMembers, practice: str) -> Iterator[Value]:
    return (_cell(members, practice, service)[-1] for service in members.services)
