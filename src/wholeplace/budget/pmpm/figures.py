"""Cost for each member and month, changes of it and practices, as figures that explain."""

from __future__ import annotations

from fractions import Fraction

from wholeplace.budget.pmpm.compare import Beside, Change
from wholeplace.budget.pmpm.cube import Cube
from wholeplace.budget.pmpm.cut import By, CutRow, cut
from wholeplace.budget.pmpm.funnel import SOURCE, Funnel, Standing
from wholeplace.kernel import Figure, Money, Unit, plain, round_to, show_amount

_PENNY = Fraction(1, 100)
_PLACES = 4


def total_figure(cube: Cube, by: By | None = None) -> Figure:
    """Return the cost for each member and month of everybody, the rows of a cut beneath it.

    The rows add up to its cost, whatever they are cut by.
    """
    (whole,) = cut(cube)
    parts = tuple(pmpm_figure(cube, row) for row in cut(cube, (by,))) if by else ()
    note = f"{cube.outside} in {cube.outside_rows:,} rows is of people outside the population"
    figure = pmpm_figure(cube, whole)
    return Figure(
        figure.id, figure.value, figure.unit, figure.label, figure.formula, figure.inputs,
        note=note, currency=figure.currency, children=(*figure.children, *parts),
    )  # fmt: skip


def pmpm_figure(cube: Cube, row: CutRow) -> Figure:
    """Return the cost for each member and month (pounds, to the penny) of a row of a cut."""
    id_ = ".".join(("pmpm", *map(_slug, row.key)))
    cost, months = _cost(cube, row, id_), _months(cube, row, id_)
    pmpm = row.pmpm
    return Figure(
        id_,
        None if pmpm is None else round_to(pmpm, _PENNY),
        Unit.MONEY,
        f"Cost per member per month, {row.name}",
        "cost / member months",
        f"{cost.shown} / {plain(row.member_months, _PLACES)}",
        note="nobody was there" if pmpm is None else "",
        currency=cube.currency,
        children=(cost, months),
    )


def _slug(value: str) -> str:
    return value.replace(" ", "_")


def _cost(cube: Cube, row: CutRow, id_: str) -> Figure:
    service = dict(zip(row.by, row.key, strict=True)).get("service")
    counted = {service: cube.bases.get(service, "")} if service else cube.bases
    return Figure(
        f"{id_}.cost",
        Fraction(row.pence, 100),
        Unit.MONEY,
        f"Cost, {row.name}",
        formula="sum of the costs of days on which people were of the practice",
        inputs=f"{row.rows:,} rows",
        note="bases: " + ", ".join(f"{name} {basis}" for name, basis in sorted(counted.items())),
        currency=cube.currency,
    )


def _months(cube: Cube, row: CutRow, id_: str) -> Figure:
    first, last = min(cube.months), max(cube.months)
    every = "; of all people, not only of those who used the service"
    return Figure(
        f"{id_}.member_months",
        row.member_months,
        Unit.COUNT,
        f"Member months, {row.name}",
        formula="sum over months of days of person-time / days of the month",
        inputs=f"{row.days:,} days",
        note=f"{first} to {last}" + (every if "service" in row.by else ""),
    )


def change_figure(change: Change, before: Cube, after: Cube) -> Figure:
    """Return by how much a cost changed (pounds), in what is of people and what is of cost."""
    currency, id_ = after.currency, ".".join(("change", *map(_slug, change.after.key)))

    def part(name: str, value: Fraction, label: str, formula: str) -> Figure:
        return Figure(f"{id_}.{name}", value, Unit.MONEY, label, formula=formula, currency=currency)

    shown = [
        show_amount(Fraction(row.pence, 100), currency) for row in (change.after, change.before)
    ]
    return Figure(
        id_,
        change.pounds,
        Unit.MONEY,
        f"Change of cost, {change.after.name}",
        "cost after - cost before",
        " - ".join(shown),
        currency=currency,
        children=(
            part(
                "people",
                change.of_people,
                "Of person-time",
                "(member months after - before) x PMPM before",
            ),
            part("cost", change.of_cost, "Of cost", "(PMPM after - before) x member months after"),
            pmpm_figure(before, change.before),
            pmpm_figure(after, change.after),
        ),
    )


def beside_figure(beside: Beside, cube: Cube) -> Figure:
    """Return how much more people cost than the budget gives for them at its prices."""
    row = beside.actual
    budget = round_to(beside.budget, _PENNY)
    return Figure(
        ".".join(("over_budget", *map(_slug, row.key))),
        round_to(beside.over, _PENNY),
        Unit.MONEY,
        f"Cost above budget, {row.name}",
        "cost - sum over segments of price of a person-year x person-years",
        f"{Money(row.pence, cube.currency)} - {show_amount(budget, cube.currency)}",
        note="" if beside.ratio is None else f"ratio {plain(beside.ratio, _PLACES)}",
        currency=cube.currency,
        children=(pmpm_figure(cube, row),),
    )


def practice_figure(one: Standing, among: Funnel, currency: str = "GBP") -> Figure:
    """Return a practice's cost over what is expected of its people, with its limits."""
    cost = one.cost
    amounts = [show_amount(round_to(x, _PENNY), currency) for x in (cost.observed, cost.expected)]
    low, high = one.limits_95
    lowest, highest = one.limits_998
    return Figure(
        f"practice.{_slug(cost.practice)}.ratio",
        round_to(one.ratio, Fraction(1, 10**6)),
        Unit.RATE,
        f"Cost over what is expected, practice {cost.practice}",
        "observed / expected cost; limits 1 +- z x root(phi x variance) / expected",
        " / ".join(amounts),
        SOURCE,
        f"{one.position} the limits: 95% {low:.3f} to {high:.3f}, 99.8% {lowest:.3f} to"
        f" {highest:.3f}; {plain(cost.person_years, 1)} person-years, z {one.z:.2f},"
        f" phi {among.found_phi:.2f}" + ("" if among.phi > 1 else ", limits not widened"),
    )
