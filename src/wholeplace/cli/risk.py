"""``wholeplace risk``: who is likely to come to harm in a year, and how well that can be said."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from wholeplace.cli.output import json_option, progress, refusing, say_json


@click.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option(
    "--outcome",
    default="emergency-admission",
    show_default=True,
    help="What is foreseen: emergency-admission, ae-attendance, death or high-cost.",
)
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of the trial; without it, the last that has a year of records after it.",
)
@click.option(
    "--caseload",
    type=click.IntRange(min=1),
    help="How many people can be cared for: the list to tell of.",
)
@click.option(
    "--model",
    type=click.Path(path_type=Path, file_okay=False),
    help="Try the models in this folder, which an earlier call wrote; without it, fit new ones.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder for models, card and page; without it, reports/risk-OUTCOME in the workspace.",
)
@json_option
@refusing
def risk(
    workspace: Path,
    outcome: str,
    day: datetime | None,
    caseload: int | None,
    model: Path | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """Fit models of risk on a year of a WORKSPACE, try them on the next, and write their card.

    No row about a single person is written.
    """
    from wholeplace.app.population.risk import Asked, assess_risk
    from wholeplace.report.risk import risk_lines, risk_to_dict
    from wholeplace.store.workspace import open_workspace

    asked = Asked(outcome, day.date() if day else None, caseload, model)
    with progress(quiet=as_json) as show:
        data, folder = assess_risk(open_workspace(workspace), asked, output, progress=show)
    if as_json:
        say_json(risk_to_dict(data) | {"output": str(folder)})
        return
    click.echo("\n".join(risk_lines(data)))
    click.echo(f"\nwritten: {folder} (open risk.html in a browser)")
