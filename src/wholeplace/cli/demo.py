"""``wholeplace demo``: a whole synthetic place, from records to report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wholeplace.cli.output import json_option, progress, refusing, say_json

if TYPE_CHECKING:
    from wholeplace.app.make_demo import Demo


@click.command()
@click.argument("workspace", type=click.Path(path_type=Path), default="wholeplace-demo")
@click.option(
    "--people",
    default=20_000,
    show_default=True,
    type=click.IntRange(100, 5_000_000),
    help="How many people are registered on the first day.",
)
@click.option(
    "--years",
    default=3,
    show_default=True,
    type=click.IntRange(1, 20),
    help="How many financial years of records, ending with the first year of the agreement.",
)
@click.option(
    "--seed",
    default=2019,
    show_default=True,
    type=click.IntRange(0),
    help="The same seed makes the same people.",
)
@click.option(
    "--place",
    default="hillingdon-2019",
    show_default=True,
    help="The place whose agreement is run.",
)
@click.option(
    "--care-model",
    type=click.Choice(["on", "off"]),
    default="on",
    show_default=True,
    help="Whether the care model prevents admissions of its caseload; all else is the same.",
)
@click.option("--prescribing", is_flag=True, help="Also write what was prescribed (many rows).")
@click.option(
    "--identified", is_flag=True, help="Also write invented names, birth dates and postcodes."
)
@click.option("--feeds-only", is_flag=True, help="Write the feeds, and load and run nothing.")
@json_option
@refusing
def demo(  # noqa: PLR0913, PLR0917 - one argument for each option
    workspace: Path,
    people: int,
    years: int,
    seed: int,
    place: str,
    care_model: str,
    prescribing: bool,
    identified: bool,
    feeds_only: bool,
    as_json: bool,
) -> None:
    """Make a synthetic place in WORKSPACE, run everything and write the report.

    The people are invented; the agreement is the place's own.
    """
    from wholeplace.app.make_demo import Choices, Size, make_demo

    choices = Choices(care_model == "on", identified, prescribing, feeds_only)
    with progress(quiet=as_json) as show:
        made = make_demo(workspace, place, Size(people, years), seed, choices, progress=show)
    if as_json:
        say_json(_as_dict(made))
    else:
        click.echo("\n".join(_as_text(made, seed)))


def _as_dict(made: Demo) -> dict[str, object]:
    return {
        "workspace": str(made.workspace.root),
        "report": str(made.report) if made.report else None,
        "calibration": str(made.calibration),
        "rows": made.rows,
    }


def _as_text(made: Demo, seed: int) -> list[str]:
    from wholeplace.app.make_report import summary
    from wholeplace.report import calibration_summary

    root, rows = made.workspace.root, sum(made.rows.values())
    lines = [] if made.report is None else [*summary(made.workspace, made.year), ""]
    lines += [f"made in {root} (synthetic people, seed {seed}):"]
    lines += [f"  {root / 'feeds'}   {rows:,} rows as sources would send them"]
    lines += [f"  {made.calibration}   how like a real place it is"]
    if made.report is None:
        return [*lines, f"  wholeplace load {root}   loads them", calibration_summary(made.figures)]
    return [
        *lines,
        f"  {made.report}   the report: open it in a browser",
        f"  {made.results}   figures, tables and the statement",
        f"  wholeplace explain {root}                  every figure by name",
        f"  wholeplace explain {root} payments.thh     why a partner is paid what it is",
        f"  wholeplace budget {root}                   what money there is, and where it goes",
        f"  wholeplace cohorts {root}                  who is frail, falling, or often at A&E",
        f"  wholeplace risk {root}                     who may be admitted, and how surely",
    ]
