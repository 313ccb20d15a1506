"""``wholeplace candidates``: who may be offered a place on a caseload, and why."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from wholeplace.cli.output import json_option, progress, refusing, say_json


@click.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day that is asked about; without it, the first after the whole records.",
)
@click.option(
    "--model",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of a fitted model; without it, reports/risk-emergency-admission.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write to; without it, candidates/DAY in the workspace.",
)
@json_option
@refusing
def candidates(
    workspace: Path,
    day: datetime | None,
    model: Path | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """Publish the candidates for the caseloads of a WORKSPACE's teams, by pseudonym."""
    from wholeplace.app.population.publish_candidates import Asked, publish_candidates
    from wholeplace.report.candidates import candidates_lines, release_to_dict
    from wholeplace.store.workspace import open_workspace

    asked = Asked(day.date() if day else None, model)
    with progress(quiet=as_json) as show:
        data, folder = publish_candidates(open_workspace(workspace), asked, output, progress=show)
    if as_json:
        say_json(release_to_dict(data) | {"output": str(folder)})
        return
    click.echo("\n".join(candidates_lines(data)))
    click.echo(f"\nwritten: {folder} (rows about single people: keep it as safe as the records)")
