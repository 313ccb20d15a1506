"""``wholeplace quality``: what is wrong with the records, where, and what to do about it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from wholeplace.cli.output import REFUSED, json_option, progress, refusing, say_json


@click.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option("--feed", help="Judge one feed; without it, all of them.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write the page; without it, reports/quality.html in the workspace.",
)
@json_option
@refusing
def quality(workspace: Path, feed: str | None, output: Path | None, as_json: bool) -> None:
    """Judge the records of a WORKSPACE by its quality rules, and write a page of what to act on.

    Exit code 1 where a feed should not be used.
    """
    from wholeplace.app.report_quality import report_quality
    from wholeplace.record.quality import Verdict
    from wholeplace.report.quality import quality_lines, quality_to_dict
    from wholeplace.store.workspace import open_workspace

    space = open_workspace(workspace)
    with progress(quiet=as_json) as show:
        data, written = report_quality(space, feed, output, progress=show)
    if as_json:
        say_json(quality_to_dict(data) | {"report": str(written)})
    else:
        click.echo("\n".join(quality_lines(data)))
        click.echo(f"\nreport: {written} (open it in a browser)")
    if any(score.verdict is Verdict.REFUSE for score in data.assessment.scores):
        sys.exit(REFUSED)
