"""``wholeplace segments``: who is in which segment, what they cost, and who moved."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wholeplace.cli.output import json_option, progress, refusing, say_json, table

if TYPE_CHECKING:
    from wholeplace.population.variance_limits import Estimate
    from wholeplace.report.segment_comparison import Comparison
    from wholeplace.report.segment_data import Segmented
    from wholeplace.store.workspace import Workspace

_MOST = 12


class DayType(click.ParamType[date]):
    """A day such as 2019-04-01."""

    name = "day"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read the day, or fail as wrong usage."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"'{value}' is no day: write it as 2019-04-01", param, ctx)
        if not 1900 <= day.year <= 2200:  # noqa: PLR2004 - a slip of the keys, not a day
            self.fail(f"'{value}' is not between 1900 and 2200", param, ctx)
        return day


@click.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option(
    "--rules",
    multiple=True,
    help="The rule set; without it, that of the place. Given several times, they are compared.",
)
@click.option("--compare", is_flag=True, help="Compare all rule sets there are.")
@click.option("--on", type=DayType(), help="The day; without it, the first of the agreement.")
@click.option("--against", type=DayType(), help="Another day, to show who moved between the two.")
@click.option(
    "--costs",
    type=click.Choice(["before", "after"]),
    default="before",
    show_default=True,
    help="Whether spend is that of the 12 months before the day, or after it.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder for the tables as CSV, the page, and the chart of movement as SVG and PNG.",
)
@json_option
@refusing
def segments(  # noqa: PLR0913, PLR0917 - one for each option
    workspace: Path,
    rules: tuple[str, ...],
    compare: bool,
    on: date | None,
    against: date | None,
    costs: str,
    output: Path | None,
    as_json: bool,
) -> None:
    """Put everybody on the register of a WORKSPACE in exactly one segment, on a day.

    Tells people, person-time and spend by segment, how much of the variance of spend the rule set
    explains, and with --against who moved between two days. With --compare, or several --rules,
    tells which rule set explains most of it.
    """
    from wholeplace.app.population.segment_people import segment_people
    from wholeplace.app.population.write_segments import write_segments
    from wholeplace.store.workspace import open_workspace

    space, after = open_workspace(workspace), costs == "after"
    if compare or len(rules) > 1:
        if against is not None:
            raise click.UsageError("--against asks about one rule set: name no other")
        _compare(space, rules, on, output, costs_after=after, as_json=as_json)
        return
    with progress(quiet=as_json) as show:
        one = rules[0] if rules else None
        found = segment_people(space, one, on, against, costs_after=after, progress=show)
        written = write_segments(found, output) if output is not None else []
    if as_json:
        say_json(_as_dict(found))
        return
    _say(_lines(found), written)


def _compare(
    space: Workspace,
    rules: tuple[str, ...],
    on: date | None,
    output: Path | None,
    *,
    costs_after: bool,
    as_json: bool,
) -> None:
    from wholeplace.app.population.segment_comparison import compare_rules
    from wholeplace.app.population.write_segments import write_comparison
    from wholeplace.report.segment_comparison import comparison_notes, comparison_table

    with progress(quiet=as_json) as show:
        found = compare_rules(space, rules, on, costs_after=costs_after, progress=show)
        written = write_comparison(found, output) if output is not None else []
    if as_json:
        say_json(_compared_as_dict(found))
        return
    made = comparison_table(found)
    rows = table([column.heading for column in made.columns], [list(row) for row in made.rows])
    warnings = [f"warning: {warning}" for warning in found.warnings]
    _say([made.caption, "", rows, "", *comparison_notes(found), *warnings], written)


def _say(lines: list[str], written: list[Path]) -> None:
    click.echo("\n".join(lines))
    for path in written:
        click.echo(f"written: {path}")


def _lines(found: Segmented) -> list[str]:
    from wholeplace.report.segments_page import movement_table, notes, segments_table

    first = segments_table(found)
    rows = [list(row) for row in (*first.rows, first.total)]
    lines = [first.caption, "", table([c.heading for c in first.columns], rows), "", *notes(found)]
    if found.movement is not None:
        moves = movement_table(found)
        lines += ["", moves.caption, "", table([c.heading for c in moves.columns], _most(found))]
        if (more := len(moves.rows) - _MOST) > 0:
            lines.append(f"... and {more} more, and those who stayed: --output writes them all")
    return lines + [f"warning: {warning}" for warning in found.warnings]


def _most(found: Segmented) -> list[list[str]]:
    """Return the largest moves from one segment to another that may be shown."""
    from wholeplace.report.segment_data import movement_rows

    rows = [row for row in movement_rows(found) if row["was"] != row["became"]]
    known = sorted((r for r in rows if r["people"].isdecimal()), key=lambda r: -int(r["people"]))
    return [
        [found.name(r["was"]), found.name(r["became"]), f"{int(r['people']):,}"]
        for r in known[:_MOST]
    ]


def _as_dict(found: Segmented) -> dict[str, object]:
    from wholeplace.report.segment_data import movement_rows, segment_rows

    movement = found.movement
    return {
        "rules": found.rules.segments,
        "version": found.rules.version,
        "on": found.on,
        "costs_from": found.starts,
        "costs_before": found.ends,
        "currency": found.currency,
        "segments": segment_rows(found),
        **_explained(found.explained),
        "movement": movement
        and {
            "earlier": movement.earlier,
            "later": movement.later,
            "moves": list(movement_rows(found)),
        },
        "warnings": found.warnings,
    }


def _explained(one: Estimate | None) -> dict[str, float | None]:
    name = "variance_explained"
    names = (name, f"{name}_corrected", f"{name}_lower", f"{name}_upper")
    return dict.fromkeys(names) if one is None else dict(zip(names, one.parts(), strict=True))


def _compared_as_dict(found: Comparison) -> dict[str, object]:
    from wholeplace.report.segment_comparison import comparison_rows

    return {
        "on": found.on,
        "costs_from": found.starts,
        "costs_before": found.ends,
        "currency": found.currency,
        "rule_sets": comparison_rows(found),
        "warnings": found.warnings,
    }
